import { recordActivity, type TaskDeed } from '../../boards/index.ts'
import type { Draft } from '../../platform/change.ts'
import type { Tx } from '../../platform/db/index.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Services } from '../../platform/services.ts'
import { announceTasks } from '../task-changes.ts'
import type { TaskEditing } from '../tasks.policy.ts'
import type { StepView } from '../tasks.queries.ts'

/** What was done to a step, for the board's history; moving one within its list is not written down. */
export type StepDeed =
  | { type: 'step:added' | 'step:checked' | 'step:unchecked' | 'step:removed'; text: string }
  | { type: 'step:changed'; before: string; text: string }

/** What of a step is shown; for `select`. */
export const stepFields = { id: true, text: true, isDone: true, rank: true } as const

/**
 * One step, as it is now. Read when the board is locked, it stays so until the transaction ends.
 * @throws {NotFound} when it was deleted since the door was passed
 */
export async function getStep(tx: Tx, stepId: number): Promise<StepView> {
  const step = await tx.checklistStep.findUnique({ where: { id: stepId }, select: stepFields })
  if (!step) throw new NotFound()
  return step
}

/** Stamps a task whose checklist was changed, writes down what was done, and tells the board. */
export async function tellChecklist(
  services: Services,
  draft: Draft,
  { taskId, board }: TaskEditing,
  version: number,
  deeds: StepDeed[],
): Promise<void> {
  const { title } = await draft.tx.task.update({ where: { id: taskId }, data: { version }, select: { title: true } })
  await announceTasks(services, draft, 'task:changed', board.boardId, { taskIds: [taskId], columnIds: [] })
  for (const deed of deeds) {
    const told: TaskDeed = { ...deed, taskId, title }
    await recordActivity(services, draft, board, version, told)
  }
}
