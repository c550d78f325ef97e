import type { ReadBoardChanges } from '../boards/index.ts'
import type { Draft } from '../platform/change.ts'
import type { LiveChange, Patch } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'
import { drawTask } from './drawn-tasks.ts'
import { columnTallies, type ColumnTally } from './columns.queries.ts'
import { findTasks, type TaskView } from './tasks.queries.ts'

/** What happened to a task, as the board's channel calls it. */
export type TaskChangeType = 'task:created' | 'task:changed' | 'task:moved' | 'task:deleted'

/** The tasks that a deed changed, the one that it is about first, and the columns that hold more or fewer than before. */
export interface ChangedTasks {
  taskIds: number[]
  columnIds: number[]
}

/** Tells the board what its tasks look like now. For use in the deed's transaction, after its writes. */
export async function announceTasks(
  services: Services,
  draft: Draft,
  type: TaskChangeType,
  boardId: number,
  { taskIds, columnIds }: ChangedTasks,
): Promise<void> {
  const tasks = await findTasks(draft.tx, taskIds)
  const tallies = columnIds.length > 0 ? await columnTallies(draft.tx, boardId) : []
  for (const task of tasks) {
    const isTheOne = task.id === taskIds[0]
    draft.announce(`board:${boardId}`, () => {
      const change = describeTask(services, isTheOne ? type : 'task:changed', task)
      const counts = isTheOne ? countPatches(services, boardId, tallies, columnIds) : []
      return { ...change, patches: [...change.patches, ...counts] }
    })
  }
}

/** A task as it is now. One that is in the archive is not on the board. */
export function describeTask(services: Services, type: TaskChangeType, task: TaskView): LiveChange {
  const patch: Patch = task.isShown
    ? { op: 'append', target: `#column-${task.columnId}-tasks`, html: drawTask(services, task) }
    : { op: 'remove', target: `#task-${task.id}` }
  return { type, version: task.version, task, patches: [patch] }
}

/** How many tasks these columns hold, and the board. */
export function countPatches(
  { views }: Services,
  boardId: number,
  columns: ColumnTally[],
  columnIds: number[],
): Patch[] {
  if (columns.length === 0) return []
  const counts = columns
    .filter(({ id }) => columnIds.includes(id))
    .map((column): Patch => {
      const html = views.render('boards/_column_count', { column, taskCount: column.taskCount })
      return { op: 'replace', target: `#column-${column.id}-count`, html }
    })
  return [
    ...counts,
    { op: 'replace', target: `#board-${boardId}-summary`, html: views.render('boards/_summary', { boardId, columns }) },
    { op: 'replace', target: `#board-${boardId}-tallies`, html: views.render('boards/_tallies', { boardId, columns }) },
  ]
}

/** Tasks that came, went or changed since a version, as they are now. */
export const readTaskChanges: ReadBoardChanges = async (services, boardId, since, limit) => {
  const rows = await services.db.task.findMany({
    where: { boardId, version: { gt: since } },
    orderBy: { version: 'asc' },
    take: limit,
    select: { id: true, version: true, deletedAt: true },
  })
  if (rows.length === 0) return []
  const tasks = await findTasks(
    services.db,
    rows.map(({ id }) => id),
  )
  const known = new Map(tasks.map((task) => [task.id, task]))
  const changes = rows.map((row): LiveChange => {
    const task = known.get(row.id)
    return task ? describeTask(services, 'task:changed', task) : describeDeleted(row)
  })
  return withCounts(services, boardId, changes)
}

/** What is told of a task that is gone. */
export function describeDeleted({ id, version }: { id: number; version: number }): LiveChange {
  return { type: 'task:deleted', version, task: { id }, patches: [{ op: 'remove', target: `#task-${id}` }] }
}

async function withCounts(services: Services, boardId: number, changes: LiveChange[]): Promise<LiveChange[]> {
  const tallies = await columnTallies(services.db, boardId)
  const counts = countPatches(
    services,
    boardId,
    tallies,
    tallies.map(({ id }) => id),
  )
  return changes.map((change, place) =>
    place === changes.length - 1 ? { ...change, patches: [...change.patches, ...counts] } : change,
  )
}
