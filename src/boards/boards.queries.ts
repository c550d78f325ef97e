import type { Actor } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/db/index.ts'
import { NotFound } from '../platform/errors.ts'
import type { BoardAccess } from './boards.policy.ts'

/** A board as its own page's header shows it. */
export interface BoardView {
  id: number
  name: string
  description: string
  version: number
}

/** A board with the rooms that somebody is in, for the sidebar of every page. */
export interface BoardWithRooms {
  id: number
  name: string
  rooms: MyRoom[]
}

/** A room as it stands in a person's sidebar: what is unread is a difference of two counts. */
export interface MyRoom {
  id: number
  name: string
  isPrivate: boolean
  /** Whether its unread messages are not counted: the room is muted, or its whole board. */
  isMuted: boolean
  messageCount: number
  readCount: number
  /** How many unread notifications say that the person was mentioned there. */
  mentions: number
}

/** @throws {NotFound} when the board was deleted since the door looked */
export async function findBoard(db: Db | Tx, { boardId }: Pick<BoardAccess, 'boardId'>): Promise<BoardView> {
  const board = await db.board.findUnique({
    where: { id: boardId },
    select: { id: true, name: true, description: true, version: true },
  })
  if (!board) throw new NotFound()
  return board
}

interface BoardRoomRow extends Omit<MyRoom, 'id' | 'name' | 'mentions'> {
  boardId: number
  boardName: string
  roomId: number | null
  roomName: string
  mentions: bigint
}

/** All boards of a person with the rooms that they are in, by name: one statement, because every page asks. */
export async function boardsWithRooms(db: Db, actor: Actor): Promise<BoardWithRooms[]> {
  const rows = await db.$queryRaw<BoardRoomRow[]>`
    SELECT board."id" AS "boardId", board."name" AS "boardName", room."id" AS "roomId", room."name" AS "roomName",
      room."isPrivate", room."messageCount", mine."readCount", (member."isMuted" OR mine."isMuted") AS "isMuted",
      COALESCE(mentioned."count", 0) AS "mentions"
    FROM "BoardMember" member
    JOIN "Board" board ON board."id" = member."boardId"
    LEFT JOIN (
      "ChatRoomMember" mine JOIN "ChatRoom" room
        ON room."id" = mine."roomId" AND room."archivedAt" IS NULL AND room."deletedAt" IS NULL
        AND mine."userId" = ${actor.id} AND mine."leftAt" IS NULL
    ) ON room."boardId" = board."id"
    LEFT JOIN (
      SELECT "roomId", COUNT(*) AS "count" FROM "Notification"
      WHERE "recipientId" = ${actor.id} AND "isRead" = FALSE AND "type" = 'mention'
      GROUP BY "roomId"
    ) mentioned ON mentioned."roomId" = room."id"
    WHERE member."userId" = ${actor.id} AND member."leftAt" IS NULL
    ORDER BY board."name", board."id", room."id"`
  const boards = new Map<number, BoardWithRooms>()
  for (const { boardId, boardName, ...row } of rows) {
    const board = boards.get(boardId) ?? { id: boardId, name: boardName, rooms: [] }
    const { roomId: id, roomName: name, isPrivate, isMuted, mentions, ...counts } = row
    if (id !== null)
      board.rooms.push({
        id,
        name,
        isPrivate: Boolean(isPrivate),
        isMuted: Boolean(isMuted),
        mentions: Number(mentions),
        ...counts,
      })
    boards.set(boardId, board)
  }
  return [...boards.values()]
}
