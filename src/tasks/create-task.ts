import { lockForEditing, nextBoardVersion, recordActivity } from '../boards/index.ts'
import type { Draft } from '../platform/change.ts'
import { Conflict } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { announceTasks } from './task-changes.ts'
import { lastOf, rankBelow } from './task-place.ts'
import type { ColumnAccess } from './tasks.policy.ts'
import { getTask, type TaskView } from './tasks.queries.ts'

/**
 * Adds a task at the end of a column.
 * @throws {Conflict} when the column is in the archive
 */
export async function createTask(
  services: Services,
  draft: Draft,
  { columnId, board }: ColumnAccess,
  { title }: { title: string },
): Promise<TaskView> {
  const { tx } = draft
  const { boardId, actor } = board
  // The board's row is locked first, so two tasks added at once get two ranks.
  await lockForEditing(tx, board)
  const version = await nextBoardVersion(tx, boardId)
  const column = await tx.column.findUniqueOrThrow({
    where: { id: columnId },
    select: { name: true, isDone: true, archivedAt: true },
  })
  if (column.archivedAt) throw new Conflict('That column is in the archive. Restore it first.')
  const rank = await rankBelow(tx, columnId, await lastOf(tx, columnId), 0)
  const finishedAt = column.isDone ? new Date() : null
  const { id: taskId } = await tx.task.create({
    data: { boardId, columnId, title, rank, finishedAt, version, createdById: actor.id },
    select: { id: true },
  })
  await announceTasks(services, draft, 'task:created', boardId, { taskIds: [taskId], columnIds: [columnId] })
  await recordActivity(services, draft, board, version, { type: 'task:created', taskId, title, column: column.name })
  return getTask(tx, taskId)
}
