import type { Actor } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/db/index.ts'
import { NotFound } from '../platform/errors.ts'
import { personFields } from '../users/index.ts'
import type { BoardAccess } from './boards.policy.ts'
import { facesShown, present, type Faces } from './members.queries.ts'

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

/** All boards of a person with their rooms, by name: one statement, because every page asks. */
export async function boardsWithRooms(db: Db, actor: Actor): Promise<BoardWithRooms[]> {
  const rows = await db.$queryRaw<BoardRoomRow[]>`
    SELECT board."id" AS "boardId", board."name" AS "boardName", room."id" AS "roomId", room."name" AS "roomName"
    FROM "BoardMember" member
    JOIN "Board" board ON board."id" = member."boardId"
    LEFT JOIN "ChatRoom" room ON room."boardId" = board."id"
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

/** A board's tile on the home page. */
export interface BoardTile extends Faces {
  id: number
  name: string
  description: string
  taskCount: number
  doneCount: number
}

/** A person's boards for the home page: how far each is, and who is on it. */
export async function boardTiles(db: Db, actor: Actor): Promise<BoardTile[]> {
  const boards = await db.board.findMany({
    where: { members: { some: { userId: actor.id, ...present } } },
    select: {
      id: true,
      name: true,
      description: true,
      columns: { select: { isDone: true, _count: { select: { tasks: true } } } },
      members: {
        where: present,
        select: { user: { select: personFields } },
        orderBy: { joinedAt: 'asc' },
        take: facesShown,
      },
      _count: { select: { members: { where: present } } },
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
  return boards.map(({ columns, members, _count, ...board }) => ({
    ...board,
    taskCount: countTasks(columns),
    doneCount: countTasks(columns.filter(({ isDone }) => isDone)),
    members: members.map(({ user }) => user),
    memberCount: _count.members,
  }))
}

function countTasks(columns: { _count: { tasks: number } }[]): number {
  return columns.reduce((sum, column) => sum + column._count.tasks, 0)
}
