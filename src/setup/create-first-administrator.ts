import type { Actor } from '../platform/actor.ts'
import type { Draft } from '../platform/change.ts'
import { NotFound } from '../platform/errors.ts'
import { createUser, type PreparedAccount } from '../users/index.ts'

/**
 * Makes the administrator's account, once.
 * @throws {NotFound} when somebody has an account already: of two who send the form at once, one comes too late
 */
export async function createFirstAdministrator({ tx }: Draft, account: PreparedAccount): Promise<Actor> {
  // Writing to the installation's row lets the second of two wait until the first has committed.
  await tx.installation.updateMany({ data: { createdAt: new Date() } })
  if (await tx.user.findFirst({ select: { id: true } })) throw new NotFound()
  const { id } = await createUser(tx, account, { isSiteAdmin: true })
  return { id, username: account.username, displayName: account.displayName, isSiteAdmin: true }
}
