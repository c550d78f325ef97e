import { grantBoardAccess, requireEditing, type BoardAccess, type BoardEditing } from '../boards/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { BoardRole, Db, Tx } from '../platform/db/index.ts'
import type { Door } from '../platform/door.ts'
import { Conflict, NotFound, Unauthorized } from '../platform/errors.ts'
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
  /** How the actor stands to the room; null for somebody on the board who is not in it. */
  readonly membership: RoomMembership | null
}

/** What somebody who is in a room has of it. */
export interface RoomMembership {
  readonly isMuted: boolean
  /** The room's version up to which they have read. */
  readonly readVersion: number
  /** The room's `messageCount` then. */
  readonly readCount: number
}

/** Proof of the right to post into a room. */
export interface RoomPosting extends RoomAccess {
  readonly board: BoardEditing
}

export interface RoomKey {
  roomId: number
}

/** Members of the room's board; of a private room, its own members. */
export const roomReader: Door<RoomKey, RoomAccess> = (services, actor, { roomId }) =>
  findRoomAccess(services.db, actor, roomId)

/**
 * Those who may read the room and are more than viewers on its board.
 * @throws {Conflict} when the room is in the archive
 */
export const roomPoster: Door<RoomKey, RoomPosting> = async (services, actor, { roomId }) => {
  const access = await findRoomAccess(services.db, actor, roomId)
  const board = requireEditing(access.board)
  if (access.room.archivedAt) throw roomIsArchived()
  return { ...access, board }
}

/** What is said to whoever writes into a room that was put away. */
export function roomIsArchived(): Conflict {
  return new Conflict('This room is in the archive. It can be read, but nothing can be written into it.')
}

interface RoomRow extends RoomView {
  boardName: string
  boardVersion: number
  role: BoardRole | null
  isMember: boolean
  isMuted: boolean
  readVersion: number
  readCount: number
}

/**
 * How `actor` stands to a room, for the doors of what hangs on it, and to look once more behind a lock. One statement for the room, its
 * board and the membership: this door stands before every page of a room and every post.
 * @throws {NotFound} for those who don't see the room
 */
export async function findRoomAccess(db: Db | Tx, actor: Actor | null, roomId: number): Promise<RoomAccess> {
  if (!actor) throw new Unauthorized()
  const [found] = await db.$queryRaw<RoomRow[]>`
    SELECT room."id", room."boardId", room."name", room."description", room."isPrivate", room."version", room."messageCount",
      room."archivedAt", room."createdById", board."name" AS "boardName", board."version" AS "boardVersion", member."role",
      mine."userId" IS NOT NULL AS "isMember", mine."isMuted", mine."readVersion", mine."readCount"
    FROM "ChatRoom" room
    JOIN "Board" board ON board."id" = room."boardId"
    LEFT JOIN "BoardMember" member
      ON member."boardId" = room."boardId" AND member."userId" = ${actor.id} AND member."leftAt" IS NULL
    LEFT JOIN "ChatRoomMember" mine
      ON mine."roomId" = room."id" AND mine."userId" = ${actor.id} AND mine."leftAt" IS NULL
    WHERE room."id" = ${roomId} AND room."deletedAt" IS NULL`
  if (!found || (found.isPrivate && !found.isMember && !actor.administers)) throw new NotFound()
  const { boardName, boardVersion, role, isMember, isMuted, readVersion, readCount, ...room } = found
  const board = grantBoardAccess(actor, room.boardId, role)
  const membership = isMember ? { isMuted: Boolean(isMuted), readVersion, readCount } : null
  return { roomId, room, boardName, boardVersion, board, membership } as RoomAccess
}
