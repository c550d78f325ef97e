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

/** A board with its rooms, for the sidebar of every page. */
export interface BoardWithRooms {
  id: number
  name: string
  rooms: { id: number; name: string }[]
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

interface BoardRoomRow {
  boardId: number
  boardName: string
  roomId: number | null
  roomName: string | null
}

/** All boards of a person with the rooms that they are in, by name: one statement, because every page asks. */
export async function boardsWithRooms(db: Db, actor: Actor): Promise<BoardWithRooms[]> {
  const rows = await db.$queryRaw<BoardRoomRow[]>`
    SELECT board."id" AS "boardId", board."name" AS "boardName", room."id" AS "roomId", room."name" AS "roomName"
    FROM "BoardMember" member
    JOIN "Board" board ON board."id" = member."boardId"
    LEFT JOIN (
      "ChatRoomMember" mine JOIN "ChatRoom" room
        ON room."id" = mine."roomId" AND room."archivedAt" IS NULL AND room."deletedAt" IS NULL
    ) ON room."boardId" = board."id" AND mine."userId" = member."userId" AND mine."leftAt" IS NULL
    WHERE member."userId" = ${actor.id} AND member."leftAt" IS NULL
    ORDER BY board."name", board."id", room."id"`
  const boards = new Map<number, BoardWithRooms>()
  for (const { boardId, boardName, roomId, roomName } of rows) {
    const board = boards.get(boardId) ?? { id: boardId, name: boardName, rooms: [] }
    if (roomId !== null) board.rooms.push({ id: roomId, name: roomName ?? '' })
    boards.set(boardId, board)
  }
  return [...boards.values()]
}
