import { findBoardAccess, requireEditing, type BoardAccess, type BoardEditing } from '../boards/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { Door } from '../platform/door.ts'
import { NotFound, Unauthorized } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'

declare const passed: unique symbol

/** Proof that someone may read a room. Made by the doors below and nowhere else. */
export interface RoomAccess {
  readonly [passed]: true
  readonly roomId: number
  readonly board: BoardAccess
}

/** Proof of the right to post into a room. */
export interface RoomPosting extends RoomAccess {
  readonly board: BoardEditing
}

export interface RoomKey {
  roomId: number
}

/** Members of the room's board. */
export const roomReader: Door<RoomKey, RoomAccess> = (services, actor, { roomId }) =>
  findRoomAccess(services, actor, roomId)

/** Members of the room's board who are more than viewers. */
export const roomPoster: Door<RoomKey, RoomPosting> = async (services, actor, { roomId }) => {
  const access = await findRoomAccess(services, actor, roomId)
  return { ...access, board: requireEditing(access.board) }
}

async function findRoomAccess({ db }: Services, actor: Actor | null, roomId: number): Promise<RoomAccess> {
  if (!actor) throw new Unauthorized()
  const room = await db.chatRoom.findUnique({ where: { id: roomId }, select: { boardId: true } })
  if (!room) throw new NotFound()
  return { roomId, board: await findBoardAccess(db, actor, room.boardId) } as RoomAccess
}
