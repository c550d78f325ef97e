import type { Person } from '../platform/actor.ts'
import { readMany, sql, sqlList, type Columns, type Db, type Sql, type Tx } from '../platform/db/index.ts'
import { NotFound } from '../platform/errors.ts'
import { turnFor } from '../platform/others-turn.ts'
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
  /** Whether it is on the board: neither it nor its column is in the archive. */
  isShown: boolean
  labels: LabelView[]
  assignees: Person[]
  stepCount: number
  stepsDone: number
  hasDescription: boolean
  /** Comments that can be read. */
  commentCount: number
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

/** The order in which people put things; for `orderBy`. */
export const inOrder = [{ rank: 'asc' as const }, { id: 'asc' as const }]

/** As the databases answer: one of them knows no booleans. */
type TaskRow = Omit<TaskView, 'labels' | 'assignees' | 'stepCount' | 'stepsDone' | Flag> &
  Record<Flag, boolean | number>
type Flag = 'isFinished' | 'isArchived' | 'isShown' | 'hasDescription'

const taskColumns: Columns<keyof TaskRow> = {
  id: 'task."id"',
  boardId: 'task."boardId"',
  columnId: 'task."columnId"',
  title: 'task."title"',
  rank: 'task."rank"',
  priority: 'task."priority"',
  startOn: 'task."startOn"',
  dueOn: 'task."dueOn"',
  progress: 'CASE WHEN task."finishedAt" IS NULL THEN task."progress" ELSE 100 END',
  isFinished: 'task."finishedAt" IS NOT NULL',
  isArchived: 'task."archivedAt" IS NOT NULL',
  isShown: 'task."archivedAt" IS NULL AND col."archivedAt" IS NULL AND col."deletedAt" IS NULL',
  hasDescription: `task."description" <> ''`,
  commentCount: 'task."commentCount"',
  version: 'task."version"',
}

/**
 * Tasks with these ids, in no particular order; those that were deleted are missing. Four statements, however many there are: plain
 * SQL, because boards are opened often and hold thousands (docs/decisions/0003).
 */
export async function findTasks(db: Db | Tx, ids: number[]): Promise<TaskView[]> {
  if (ids.length === 0) return []
  const pause = turnFor(ids.length)
  const given = sqlList(db, ids)
  const rows = await readMany<TaskRow>(
    db,
    taskColumns,
    sql`FROM "Task" task JOIN "Column" col ON col."id" = task."columnId"
      WHERE task."id" IN (${given}) AND task."deletedAt" IS NULL`,
    'task."id"',
  )
  await pause()
  const labels = byTask(await readLabels(db, given))
  await pause()
  const assignees = byTask(await readAssignees(db, given))
  await pause()
  const steps = new Map((await readSteps(db, given)).map((counted) => [counted.taskId, counted]))
  await pause()
  return rows.map((row) => {
    const { stepCount = 0, stepsDone = 0 } = steps.get(row.id) ?? {}
    const flags = {
      isFinished: Boolean(row.isFinished),
      isArchived: Boolean(row.isArchived),
      isShown: Boolean(row.isShown),
      hasDescription: Boolean(row.hasDescription),
    }
    return Object.assign(row, flags, {
      labels: labels.get(row.id) ?? [],
      assignees: assignees.get(row.id) ?? [],
      stepCount,
      stepsDone,
    })
  })
}

/** A part of a task that is read for many tasks at once. */
type Of<Part> = Part & { taskId: number }

function readLabels(db: Db | Tx, taskIds: Sql): Promise<Of<LabelView>[]> {
  return readMany<Of<LabelView>>(
    db,
    { taskId: 'given."taskId"', id: 'label."id"', name: 'label."name"', colour: 'label."colour"' },
    sql`FROM "TaskLabel" given JOIN "Label" label ON label."id" = given."labelId" WHERE given."taskId" IN (${taskIds})`,
    'label."id"',
  )
}

function readAssignees(db: Db | Tx, taskIds: Sql): Promise<Of<Person>[]> {
  return readMany<Of<Person>>(
    db,
    {
      taskId: 'given."taskId"',
      id: 'person."id"',
      username: 'person."username"',
      displayName: 'person."displayName"',
    },
    sql`FROM "TaskAssignee" given JOIN "User" person ON person."id" = given."userId" WHERE given."taskId" IN (${taskIds})`,
    'person."id"',
  )
}

type StepCounts = Of<Pick<TaskView, 'stepCount' | 'stepsDone'>>

function readSteps(db: Db | Tx, taskIds: Sql): Promise<StepCounts[]> {
  return readMany<StepCounts>(
    db,
    { taskId: 'counted."taskId"', stepCount: 'counted."stepCount"', stepsDone: 'counted."stepsDone"' },
    sql`FROM (
      SELECT "taskId", COUNT(*) AS "stepCount", COUNT(CASE WHEN "isDone" THEN 1 END) AS "stepsDone"
      FROM "ChecklistStep" WHERE "taskId" IN (${taskIds}) GROUP BY "taskId") counted`,
    'counted."taskId"',
  )
}

function byTask<Row extends { taskId: number }>(rows: Row[]): Map<number, Omit<Row, 'taskId'>[]> {
  const found = new Map<number, Omit<Row, 'taskId'>[]>()
  for (const { taskId, ...row } of rows) {
    const known = found.get(taskId)
    if (known) known.push(row)
    else found.set(taskId, [row])
  }
  return found
}

/**
 * One task as its slip on the board shows it.
 * @throws {NotFound} when it was deleted
 */
export async function getTask(db: Db | Tx, taskId: number): Promise<TaskView> {
  const [task] = await findTasks(db, [taskId])
  if (!task) throw new NotFound()
  return task
}

/**
 * One task as its own page shows it.
 * @throws {NotFound} when it was deleted
 */
export async function getTaskDetails(db: Db | Tx, taskId: number): Promise<TaskDetails> {
  const task = await getTask(db, taskId)
  const more = await db.task.findUniqueOrThrow({
    where: { id: taskId },
    select: {
      description: true,
      createdAt: true,
      archivedAt: true,
      createdBy: { select: personFields },
    },
  })
  const column = await db.column.findUniqueOrThrow({
    where: { id: task.columnId },
    select: { id: true, name: true, isDone: true },
  })
  const steps = await db.checklistStep.findMany({
    where: { taskId },
    orderBy: inOrder,
    select: { id: true, text: true, isDone: true, rank: true },
  })
  return { ...task, ...more, column, steps }
}

/** What names one drawing of a task, and the column in which it lies. */
export interface TaskKey {
  id: number
  columnId: number
  version: number
}

/** The tasks on a board, or in one column of it, in their order: one statement, however many there are. */
export function taskKeys(db: Db | Tx, where: { boardId: number } | { columnId: number }): Promise<TaskKey[]> {
  const within = 'boardId' in where ? sql`task."boardId" = ${where.boardId}` : sql`task."columnId" = ${where.columnId}`
  return readMany<TaskKey>(
    db,
    { id: 'task."id"', columnId: 'task."columnId"', version: 'task."version"' },
    sql`FROM "Task" task JOIN "Column" col ON col."id" = task."columnId"
      WHERE ${within} AND task."archivedAt" IS NULL AND task."deletedAt" IS NULL
        AND col."archivedAt" IS NULL AND col."deletedAt" IS NULL`,
    'task."rank", task."id"',
  )
}
