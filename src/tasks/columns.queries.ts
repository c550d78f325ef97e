import type { BoardAccess } from '../boards/index.ts'
import type { Db, Tx } from '../platform/db/index.ts'
import { findTasks, inOrder, shown, taskKeys, type TaskView } from './tasks.queries.ts'

export interface ColumnView {
  id: number
  boardId: number
  name: string
  rank: string
  isDone: boolean
  wipLimit: number | null
  version: number
}

/** What of a column is shown; for `select`. */
export const columnFields = {
  id: true,
  boardId: true,
  name: true,
  rank: true,
  isDone: true,
  wipLimit: true,
  version: true,
} as const

/** A board's columns, in order. */
export async function columnsOf(db: Db | Tx, { boardId }: Pick<BoardAccess, 'boardId'>): Promise<ColumnView[]> {
  return db.column.findMany({ where: { boardId, ...shown }, orderBy: inOrder, select: columnFields })
}

/** A column with the number of its tasks. */
export interface ColumnTally {
  id: number
  name: string
  isDone: boolean
  wipLimit: number | null
  taskCount: number
}

/** A board's columns, in order, each with its number of tasks. */
export async function columnTallies(db: Db | Tx, boardId: number): Promise<ColumnTally[]> {
  const rows = await db.$queryRaw<
    (Omit<ColumnTally, 'taskCount' | 'isDone'> & { isDone: boolean | number; taskCount: bigint })[]
  >`
    SELECT col."id", col."name", col."isDone", col."wipLimit", COUNT(task."id") AS "taskCount"
    FROM "Column" col
    LEFT JOIN "Task" task ON task."columnId" = col."id" AND task."archivedAt" IS NULL AND task."deletedAt" IS NULL
    WHERE col."boardId" = ${boardId} AND col."archivedAt" IS NULL AND col."deletedAt" IS NULL
    GROUP BY col."id", col."name", col."isDone", col."wipLimit", col."rank"
    ORDER BY col."rank", col."id"`
  return rows.map(({ taskCount, isDone, ...column }) => ({
    ...column,
    isDone: Boolean(isDone),
    taskCount: Number(taskCount),
  }))
}

/** A board's columns in order, each with its tasks: for the JSON API. */
export async function columnsWithTasks(db: Db, access: BoardAccess): Promise<(ColumnView & { tasks: TaskView[] })[]> {
  const [columns, keys] = await Promise.all([columnsOf(db, access), taskKeys(db, { boardId: access.boardId })])
  const found = await findTasks(
    db,
    keys.map(({ id }) => id),
  )
  const tasks = new Map(found.map((task) => [task.id, task]))
  return columns.map((column) => ({
    ...column,
    tasks: keys.filter(({ columnId }) => columnId === column.id).flatMap(({ id }) => tasks.get(id) ?? []),
  }))
}
