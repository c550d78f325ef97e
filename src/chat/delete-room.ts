import type { Draft } from '../platform/change.ts'
import type { Tx } from '../platform/db/index.ts'
import { notificationsChanged } from '../notifications/index.ts'
import type { Services } from '../platform/services.ts'
import { requireArchived } from './change-room.ts'
import { deleteRoomMessages } from './delete-room-messages.ts'
import { lockRoomForEditing } from './lock-room.ts'
import { tombstoneKey } from './room-fields.ts'
import { memberIdsOfRoom } from './room-members.queries.ts'
import { requireDeleting, type RoomDeleting } from './rooms.policy.ts'
import type { RoomView } from './rooms.queries.ts'
import { writeRoom } from './write-room.ts'

/**
 * Deletes a room for good. Its row stays, without its name, so that pages that were away learn of it. Nobody reaches what was said in it
 * from then on; a job takes that away.
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
  await writeRoom(services, draft, locked, { row, deeds: [{ type: 'room:deleted', name: room.name }] })
  draft.enqueue(notificationsChanged, { about: { roomId: room.id } })
  draft.enqueue(deleteRoomMessages, { roomId: room.id })
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
