import type { Actor } from './actor.ts'
import { Unauthorized } from './errors.ts'
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
