import { grantBoardAccess, requireEditing, type BoardAccess, type BoardEditing } from '../boards/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { BoardRole } from '../platform/db/index.ts'
import type { Door } from '../platform/door.ts'
import { NotFound, Unauthorized } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import type { RoomView } from './rooms.queries.ts'

declare const passed: unique symbol

/** Proof that someone may read a room, with what the door has read of it. Made by the doors below and nowhere else. */
export interface RoomAccess {
  readonly [passed]: true
  readonly roomId: number
  readonly room: RoomView
  readonly boardName: string
  readonly boardVersion: number
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

type RoomRow = RoomView & { boardName: string; boardVersion: number; role: BoardRole | null }

// One statement for the room, its board and the membership: this door stands before every page of a room and every post.
async function findRoomAccess({ db }: Services, actor: Actor | null, roomId: number): Promise<RoomAccess> {
  if (!actor) throw new Unauthorized()
  const [found] = await db.$queryRaw<RoomRow[]>`
    SELECT room."id", room."boardId", room."name", room."description", room."version",
      board."name" AS "boardName", board."version" AS "boardVersion", member."role"
    FROM "ChatRoom" room
    JOIN "Board" board ON board."id" = room."boardId"
    LEFT JOIN "BoardMember" member
      ON member."boardId" = room."boardId" AND member."userId" = ${actor.id} AND member."leftAt" IS NULL
    WHERE room."id" = ${roomId}`
  if (!found) throw new NotFound()
  const { boardName, boardVersion, role, ...room } = found
  const board = grantBoardAccess(actor, room.boardId, role)
  return { roomId, room, boardName, boardVersion, board } as RoomAccess
}
