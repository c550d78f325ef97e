import {
  canManage,
  enterOpenRooms,
  lockBoard,
  nextBoardVersion,
  recordActivity,
  type BoardManaging,
} from '../boards/index.ts'
import { notificationsChanged, notifyAdded } from '../notifications/index.ts'
import type { Draft } from '../platform/change.ts'
import type { BoardRole, Tx } from '../platform/db/index.ts'
import { Conflict, Forbidden, Invalid, NotFound } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { caseKey } from '../users/index.ts'
import { requireStillManaging, roleOf } from './board-roles.ts'
import { revokeInvitationsOf } from './invitations.ts'
import { announceMember } from './member-changes.ts'
import type { GivenRole } from './member-fields.ts'
import { takeOff } from './take-off.ts'

/**
 * Puts a person on the board.
 * @throws {Invalid} when nobody has that username
 * @throws {Conflict} when the person is on the board already
 */
export async function addMember(
  services: Services,
  draft: Draft,
  access: BoardManaging,
  { username, role }: { username: string; role: GivenRole },
): Promise<{ userId: number }> {
  const { boardId } = access
  const version = await nextBoardVersion(draft.tx, boardId)
  await requireStillManaging(draft.tx, access)
  const userId = await findNewMember(draft.tx, username)
  if ((await roleOf(draft.tx, boardId, userId)) !== null) {
    throw new Conflict('That person is on this board already.', { username: 'Is on this board already.' })
  }
  await putOnBoard(draft.tx, { boardId, userId, role, version })
  const { displayName } = await announceMember(services, draft, { boardId, userId, version })
  await recordActivity(services, draft, access, version, { type: 'member:joined', person: displayName, role })
  draft.enqueue(notificationsChanged, { about: { boardId, recipientId: userId } })
  draft.enqueue(notifyAdded, { userId, boardId, senderId: access.actor.id, version })
  return { userId }
}

async function findNewMember(tx: Tx, username: string): Promise<number> {
  const user = await tx.user.findUnique({
    where: { usernameKey: caseKey(username) },
    select: { id: true, isDisabled: true },
  })
  if (!user || user.isDisabled)
    throw new Invalid('There is no such person.', { username: 'Nobody here has this username.' })
  return user.id
}

/** Writes the rows of somebody who comes, for the first time or again: on the board, and in its open rooms. */
export async function putOnBoard(
  tx: Tx,
  { boardId, userId, ...stamp }: { boardId: number; userId: number; role: GivenRole; version: number },
): Promise<void> {
  await tx.boardMember.upsert({
    where: { boardId_userId: { boardId, userId } },
    create: { boardId, userId, ...stamp },
    update: { ...stamp, leftAt: null, isMuted: false, joinedAt: new Date() },
  })
  await enterOpenRooms(tx, { boardId, userId })
}

/** Changes what a member may do. The owner's role is fixed. */
export async function changeRole(
  services: Services,
  draft: Draft,
  access: BoardManaging,
  { userId, role }: { userId: number; role: GivenRole },
): Promise<void> {
  const { tx } = draft
  const { boardId } = access
  await lockBoard(tx, boardId)
  await requireStillManaging(tx, access)
  if ((await requireOtherThanOwner(tx, boardId, userId)) === role) return
  const version = await nextBoardVersion(tx, boardId)
  await tx.boardMember.update({ where: { boardId_userId: { boardId, userId } }, data: { role, version } })
  if (!canManage(role)) await revokeInvitationsOf(tx, boardId, userId)
  const { displayName } = await announceMember(services, draft, { boardId, userId, version })
  await recordActivity(services, draft, access, version, { type: 'member:changed', person: displayName, role })
  draft.afterCommit(() => services.accessChanges.changed(userId))
}

/** Takes a person off the board and its tasks: what they have open of it goes silent at once. */
export async function removeMember(
  services: Services,
  draft: Draft,
  access: BoardManaging,
  userId: number,
): Promise<void> {
  const { boardId } = access
  const version = await nextBoardVersion(draft.tx, boardId)
  await requireStillManaging(draft.tx, access)
  await requireOtherThanOwner(draft.tx, boardId, userId)
  const reason = (boardName: string): string => `You are no longer on “${boardName}”.`
  const { displayName } = await takeOff(services, draft, { boardId, userId, version }, reason)
  await recordActivity(services, draft, access, version, { type: 'member:removed', person: displayName })
}

async function requireOtherThanOwner(tx: Tx, boardId: number, userId: number): Promise<BoardRole> {
  const role = await roleOf(tx, boardId, userId)
  if (role === null) throw new NotFound()
  if (role === 'owner') throw new Forbidden('The owner stays on the board, as its owner.')
  return role
}
