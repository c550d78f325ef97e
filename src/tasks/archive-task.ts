import { lockForEditing, nextBoardVersion, recordActivity, type BoardEditing } from '../boards/index.ts'
import { notificationsChanged } from '../notifications/index.ts'
import type { Draft } from '../platform/change.ts'
import { Conflict } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { announceTasks, describeDeleted } from './task-changes.ts'
import type { TaskEditing } from './tasks.policy.ts'
import { getTask, type TaskView } from './tasks.queries.ts'

/** Takes a task off the board. It keeps its place for when it is restored. */
export function archiveTask(services: Services, draft: Draft, access: TaskEditing): Promise<TaskView> {
  return setArchived(services, draft, access, new Date())
}

/** Puts a task back where it was. */
export function restoreTask(services: Services, draft: Draft, access: TaskEditing): Promise<TaskView> {
  return setArchived(services, draft, access, null)
}

async function setArchived(
  services: Services,
  draft: Draft,
  { taskId, board }: TaskEditing,
  archivedAt: Date | null,
): Promise<TaskView> {
  const { tx } = draft
  await lockForEditing(tx, board)
  const before = await getTask(tx, taskId)
  if (before.isArchived === (archivedAt !== null)) return before
  const version = await nextBoardVersion(tx, board.boardId)
  // Its column may have been marked as done, or not any more, while the task was away.
  const { isDone } = await tx.column.findUniqueOrThrow({ where: { id: before.columnId }, select: { isDone: true } })
  const finished = isDone === before.isFinished ? {} : { finishedAt: isDone ? new Date() : null }
  await tx.task.update({ where: { id: taskId }, data: { archivedAt, version, ...finished } })
  const columnIds = [before.columnId]
  await announceTasks(services, draft, 'task:changed', board.boardId, { taskIds: [taskId], columnIds })
  const type = archivedAt ? 'task:archived' : 'task:restored'
  await recordActivity(services, draft, board, version, { type, taskId, title: before.title })
  return getTask(tx, taskId)
}

/**
 * Deletes a task for good. A row without its words stays, so that pages that were away learn of it.
 * @throws {Conflict} when the task is not in the archive
 */
export async function deleteTask(services: Services, draft: Draft, { taskId, board }: TaskEditing): Promise<void> {
  const { tx } = draft
  await lockForEditing(tx, board)
  const { isArchived, title } = await getTask(tx, taskId)
  if (!isArchived) throw new Conflict('Only what is in the archive can be deleted for good. Archive the task first.')
  const version = await nextBoardVersion(tx, board.boardId)
  await tx.taskLabel.deleteMany({ where: { taskId } })
  await tx.taskAssignee.deleteMany({ where: { taskId } })
  await tx.checklistStep.deleteMany({ where: { taskId } })
  await tx.taskThreadComment.deleteMany({ where: { taskId } })
  // What was done with it stays in the board's history, without a way to it.
  await tx.activity.updateMany({ where: { taskId }, data: { taskId: null } })
  const emptied = { title: '', description: '', priority: null, startOn: null, dueOn: null, commentCount: 0 }
  await tx.task.update({ where: { id: taskId }, data: { ...emptied, deletedAt: new Date(), version } })
  draft.announce(`board:${board.boardId}`, () => describeDeleted({ id: taskId, version }))
  draft.enqueue(notificationsChanged, { about: { taskId } })
  await closeThread(services, draft, board, taskId)
  await recordActivity(services, draft, board, version, { type: 'task:deleted', taskId, title })
}

/** Whoever has the task's thread open is put out of it at once. */
async function closeThread(services: Services, draft: Draft, { boardId }: BoardEditing, taskId: number): Promise<void> {
  const members = await draft.tx.boardMember.findMany({ where: { boardId, leftAt: null }, select: { userId: true } })
  draft.afterCommit(() => {
    for (const { userId } of members) services.accessChanges.lost(userId, [`task:${taskId}`], 'This task was deleted.')
  })
}
