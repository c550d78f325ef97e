import type { BoardAccess } from '../boards/index.ts'
import type { Person } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/db/index.ts'
import { personFields } from '../users/index.ts'
import type { priorities } from './task-fields.ts'

export interface LabelView {
  id: number
  name: string
  colour: string
}

/** A task as its slip on the board shows it. */
export interface TaskView {
  id: number
  boardId: number
  columnId: number
  title: string
  rank: string
  priority: (typeof priorities)[number] | null
  startOn: string | null
  dueOn: string | null
  /** In percent: 100 once it is finished, whatever was set before. */
  progress: number
  isFinished: boolean
  isArchived: boolean
  labels: LabelView[]
  assignees: Person[]
  stepCount: number
  stepsDone: number
  hasDescription: boolean
  version: number
}

export interface StepView {
  id: number
  text: string
  isDone: boolean
  rank: string
}

/** A task as its own page shows it. */
export interface TaskDetails extends TaskView {
  description: string
  column: { id: number; name: string; isDone: boolean }
  steps: StepView[]
  createdBy: Person
  createdAt: Date
  archivedAt: Date | null
}

/** What is on the board: not in the archive, and not deleted. For `where`, of tasks and of columns. */
export const shown = { archivedAt: null, deletedAt: null } as const

const inOrder = [{ rank: 'asc' as const }, { id: 'asc' as const }]

const taskFields = {
  id: true,
  boardId: true,
  columnId: true,
  title: true,
  description: true,
  rank: true,
  priority: true,
  startOn: true,
  dueOn: true,
  progress: true,
  finishedAt: true,
  archivedAt: true,
  version: true,
  labels: { select: { label: { select: { id: true, name: true, colour: true } } } },
  assignees: { select: { user: { select: personFields } }, orderBy: { userId: 'asc' as const } },
  steps: { select: { id: true, text: true, isDone: true, rank: true }, orderBy: inOrder },
}

type TaskRow = NonNullable<Awaited<ReturnType<typeof findRow>>>
const findRow = (db: Db, id: number) => db.task.findUnique({ where: { id }, select: taskFields })

/** Tasks with these ids, in no particular order; those that were deleted are missing. */
export async function findTasks(db: Db | Tx, ids: number[]): Promise<TaskView[]> {
  const rows = await db.task.findMany({ where: { id: { in: ids }, deletedAt: null }, select: taskFields })
  return rows.map(asTask)
}

/** One task as its slip on the board shows it. */
export async function getTask(db: Db | Tx, taskId: number): Promise<TaskView> {
  return asTask(await db.task.findUniqueOrThrow({ where: { id: taskId }, select: taskFields }))
}

/** One task as its own page shows it. */
export async function getTaskDetails(db: Db | Tx, taskId: number): Promise<TaskDetails> {
  const row = await db.task.findUniqueOrThrow({
    where: { id: taskId },
    select: {
      ...taskFields,
      createdAt: true,
      createdBy: { select: personFields },
      column: { select: { id: true, name: true, isDone: true } },
    },
  })
  const { description, steps, createdAt, createdBy, column, archivedAt } = row
  return { ...asTask(row), description, column, steps, createdBy, createdAt, archivedAt }
}

function asTask({
  description,
  labels,
  assignees,
  steps,
  finishedAt,
  archivedAt,
  progress,
  ...task
}: TaskRow): TaskView {
  return {
    ...task,
    progress: finishedAt ? 100 : progress,
    isFinished: finishedAt !== null,
    isArchived: archivedAt !== null,
    labels: labels.map(({ label }) => label).toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    assignees: assignees.map(({ user }) => user),
    stepCount: steps.length,
    stepsDone: steps.filter(({ isDone }) => isDone).length,
    hasDescription: description !== '',
  }
}

/** What names one drawing of a task, and the column in which it lies. */
export interface TaskKey {
  id: number
  columnId: number
  version: number
}

/** The tasks on a board, or in one column of it, in their order: one statement, however many there are. */
export async function taskKeys(db: Db | Tx, where: { boardId: number } | { columnId: number }): Promise<TaskKey[]> {
  return db.task.findMany({
    where: { ...where, ...shown, column: shown },
    orderBy: inOrder,
    select: { id: true, columnId: true, version: true },
  })
}

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
  const [columns, rows] = await Promise.all([
    columnsOf(db, access),
    db.task.findMany({
      where: { boardId: access.boardId, ...shown, column: shown },
      orderBy: inOrder,
      select: taskFields,
    }),
  ])
  const tasks = rows.map(asTask)
  return columns.map((column) => ({ ...column, tasks: tasks.filter(({ columnId }) => columnId === column.id) }))
}
