import { findBoardAccess, lockBoard, setBoardMuted, type BoardAccess } from '../boards/index.ts'
import type { Draft } from '../platform/change.ts'
import { Conflict } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import type { RoomAccess } from './chat.policy.ts'
import { lockSeenRoom } from './lock-room.ts'
import { tellPlaces, type ChangedPlace } from './my-room-changes.ts'

/**
 * Says whether the actor wants to hear of a room only when they are called by name.
 * @throws {Conflict} for who is not in the room: there is nothing to be muted
 */
export async function muteRoom(
  services: Services,
  draft: Draft,
  access: RoomAccess,
  { isMuted }: { isMuted: boolean },
): Promise<void> {
  const { tx } = draft
  const { room, board, isMember } = await lockSeenRoom(tx, access)
  if (!isMember) throw new Conflict('You are not in this room: there is nothing of it to mute.')
  const place = { roomId: room.id, userId: board.actor.id }
  const { count } = await tx.chatRoomMember.updateMany({ where: { ...place, isMuted: !isMuted }, data: { isMuted } })
  if (count > 0) await tellPlaces(services, draft, [{ ...place, type: 'board:changed' }])
}

/** The same for a board: for all of its rooms that the actor is in, and those to come. */
export async function muteBoard(
  services: Services,
  draft: Draft,
  { boardId, actor }: BoardAccess,
  { isMuted }: { isMuted: boolean },
): Promise<void> {
  const { tx } = draft
  await lockBoard(tx, boardId)
  if (!(await setBoardMuted(tx, await findBoardAccess(tx, actor, boardId), isMuted))) return
  const rooms = await tx.chatRoomMember.findMany({
    where: { userId: actor.id, leftAt: null, room: { boardId, deletedAt: null } },
    orderBy: { roomId: 'asc' },
    select: { roomId: true },
  })
  const places = rooms.map(({ roomId }): ChangedPlace => ({ roomId, userId: actor.id, type: 'board:changed' }))
  await tellPlaces(services, draft, places)
}
