import type { BoardAccess } from '../boards/index.ts'
import type { Db, Tx } from '../platform/db/index.ts'

export interface TaskView {
  id: number
  boardId: number
  columnId: number
  title: string
  version: number
}

export interface ColumnView {
  id: number
  name: string
  isDone: boolean
  tasks: TaskView[]
}

/** How many tasks a column holds, for the board in brief. */
export interface ColumnTally {
  id: number
  name: string
  isDone: boolean
  taskCount: number
}

/** What of a task its slip on the board shows; for `select`. */
export const taskFields = { id: true, boardId: true, columnId: true, title: true, version: true } as const

const inOrder = [{ rank: 'asc' }, { id: 'asc' }] as const

/** A board's columns with their tasks, in order: two queries, however many tasks there are. */
export async function columnsOf(db: Db, { boardId }: BoardAccess): Promise<ColumnView[]> {
  return db.column.findMany({
    where: { boardId },
    orderBy: [...inOrder],
    select: { id: true, name: true, isDone: true, tasks: { select: taskFields, orderBy: [...inOrder] } },
  })
}

/** A board's columns, in order, each with its number of tasks. */
export async function columnTallies(db: Db | Tx, boardId: number): Promise<ColumnTally[]> {
  const rows = await db.$queryRaw<(Omit<ColumnTally, 'taskCount'> & { taskCount: bigint })[]>`
    SELECT col."id", col."name", col."isDone", COUNT(task."id") AS "taskCount"
    FROM "Column" col
    LEFT JOIN "Task" task ON task."columnId" = col."id"
    WHERE col."boardId" = ${boardId}
    GROUP BY col."id", col."name", col."isDone", col."rank"
    ORDER BY col."rank", col."id"`
  return rows.map(({ taskCount, ...column }) => ({ ...column, taskCount: Number(taskCount) }))
}
