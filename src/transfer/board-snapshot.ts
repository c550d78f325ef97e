import { setImmediate as nextTurn } from 'node:timers/promises'
import { findBoard, lockBoard, type BoardAccess, type Deed } from '../boards/index.ts'
import type { Person } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/db/index.ts'
import { personFields } from '../users/index.ts'

/** A board as it is at one moment, with its archive and without what was deleted; all lists are in their order. */
export interface BoardSnapshot extends BoardParts {
  tasks: TaskRow[]
  /** The newest deeds, oldest first. */
  activity: DeedRow[]
}

/** How many deeds are exported at most: as many as can be imported. */
export const mostDeeds = 50_000

/** Few enough for a query to take some milliseconds: SQLite works in this process, and others wait for it. */
const rowsPerQuery = 100
/** After so many tries that were overtaken by a change, changes wait until the board is read. */
const freeTries = 3
/** A board of the largest size is read in three seconds, on a machine that has nothing else to do. */
const longestLockedMs = 30_000

/**
 * Reads a whole board. Each of its changes has a version, so what was read is of one moment when the version is the same before and
 * after. Tasks and deeds are read by the hundred.
 */
export async function snapshotOf(db: Db, access: BoardAccess): Promise<BoardSnapshot> {
  for (let tries = 0; tries < freeTries; tries += 1) {
    const before = await versionOf(db, access)
    const snapshot = await readBoard(db, access)
    if ((await versionOf(db, access)) === before) return snapshot
  }
  return db.$transaction(
    async (tx) => {
      await lockBoard(tx, access.boardId)
      return readBoard(tx, access)
    },
    { timeout: longestLockedMs },
  )
}

async function versionOf(db: Db, { boardId }: BoardAccess): Promise<number> {
  const { version } = await findBoard(db, { boardId })
  return version
}

async function readBoard(db: Db | Tx, access: BoardAccess): Promise<BoardSnapshot> {
  const parts = await readParts(db, access)
  const places = new Map(parts.columns.map(({ id }, place) => [id, place]))
  const placeOf = (task: TaskRow): number => places.get(task.columnId) ?? 0
  const tasks = await readTasks(db, access)
  tasks.sort((one, other) => placeOf(one) - placeOf(other) || byRank(one, other))
  return { ...parts, tasks, activity: await readActivity(db, access) }
}

type BoardParts = Awaited<ReturnType<typeof readParts>>

async function readParts(db: Db | Tx, { boardId }: BoardAccess) {
  const { name, description } = await findBoard(db, { boardId })
  const board = { name, description }
  const members = await db.boardMember.findMany({
    where: { boardId, leftAt: null },
    select: { role: true, user: { select: personFields } },
  })
  const labels = await db.label.findMany({
    where: { boardId },
    select: { id: true, name: true, nameKey: true, colour: true },
  })
  // What is private stays with those who are in it: a board's file goes to people who are not.
  const rooms = await db.chatRoom.findMany({
    where: { boardId, isPrivate: false, deletedAt: null },
    orderBy: { id: 'asc' },
    select: { name: true, description: true, archivedAt: true },
  })
  const columns = await db.column.findMany({
    where: { boardId, deletedAt: null },
    select: { id: true, name: true, rank: true, isDone: true, wipLimit: true, archivedAt: true },
  })
  const imports = await db.activity.findMany({
    where: { boardId, type: 'board:imported' satisfies Deed['type'] },
    select: { facts: true },
  })
  labels.sort((one, other) => compare(one.nameKey, other.nameKey))
  return { board, members, labels, rooms, columns: columns.toSorted(byRank), imports }
}

const taskFields = {
  id: true,
  columnId: true,
  rank: true,
  title: true,
  description: true,
  priority: true,
  startOn: true,
  dueOn: true,
  progress: true,
  finishedAt: true,
  archivedAt: true,
  createdAt: true,
  createdBy: { select: personFields },
  labels: { select: { labelId: true } },
  assignees: { select: { user: { select: personFields } } },
  steps: { select: { id: true, text: true, isDone: true, rank: true } },
} as const

export type TaskRow = Awaited<ReturnType<typeof readSomeTasks>>[number]

function readSomeTasks(db: Db | Tx, boardId: number, after: number) {
  return db.task.findMany({
    where: { boardId, deletedAt: null, id: { gt: after } },
    orderBy: { id: 'asc' },
    take: rowsPerQuery,
    select: taskFields,
  })
}

async function readTasks(db: Db | Tx, { boardId }: BoardAccess): Promise<TaskRow[]> {
  const tasks: TaskRow[] = []
  for (;;) {
    const some = await readSomeTasks(db, boardId, tasks.at(-1)?.id ?? 0)
    tasks.push(...some)
    await nextTurn()
    if (some.length < rowsPerQuery) return tasks
  }
}

/** A deed as it was written down. */
export interface DeedRow {
  id: string
  taskId: number | null
  type: string
  facts: string
  version: number
  createdAt: Date
  actor: Person
}

// From the newest backwards: where there are too many, the oldest stay behind.
async function readActivity(db: Db | Tx, { boardId }: BoardAccess): Promise<DeedRow[]> {
  const deeds: DeedRow[] = []
  while (deeds.length < mostDeeds) {
    const some = await readSomeActivity(db, boardId, deeds.at(-1))
    deeds.push(...some)
    await nextTurn()
    if (some.length < rowsPerQuery) break
  }
  return deeds.toReversed()
}

function readSomeActivity(db: Db | Tx, boardId: number, before: DeedRow | undefined): Promise<DeedRow[]> {
  const older = before && {
    OR: [{ version: { lt: before.version } }, { version: before.version, id: { lt: before.id } }],
  }
  return db.activity.findMany({
    where: { boardId, type: { not: 'board:imported' satisfies Deed['type'] }, ...older },
    orderBy: [{ version: 'desc' }, { id: 'desc' }],
    take: rowsPerQuery,
    select: {
      id: true,
      taskId: true,
      type: true,
      facts: true,
      version: true,
      createdAt: true,
      actor: { select: personFields },
    },
  })
}

/** The order of what has a rank, the same on each database. */
export function byRank(one: { rank: string; id: number }, other: { rank: string; id: number }): number {
  return compare(one.rank, other.rank) || one.id - other.id
}

/** By code units, as ranks and keys are compared everywhere. */
export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
