import { lockForEditing, nextBoardVersion, recordActivity } from '../boards/index.ts'
import type { Draft } from '../platform/change.ts'
import type { Tx } from '../platform/db/index.ts'
import { Conflict, Invalid } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { announceTasks } from './task-changes.ts'
import type { TaskPlace } from './task-fields.ts'
import { findPlace, lastOf, putTask, shownAbove, type Above } from './task-place.ts'
import type { TaskEditing } from './tasks.policy.ts'
import { getTask, shown, type TaskView } from './tasks.queries.ts'

/**
 * Puts a task between two others. Putting it where it is changes nothing.
 * @throws {Invalid} when the column or a neighbour is not on the task's board
 * @throws {Conflict} when the task is in the archive, or both neighbours have gone elsewhere
 */
export async function moveTask(
  services: Services,
  draft: Draft,
  access: TaskEditing,
  place: TaskPlace,
): Promise<TaskView> {
  const { tx } = draft
  await lockForEditing(tx, access.board)
  await requireColumn(tx, access.board.boardId, place.columnId)
  const above = await findPlace(tx, access.board.boardId, access.taskId, place)
  return putBelow(services, draft, access, place.columnId, above)
}

/** Puts a task at the end of a column: what a form without a script asks for. */
export async function moveTaskToEnd(
  services: Services,
  draft: Draft,
  access: TaskEditing,
  { columnId }: { columnId: number },
): Promise<TaskView> {
  const { tx } = draft
  await lockForEditing(tx, access.board)
  await requireColumn(tx, access.board.boardId, columnId)
  return putBelow(services, draft, access, columnId, await lastOf(tx, columnId))
}

async function requireColumn(tx: Tx, boardId: number, columnId: number): Promise<void> {
  const column = await tx.column.findFirst({ where: { id: columnId, boardId, ...shown }, select: { id: true } })
  if (!column) throw new Invalid('There is no such column on this board.', { columnId: 'Is no column of this board.' })
}

async function putBelow(
  services: Services,
  draft: Draft,
  { taskId, board }: TaskEditing,
  columnId: number,
  above: Above,
): Promise<TaskView> {
  const { tx } = draft
  const before = await findMoving(tx, taskId)
  if (before.columnId === columnId && (await isBelow(tx, before, above))) return getTask(tx, taskId)
  const version = await nextBoardVersion(tx, board.boardId)
  const taskIds = await putTask(tx, { taskId, columnId, above, version })
  const column = await tx.column.findUniqueOrThrow({ where: { id: columnId }, select: { name: true, isDone: true } })
  const finishedAt = column.isDone ? (before.finishedAt ?? new Date()) : null
  await tx.task.update({ where: { id: taskId }, data: { finishedAt }, select: { id: true } })
  await announceTasks(services, draft, 'task:moved', board.boardId, {
    taskIds,
    columnIds: [before.columnId, columnId],
  })
  const deed = { type: 'task:moved', taskId, title: before.title, from: before.column.name, to: column.name } as const
  await recordActivity(services, draft, board, version, deed)
  return getTask(tx, taskId)
}

interface Moving {
  id: number
  columnId: number
  rank: string
  title: string
  finishedAt: Date | null
  column: { name: string }
}

async function findMoving(tx: Tx, taskId: number): Promise<Moving> {
  const task = await tx.task.findFirst({
    where: { id: taskId, ...shown, column: shown },
    select: { id: true, columnId: true, rank: true, title: true, finishedAt: true, column: { select: { name: true } } },
  })
  if (!task) throw new Conflict('That task is in the archive. Restore it first.')
  return task
}

/** Whether a task stands right below another already: nothing that is shown lies between. */
async function isBelow(tx: Tx, task: Moving, above: Above): Promise<boolean> {
  if (above?.id === task.id) return true
  const now = await shownAbove(tx, task.columnId, task.rank, task.id)
  const wanted =
    above && (await isShown(tx, above.id))
      ? above.id
      : ((above && (await shownAbove(tx, task.columnId, above.rank, task.id))?.id) ?? null)
  return (now?.id ?? null) === wanted
}

async function isShown(tx: Tx, id: number): Promise<boolean> {
  return (await tx.task.findFirst({ where: { id, ...shown }, select: { id: true } })) !== null
}
