import { membersById } from '../boards/index.ts'
import type { Tx } from '../platform/db/index.ts'
import { Invalid } from '../platform/errors.ts'
import type { TaskChanges } from './task-fields.ts'
import type { TaskDeedFacts } from './update-task.ts'
import type { TaskDetails } from './tasks.queries.ts'

/** Changes with their lists whole: what is added and removed, applied to what the task has now. */
export function withWholeLists(task: TaskDetails, changes: TaskChanges): TaskChanges {
  const { addAssigneeIds, removeAssigneeIds, addLabelIds, removeLabelIds } = changes
  return {
    ...changes,
    assigneeIds: wholeList(task.assignees, changes.assigneeIds, addAssigneeIds, removeAssigneeIds),
    labelIds: wholeList(task.labels, changes.labelIds, addLabelIds, removeLabelIds),
  }
}

function wholeList(
  present: { id: number }[],
  given: number[] | undefined,
  added: number[] | undefined,
  removed: number[] | undefined,
): number[] | undefined {
  if (!added && !removed) return given
  const list = new Set([...(given ?? present.map(({ id }) => id)), ...(added ?? [])])
  for (const id of removed ?? []) list.delete(id)
  return [...list]
}

/**
 * Makes these people the ones who are to do a task.
 * @returns what that changed, for the board's history
 * @throws {Invalid} when one of them is not on the board
 */
export async function replaceAssignees(
  tx: Tx,
  { id: taskId, boardId, assignees }: TaskDetails,
  userIds: number[] | undefined,
): Promise<TaskDeedFacts[]> {
  if (userIds === undefined) return []
  const wanted = new Set(userIds)
  const added = await membersById(tx, boardId, missingIn(assignees, wanted))
  if (added.length < missingIn(assignees, wanted).length)
    throw new Invalid('Only people on the board can be given a task.', {
      assigneeIds: 'Names somebody who is not on this board.',
    })
  const removed = assignees.filter(({ id }) => !wanted.has(id))
  await tx.taskAssignee.deleteMany({ where: { taskId, userId: { in: removed.map(({ id }) => id) } } })
  for (const { id: userId } of added) await tx.taskAssignee.create({ data: { taskId, userId } })
  return [
    ...told(
      'task:assigned',
      added.map(({ displayName }) => displayName),
    ),
    ...told(
      'task:unassigned',
      removed.map(({ displayName }) => displayName),
    ),
  ]

  function told(type: 'task:assigned' | 'task:unassigned', people: string[]): TaskDeedFacts[] {
    return people.length > 0 ? [{ type, people }] : []
  }
}

/**
 * Makes these labels the ones that a task carries.
 * @returns what that changed, for the board's history
 * @throws {Invalid} when one of them is not the board's
 */
export async function replaceLabels(
  tx: Tx,
  { id: taskId, boardId, labels }: TaskDetails,
  labelIds: number[] | undefined,
): Promise<TaskDeedFacts[]> {
  if (labelIds === undefined) return []
  const wanted = new Set(labelIds)
  const added = await tx.label.findMany({
    where: { boardId, id: { in: missingIn(labels, wanted) } },
    select: { id: true, name: true },
  })
  if (added.length < missingIn(labels, wanted).length)
    throw new Invalid('A task carries labels of its own board.', {
      labelIds: 'Names a label that this board does not have.',
    })
  const removed = labels.filter(({ id }) => !wanted.has(id))
  await tx.taskLabel.deleteMany({ where: { taskId, labelId: { in: removed.map(({ id }) => id) } } })
  for (const { id: labelId } of added) await tx.taskLabel.create({ data: { taskId, labelId } })
  return [
    ...told(
      'task:labelled',
      added.map(({ name }) => name),
    ),
    ...told(
      'task:unlabelled',
      removed.map(({ name }) => name),
    ),
  ]

  function told(type: 'task:labelled' | 'task:unlabelled', names: string[]): TaskDeedFacts[] {
    return names.length > 0 ? [{ type, labels: names }] : []
  }
}

function missingIn(present: { id: number }[], wanted: Set<number>): number[] {
  return [...wanted].filter((id) => !present.some((one) => one.id === id))
}
