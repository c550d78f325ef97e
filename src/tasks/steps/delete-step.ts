import { lockForEditing, nextBoardVersion } from '../../boards/index.ts'
import type { Draft } from '../../platform/change.ts'
import type { Services } from '../../platform/services.ts'
import { getStep, tellChecklist } from './checklist.ts'
import type { StepEditing } from './steps.policy.ts'

/** Takes a step off its checklist for good. */
export async function deleteStep(services: Services, draft: Draft, { stepId, task }: StepEditing): Promise<void> {
  const { tx } = draft
  await lockForEditing(tx, task.board)
  const version = await nextBoardVersion(tx, task.board.boardId)
  const { text } = await getStep(tx, stepId)
  await tx.checklistStep.delete({ where: { id: stepId } })
  await tellChecklist(services, draft, task, version, [{ type: 'step:removed', text }])
}
