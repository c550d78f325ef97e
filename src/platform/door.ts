import type { Actor, Administrator } from './actor.ts'
import { NotFound, Unauthorized } from './errors.ts'
import type { Services } from './services.ts'

/**
 * Permission, stated in one place: turns who asks and what they ask for into an access value that the verbs demand, or throws
 * NotFound (outsiders), Forbidden (members without the rank) or Unauthorized.
 */
export type Door<Key, Access> = (services: Services, actor: Actor | null, key: Key) => Promise<Access> | Access

/** Open to the world. Written out wherever it is meant. */
export const anyone: Door<unknown, null> = () => null

/** Open to whoever is signed in. */
export const signedIn: Door<unknown, Actor> = (_services, actor) => {
  if (!actor) throw new Unauthorized()
  return actor
}

/** Open to site administrators. For everyone else there is no admin site. */
export const siteAdmin: Door<unknown, Administrator> = (_services, actor) => {
  if (!actor) throw new Unauthorized()
  if (!actor.isSiteAdmin) throw new NotFound('There is nothing here.')
  return { ...actor, administers: true }
}
