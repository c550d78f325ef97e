import type { Draft } from '../platform/change.ts'
import type { BoardRole } from '../platform/db/index.ts'
import { Conflict, Forbidden, Invalid, NotFound } from '../platform/errors.ts'
import type { ChannelName } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'
import { caseKey } from '../users/index.ts'
import { announceMember } from './board-changes.ts'
import { nextBoardVersion } from './board-version.ts'
import type { BoardManaging } from './boards.policy.ts'

/** Who owns a board is not handed out with a role. */
export type GivenRole = Exclude<BoardRole, 'owner'>

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
  const user = await draft.tx.user.findUnique({
    where: { usernameKey: caseKey(username) },
    select: { id: true, isDisabled: true },
  })
  if (!user || user.isDisabled)
    throw new Invalid('There is no such person.', { username: 'Nobody here has this username.' })
  const version = await nextBoardVersion(draft.tx, boardId)
  const known = await draft.tx.boardMember.findUnique({ where: { boardId_userId: { boardId, userId: user.id } } })
  if (known && !known.leftAt) {
    throw new Conflict('That person is on this board already.', { username: 'Is on this board already.' })
  }
  await draft.tx.boardMember.upsert({
    where: { boardId_userId: { boardId, userId: user.id } },
    create: { boardId, userId: user.id, role, version },
    update: { role, version, leftAt: null, joinedAt: new Date() },
  })
  await announceMember(services, draft, { boardId, userId: user.id, version })
  return { userId: user.id }
}

/** Changes what a member may do. The owner's role is fixed. */
export async function changeRole(
  services: Services,
  draft: Draft,
  access: BoardManaging,
  { userId, role }: { userId: number; role: GivenRole },
): Promise<void> {
  await requireOtherThanOwner(draft, access, userId)
  const version = await nextBoardVersion(draft.tx, access.boardId)
  await draft.tx.boardMember.update({
    where: { boardId_userId: { boardId: access.boardId, userId } },
    data: { role, version },
  })
  await announceMember(services, draft, { boardId: access.boardId, userId, version })
  draft.afterCommit(() => services.accessChanges.changed(userId))
}

/** Takes a person off the board: what they have open of it goes silent at once. */
export async function removeMember(
  services: Services,
  draft: Draft,
  access: BoardManaging,
  userId: number,
): Promise<void> {
  const { boardId } = access
  await requireOtherThanOwner(draft, access, userId)
  const version = await nextBoardVersion(draft.tx, boardId)
  await draft.tx.boardMember.update({
    where: { boardId_userId: { boardId, userId } },
    data: { leftAt: new Date(), version },
  })
  await announceMember(services, draft, { boardId, userId, version })
  const rooms = await draft.tx.chatRoom.findMany({ where: { boardId }, select: { id: true } })
  const channels: ChannelName[] = [`board:${boardId}`, ...rooms.map(({ id }): ChannelName => `room:${id}`)]
  draft.afterCommit(() => services.accessChanges.lost(userId, channels))
}

async function requireOtherThanOwner({ tx }: Draft, { boardId }: BoardManaging, userId: number): Promise<void> {
  const member = await tx.boardMember.findUnique({ where: { boardId_userId: { boardId, userId } } })
  if (!member || member.leftAt) throw new NotFound()
  if (member.role === 'owner') throw new Forbidden('The owner stays on the board, as its owner.')
}
