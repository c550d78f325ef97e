import { generateNKeysBetween } from 'fractional-indexing'
import type { Actor } from '../platform/actor.ts'
import { insertMany, type NewRow, type Tx } from '../platform/db/index.ts'
import { caseKey } from '../users/index.ts'
import type { BoardFile, FileTask } from './board-file.ts'
import { inBatches } from './in-batches.ts'
import type { PeopleHere } from './people-here.ts'

/** Where a file's tasks are put. */
export interface TaskPlace {
  boardId: number
  version: number
  importer: Actor
  columnIds: number[]
  /** By the keys of the labels' names. */
  labelIds: Map<string, number>
  here: PeopleHere
}

/**
 * Writes a file's tasks with all that hangs on them.
 * @returns the new tasks' ids in the order of the file
 */
export async function importTasks(tx: Tx, { tasks, columns }: BoardFile, place: TaskPlace): Promise<number[]> {
  const taskIds: number[] = []
  let newestId = 0
  const ranks = ranksByColumn(tasks, place)
  const isDone = ({ column }: FileTask): boolean => columns[column]?.isDone ?? false
  await inBatches(tasks, async (batch) => {
    const rows = batch.map((task) => rowOf(task, isDone(task), ranks[task.column]?.next().value ?? '', place))
    const ids = await insertTasks(tx, rows, newestId)
    const each = <Row>(rowsOf: (task: FileTask, taskId: number) => Row[]): Row[] =>
      batch.flatMap((task, number) => rowsOf(task, ids[number] ?? 0))
    await inBatches(each(labelRows(place)), (some) => insertMany(tx, 'TaskLabel', some))
    await inBatches(each(assigneeRows(place)), (some) => insertMany(tx, 'TaskAssignee', some))
    await inBatches(each(stepRows), (some) => insertMany(tx, 'ChecklistStep', some))
    taskIds.push(...ids)
    newestId = Math.max(newestId, ...ids)
  })
  return taskIds
}

function ranksByColumn(tasks: FileTask[], { columnIds }: TaskPlace): Iterator<string>[] {
  const counts = columnIds.map(() => 0)
  for (const { column } of tasks) counts[column] = (counts[column] ?? 0) + 1
  return counts.map((count) => generateNKeysBetween(null, null, count).values())
}

// What lies in a column for what is done is finished, and nothing else is, whatever the file says.
function rowOf(
  task: FileTask,
  isDone: boolean,
  rank: string,
  { boardId, version, importer, columnIds }: TaskPlace,
): NewRow<'Task'> {
  const { column, title, description, priority, startOn, dueOn, progress, archivedAt } = task
  const createdAt = task.createdAt ?? new Date()
  return {
    title,
    description,
    priority,
    startOn,
    dueOn,
    progress,
    finishedAt: isDone ? (task.finishedAt ?? createdAt) : null,
    archivedAt,
    boardId,
    columnId: columnIds[column] ?? 0,
    rank,
    deletedAt: null,
    createdById: importer.id,
    createdAt,
    version,
    threadVersion: 0,
    commentCount: 0,
  }
}

// The database counts the ids; which is whose shows by column and rank, of which no two are the same.
async function insertTasks(tx: Tx, rows: NewRow<'Task'>[], newestId: number): Promise<number[]> {
  await insertMany(tx, 'Task', rows)
  const made = await tx.task.findMany({
    where: { boardId: rows[0]?.boardId ?? 0, id: { gt: newestId } },
    select: { id: true, columnId: true, rank: true },
  })
  const ids = new Map(made.map(({ id, columnId, rank }) => [`${columnId} ${rank}`, id]))
  return rows.map(({ columnId, rank }) => ids.get(`${columnId} ${rank}`) ?? 0)
}

function labelRows({ labelIds }: TaskPlace) {
  return ({ labels }: FileTask, taskId: number): NewRow<'TaskLabel'>[] =>
    labels.map((name) => ({ taskId, labelId: labelIds.get(caseKey(name)) ?? 0 }))
}

function assigneeRows({ here }: TaskPlace) {
  return ({ assignees }: FileTask, taskId: number): NewRow<'TaskAssignee'>[] =>
    assignees.flatMap((username) => {
      const person = here.get(caseKey(username))
      return person ? [{ taskId, userId: person.userId }] : []
    })
}

function stepRows({ steps }: FileTask, taskId: number): NewRow<'ChecklistStep'>[] {
  const ranks = generateNKeysBetween(null, null, steps.length)
  return steps.map(({ text, isDone }, place) => ({ taskId, text, isDone, rank: ranks[place] ?? '' }))
}
