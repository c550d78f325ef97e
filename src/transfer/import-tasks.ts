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
export async function importTasks(tx: Tx, { tasks }: BoardFile, place: TaskPlace): Promise<number[]> {
  const taskIds = await insertTasks(tx, rowsOf(tasks, place))
  const each = <Row>(rowsOfTask: (task: FileTask, taskId: number) => Row[]): Row[] =>
    tasks.flatMap((task, number) => rowsOfTask(task, taskIds[number] ?? 0))
  await inBatches(each(labelRows(place)), (rows) => insertMany(tx, 'TaskLabel', rows))
  await inBatches(each(assigneeRows(place)), (rows) => insertMany(tx, 'TaskAssignee', rows))
  await inBatches(each(stepRows), (rows) => insertMany(tx, 'ChecklistStep', rows))
  return taskIds
}

function rowsOf(tasks: FileTask[], { boardId, version, importer, columnIds }: TaskPlace): NewRow<'Task'>[] {
  const counts = columnIds.map((_, column) => tasks.filter((task) => task.column === column).length)
  const ranks = counts.map((count) => generateNKeysBetween(null, null, count).values())
  return tasks.map((task) => ({
    boardId,
    columnId: columnIds[task.column] ?? 0,
    title: task.title,
    description: task.description,
    rank: ranks[task.column]?.next().value ?? '',
    priority: task.priority,
    startOn: task.startOn,
    dueOn: task.dueOn,
    progress: task.progress,
    finishedAt: task.finishedAt,
    archivedAt: task.archivedAt,
    deletedAt: null,
    createdById: importer.id,
    createdAt: task.createdAt ?? new Date(),
    version,
  }))
}

// The database counts the ids; which is whose shows by column and rank, of which no two are the same.
async function insertTasks(tx: Tx, rows: NewRow<'Task'>[]): Promise<number[]> {
  const taskIds: number[] = []
  let newestId = 0
  await inBatches(rows, async (batch) => {
    await insertMany(tx, 'Task', batch)
    const made = await tx.task.findMany({
      where: { boardId: batch[0]?.boardId ?? 0, id: { gt: newestId } },
      select: { id: true, columnId: true, rank: true },
    })
    const ids = new Map(made.map(({ id, columnId, rank }) => [`${columnId} ${rank}`, id]))
    taskIds.push(...batch.map(({ columnId, rank }) => ids.get(`${columnId} ${rank}`) ?? 0))
    newestId = Math.max(newestId, ...ids.values())
  })
  return taskIds
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
