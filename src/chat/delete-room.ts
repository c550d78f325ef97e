import type { Draft } from '../platform/change.ts'
import type { Tx } from '../platform/db/index.ts'
import { forgetNotifications } from '../notifications/index.ts'
import type { Services } from '../platform/services.ts'
import { requireArchived } from './change-room.ts'
import { lockRoomForEditing } from './lock-room.ts'
import { tombstoneKey } from './room-fields.ts'
import { memberIdsOfRoom } from './room-members.queries.ts'
import { requireDeleting, type RoomDeleting } from './rooms.policy.ts'
import type { RoomView } from './rooms.queries.ts'
import { writeRoom } from './write-room.ts'

/** How long the deletion of a room may take: it may hold all that was said in years. */
export const deletionTimeoutMs = 60_000

/**
 * Deletes a room for good, with all that was said in it. Its row stays, without its name, so that pages that were away learn of it.
 * @throws {Conflict} when it is not in the archive
 */
export async function deleteRoom(services: Services, draft: Draft, access: RoomDeleting): Promise<void> {
  const { tx } = draft
  const locked = await lockRoomForEditing(tx, access)
  const { room, board } = locked
  requireDeleting(board, room)
  requireArchived(room)
  const readers = await readersOf(tx, room)
  const row = { name: '', nameKey: tombstoneKey(room.id), description: '', deletedAt: new Date() }
  // Before what is in it goes: whoever posts waits for this row, and finds the room gone.
  await writeRoom(services, draft, locked, { row, deeds: [{ type: 'room:deleted', name: room.name }] })
  await forgetNotifications(services, draft, { roomId: room.id })
  await tx.chatMessage.deleteMany({ where: { roomId: room.id } })
  await tx.userTypingStatus.deleteMany({ where: { roomId: room.id } })
  draft.afterCommit(() => {
    for (const userId of readers) services.accessChanges.lost(userId, [`room:${room.id}`], 'This room was deleted.')
  })
}

async function readersOf(tx: Tx, { id, boardId, isPrivate }: RoomView): Promise<number[]> {
  if (isPrivate) return memberIdsOfRoom(tx, id)
  const members = await tx.boardMember.findMany({ where: { boardId, leftAt: null }, select: { userId: true } })
  return members.map(({ userId }) => userId)
}
