import { lockForEditing, nextBoardVersion, recordActivity, type TaskDeed } from '../boards/index.ts'
import { notificationsChanged, notifyAssigned } from '../notifications/index.ts'
import type { Draft } from '../platform/change.ts'
import type { Prisma } from '../platform/db/index.ts'
import { Conflict, Invalid } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { replaceAssignees, replaceLabels, withWholeLists } from './task-lists.ts'
import { announceTasks } from './task-changes.ts'
import type { TaskChanges } from './task-fields.ts'
import type { TaskEditing } from './tasks.policy.ts'
import { getTaskDetails, type TaskDetails } from './tasks.queries.ts'

/** A deed of which the task is known. */
export type TaskDeedFacts = TaskDeed extends infer Deed
  ? Deed extends TaskDeed
    ? Omit<Deed, 'taskId' | 'title'>
    : never
  : never

/**
 * Changes what a task says. What is missing in `asked`, or is so already, stays as it is.
 * @throws {Invalid} naming the field: an assignee who is not on the board, a label of another one, a due day before the start
 * @throws {Conflict} when the description was changed meanwhile by somebody else, or progress is set on a finished task
 */
export async function updateTask(
  services: Services,
  draft: Draft,
  { taskId, board }: TaskEditing,
  asked: TaskChanges,
): Promise<TaskDetails> {
  const { tx } = draft
  await lockForEditing(tx, board)
  const before = await getTaskDetails(tx, taskId)
  const changes = withWholeLists(before, asked)
  refuseContradictions(before, changes)
  const deeds = [
    ...fieldDeeds(before, changes),
    ...(await replaceAssignees(tx, before, changes.assigneeIds)),
    ...(await replaceLabels(tx, before, changes.labelIds)),
  ]
  if (deeds.length === 0) return before
  const version = await nextBoardVersion(tx, board.boardId)
  await tx.task.update({ where: { id: taskId }, data: { ...changedFields(before, changes), version } })
  await announceTasks(services, draft, 'task:changed', board.boardId, { taskIds: [taskId], columnIds: [] })
  const title = changes.title ?? before.title
  for (const deed of deeds) await recordActivity(services, draft, board, version, { ...deed, taskId, title })
  const newcomers = newAssignees(before, changes).filter((userId) => userId !== board.actor.id)
  if (newcomers.length > 0)
    draft.enqueue(notifyAssigned, { taskId, userIds: newcomers, senderId: board.actor.id, version })
  if (title !== before.title) draft.enqueue(notificationsChanged, { about: { taskId } })
  return getTaskDetails(tx, taskId)
}

function newAssignees({ assignees }: TaskDetails, { assigneeIds = [] }: TaskChanges): number[] {
  return [...new Set(assigneeIds)].filter((userId) => !assignees.some(({ id }) => id === userId))
}

function refuseContradictions(before: TaskDetails, changes: TaskChanges): void {
  const startOn = changes.startOn === undefined ? before.startOn : changes.startOn
  const dueOn = changes.dueOn === undefined ? before.dueOn : changes.dueOn
  if ((changes.startOn || changes.dueOn) && startOn && dueOn && dueOn < startOn) {
    const field = changes.dueOn === undefined ? 'startOn' : 'dueOn'
    throw new Invalid('A task can’t be due before it starts.', {
      [field]: field === 'dueOn' ? 'Is before the start.' : 'Is after the due day.',
    })
  }
  if (before.isFinished && changes.progress !== undefined && changes.progress !== 100)
    throw new Conflict('The task is in a column for what is done.', { progress: 'A finished task is at 100 %.' })
  refuseOverwriting(before, changes)
}

/** Nobody’s words are written over by somebody who has not seen them. */
function refuseOverwriting(before: TaskDetails, changes: TaskChanges): void {
  const { title, titleBefore, description, descriptionBefore } = changes
  if (title !== undefined && titleBefore !== undefined && ![title, titleBefore].includes(before.title))
    throw new Conflict('Somebody else renamed the task meanwhile.', {
      title: `Was changed by somebody else since you began, to “${before.title}”. Yours was not saved yet.`,
    })
  if (description === undefined || descriptionBefore === undefined || before.description === description) return
  if (before.description !== descriptionBefore)
    throw new Conflict('Somebody else changed the description meanwhile.', {
      description: 'Was changed by somebody else since you began. Yours was not saved yet; look at theirs first.',
    })
}

function fieldDeeds(before: TaskDetails, changes: TaskChanges): TaskDeedFacts[] {
  const { title, description, priority, startOn, dueOn, progress } = changes
  const deeds: TaskDeedFacts[] = []
  if (title !== undefined && title !== before.title) deeds.push({ type: 'task:renamed', before: before.title })
  if (description !== undefined && description !== before.description) deeds.push({ type: 'task:described' })
  if (priority !== undefined && priority !== before.priority) deeds.push({ type: 'task:prioritised', priority })
  if (startOn !== undefined && startOn !== before.startOn) deeds.push({ type: 'task:started', day: startOn })
  if (dueOn !== undefined && dueOn !== before.dueOn) deeds.push({ type: 'task:due', day: dueOn })
  if (progress !== undefined && progress !== before.progress) deeds.push({ type: 'task:progressed', progress })
  return deeds
}

// The progress that a finished task had stays for when it is taken up again.
function changedFields({ isFinished }: TaskDetails, changes: TaskChanges): Prisma.TaskUpdateInput {
  const { title, description, priority, startOn, dueOn } = changes
  const progress = isFinished ? undefined : changes.progress
  const fields = { title, description, priority, startOn, dueOn, progress }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
