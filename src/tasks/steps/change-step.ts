import { lockForEditing, nextBoardVersion } from '../../boards/index.ts'
import type { Draft } from '../../platform/change.ts'
import type { Services } from '../../platform/services.ts'
import type { StepView } from '../tasks.queries.ts'
import { getStep, stepFields, tellChecklist, type StepDeed } from './checklist.ts'
import type { StepChanges } from './step-fields.ts'
import type { StepEditing } from './steps.policy.ts'

/** Checks a step off or not, or says it in other words. What is so already changes nothing. */
export async function changeStep(
  services: Services,
  draft: Draft,
  { stepId, task }: StepEditing,
  changes: StepChanges,
): Promise<StepView> {
  const { tx } = draft
  await lockForEditing(tx, task.board)
  const before = await getStep(tx, stepId)
  const { text = before.text, isDone = before.isDone } = changes
  const deeds: StepDeed[] = []
  if (text !== before.text) deeds.push({ type: 'step:changed', before: before.text, text })
  if (isDone !== before.isDone) deeds.push({ type: isDone ? 'step:checked' : 'step:unchecked', text })
  if (deeds.length === 0) return before
  const version = await nextBoardVersion(tx, task.board.boardId)
  const step = await tx.checklistStep.update({ where: { id: stepId }, data: { text, isDone }, select: stepFields })
  await tellChecklist(services, draft, task, version, deeds)
  return step
}
