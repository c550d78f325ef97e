import type { Administrator } from '../platform/actor.ts'
import type { Draft } from '../platform/change.ts'
import { sqlRowLock, type Tx } from '../platform/db/index.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { refuseTakenEmail } from './create-user.ts'
import { caseKey } from './user-fields.ts'

/**
 * Lets somebody sign in no more, and ends their sessions at once. What they wrote stays.
 * @throws {Conflict} for oneself
 */
export async function disableUser(
  services: Services,
  draft: Draft,
  administrator: Administrator,
  userId: number,
): Promise<void> {
  await lockAdministrators(draft.tx, administrator, userId)
  refuseSelf(administrator, userId, 'disable your own account')
  await draft.tx.user.update({ where: { id: userId }, data: { isDisabled: true }, select: { id: true } })
  await endSessions(services, draft, userId)
}

/** Lets somebody sign in again. */
export async function enableUser({ tx }: Draft, userId: number): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { isDisabled: false }, select: { id: true } })
}

/**
 * Says whether somebody may use the admin site.
 * @throws {Conflict} for oneself
 */
export async function setSiteAdmin(
  services: Services,
  draft: Draft,
  administrator: Administrator,
  { userId, isSiteAdmin }: { userId: number; isSiteAdmin: boolean },
): Promise<void> {
  await lockAdministrators(draft.tx, administrator, userId)
  refuseSelf(administrator, userId, 'take this from yourself')
  await draft.tx.user.update({ where: { id: userId }, data: { isSiteAdmin }, select: { id: true } })
  draft.afterCommit(() => services.accessChanges.changed(userId))
}

/** Gives somebody another password, and ends their sessions: whoever knew the old one is out. */
export async function setPassword(
  services: Services,
  draft: Draft,
  userId: number,
  passwordHash: string,
): Promise<void> {
  await replacePassword(draft.tx, userId, passwordHash)
  draft.afterCommit(() => services.accessChanges.signedOut(userId))
}

/** The same without telling the sockets: their next request finds that they are signed out. */
export async function replacePassword(tx: Tx, userId: number, passwordHash: string): Promise<void> {
  const data = { passwordHash, sessionEpoch: { increment: 1 } }
  await tx.user.update({ where: { id: userId }, data, select: { id: true } })
}

/** Makes an account an administrator's, and lets it sign in. */
export async function promoteUser(tx: Tx, userId: number): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { isSiteAdmin: true, isDisabled: false }, select: { id: true } })
}

/**
 * Writes down somebody's address, or that there is none.
 * @throws {Conflict} when another account has it
 */
export async function setEmail({ tx }: Draft, userId: number, email: string | undefined): Promise<void> {
  const emailKey = email === undefined ? null : caseKey(email)
  if (emailKey !== null) await refuseTakenEmail(tx, emailKey, userId)
  await tx.user.update({ where: { id: userId }, data: { email: email ?? null, emailKey }, select: { id: true } })
}

/** Ends all sessions of somebody, in all their browsers: their sockets go at once, their pages at the next request. */
export async function endSessions(services: Services, { tx, afterCommit }: Draft, userId: number): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { sessionEpoch: { increment: 1 } }, select: { id: true } })
  afterCommit(() => services.accessChanges.signedOut(userId))
}

/**
 * Deletes the account of somebody who has left no trace: nothing that others read hangs on it (`tracesOf`).
 * @throws {Conflict} for oneself, and for those who made or wrote something
 */
export async function deleteUser(
  services: Services,
  draft: Draft,
  administrator: Administrator,
  userId: number,
): Promise<void> {
  const { tx } = draft
  await lockAdministrators(tx, administrator, userId)
  refuseSelf(administrator, userId, 'delete your own account')
  const traces = await tracesOf(tx, userId)
  if (traces.some(({ count }) => count > 0))
    throw new Conflict('What this person made and wrote would go with the account. Disable it instead.')
  await tx.user.delete({ where: { id: userId } })
  draft.afterCommit(() => services.accessChanges.signedOut(userId))
}

/** What somebody made and wrote, and where they are: all that an account is needed for. */
export async function tracesOf(db: Tx, userId: number): Promise<{ what: string; count: number }[]> {
  const made = { where: { createdById: userId } }
  const counts: [string, Promise<number>][] = [
    ['boards that they are or were on', db.boardMember.count({ where: { userId } })],
    ['boards that they made', db.board.count(made)],
    ['rooms that they made', db.chatRoom.count(made)],
    ['tasks that they made', db.task.count(made)],
    ['invitations that they made', db.boardInvitation.count(made)],
    ['messages', db.chatMessage.count({ where: { authorId: userId } })],
    ['comments', db.taskThreadComment.count({ where: { authorId: userId } })],
    ['lines in the history of boards', db.activity.count({ where: { actorId: userId } })],
  ]
  return Promise.all(counts.map(async ([what, count]) => ({ what, count: await count })))
}

/**
 * Of two administrators who take each other's rights at once, the second finds the own ones gone: somebody is always left.
 * @throws {NotFound} when the administrator is none any more
 */
async function lockAdministrators(tx: Tx, { id }: Administrator, userId: number): Promise<void> {
  // Empty where the transaction is the lock. In the order of the ids, and whom it is about among them, as inboxes are locked.
  const lock = sqlRowLock(tx)
  const locked = await tx.$queryRaw<{ id: number; mayAdminister: boolean | number }[]>`
    SELECT "id", ("isSiteAdmin" = TRUE AND "isDisabled" = FALSE) AS "mayAdminister" FROM "User"
    WHERE ("isSiteAdmin" = TRUE AND "isDisabled" = FALSE) OR "id" = ${userId} ORDER BY "id" ${lock}`
  if (!locked.some((one) => one.id === id && Boolean(one.mayAdminister))) throw new NotFound()
}

function refuseSelf({ id }: Administrator, userId: number, deed: string): void {
  if (id === userId) throw new Conflict(`You can’t ${deed}. Another administrator can.`)
}
