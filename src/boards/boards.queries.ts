import type { Actor, Person } from '../platform/actor.ts'
import type { BoardRole, Db, Tx } from '../platform/db/index.ts'
import { personFields } from '../users/index.ts'
import type { BoardAccess } from './boards.policy.ts'

/** How many faces a board shows before "+3". */
const facesShown = 5

/** A board as its own page's header shows it. */
export interface BoardView {
  id: number
  name: string
  description: string
  version: number
}

export interface MemberView {
  person: Person
  role: BoardRole
  joinedAt: Date
}

/** The first few members of a board, and how many there are. */
export interface Faces {
  members: Person[]
  memberCount: number
}

/** A board with its rooms, for the sidebar of every page. */
export interface BoardWithRooms {
  id: number
  name: string
  rooms: { id: number; name: string }[]
}

const present = { leftAt: null } as const

export async function findBoard(db: Db, { boardId }: BoardAccess): Promise<BoardView> {
  return db.board.findUniqueOrThrow({
    where: { id: boardId },
    select: { id: true, name: true, description: true, version: true },
  })
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

/** The board's first members, for its header, and how many there are. */
export async function facesOf(db: Db | Tx, boardId: number): Promise<Faces> {
  const rows = await db.$queryRaw<(Person & { memberCount: bigint })[]>`
    SELECT person."id", person."username", person."displayName", COUNT(*) OVER () AS "memberCount"
    FROM "BoardMember" member
    JOIN "User" person ON person."id" = member."userId"
    WHERE member."boardId" = ${boardId} AND member."leftAt" IS NULL
    ORDER BY member."joinedAt", person."id"
    LIMIT ${facesShown}`
  return {
    members: rows.map(({ id, username, displayName }) => ({ id, username, displayName })),
    memberCount: Number(rows[0]?.memberCount ?? 0),
  }
}

/** Everyone on the board, in the order they came. */
export async function membersOf(db: Db, { boardId }: BoardAccess): Promise<MemberView[]> {
  const members = await db.boardMember.findMany({
    where: { boardId, ...present },
    select: { role: true, joinedAt: true, user: { select: personFields } },
    orderBy: [{ joinedAt: 'asc' }, { userId: 'asc' }],
  })
  return members.map(asMemberView)
}

/** One member's row of the members page, as it is now; null when the person is not on the board. */
export async function findMember(db: Db | Tx, boardId: number, userId: number): Promise<MemberView | null> {
  const member = await db.boardMember.findFirst({
    where: { boardId, userId, ...present },
    select: { role: true, joinedAt: true, user: { select: personFields } },
  })
  return member && asMemberView(member)
}

function asMemberView({ role, joinedAt, user }: { role: BoardRole; joinedAt: Date; user: Person }): MemberView {
  return { person: user, role, joinedAt }
}

/** Those on the board whose username is one of `usernameKeys`: the only ones who can be mentioned there. */
export async function membersByUsername(db: Db | Tx, boardId: number, usernameKeys: string[]): Promise<Person[]> {
  if (usernameKeys.length === 0) return []
  return db.user.findMany({
    where: { usernameKey: { in: usernameKeys }, memberships: { some: { boardId, ...present } } },
    select: personFields,
  })
}

/** People on the board whose username or name begins with `prefix`, at most `limit`. */
export async function membersByPrefix(db: Db, boardId: number, prefix: string, limit: number): Promise<Person[]> {
  const key = prefix.toLowerCase()
  const members = await db.user.findMany({
    where: { memberships: { some: { boardId, ...present } }, isDisabled: false },
    select: personFields,
    orderBy: { usernameKey: 'asc' },
  })
  return members.filter((person) => isNamed(person, key)).slice(0, limit)
}

// In the program, because the databases disagree on what lower case is beyond ASCII.
function isNamed({ username, displayName }: Person, prefix: string): boolean {
  const words = displayName.toLowerCase().split(/\s+/)
  return username.toLowerCase().startsWith(prefix) || words.some((word) => word.startsWith(prefix))
}
