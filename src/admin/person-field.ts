import * as z from 'zod'
import type { Actor } from '../platform/actor.ts'
import { Invalid } from '../platform/errors.ts'
import { caseKey, findAccount } from '../users/index.ts'
import type { Administration, Field } from './model.ts'

const actorFields = { id: true, username: true, displayName: true, isSiteAdmin: true } as const

/** A username in a form of the admin site. */
export const usernameField = z.string().trim().min(1, 'say who').max(64)

/** In whose name something is said. */
export const authorField: Field = {
  name: 'author',
  label: 'By',
  kind: 'text',
  hint: 'The username of somebody who may write there.',
}

/**
 * Somebody by their username, with no more rights than they have.
 * @param field where the username was typed
 * @throws {Invalid} when nobody who may sign in has it
 */
export async function getPerson({ services, draft }: Administration, username: string, field: string): Promise<Actor> {
  const account = await findAccount(services.db, caseKey(username))
  const person =
    account && (await draft.tx.user.findFirst({ where: { id: account.id, isDisabled: false }, select: actorFields }))
  if (!person) throw new Invalid('There is no such person.', { [field]: 'Nobody here has this username.' })
  return person
}
