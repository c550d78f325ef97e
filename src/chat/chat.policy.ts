import { grantBoardAccess, requireEditing, type BoardAccess, type BoardEditing } from '../boards/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { BoardRole } from '../platform/db/index.ts'
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

// One statement for the room and the membership: this door stands before every page and post.
async function findRoomAccess({ db }: Services, actor: Actor | null, roomId: number): Promise<RoomAccess> {
  if (!actor) throw new Unauthorized()
  const [room] = await db.$queryRaw<{ boardId: number; role: BoardRole | null }[]>`
    SELECT room."boardId", member."role"
    FROM "ChatRoom" room
    LEFT JOIN "BoardMember" member
      ON member."boardId" = room."boardId" AND member."userId" = ${actor.id} AND member."leftAt" IS NULL
    WHERE room."id" = ${roomId}`
  if (!room) throw new NotFound()
  return { roomId, board: grantBoardAccess(actor, room.boardId, room.role) } as RoomAccess
}
