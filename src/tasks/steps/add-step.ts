import { generateKeyBetween } from 'fractional-indexing'
import { lockForEditing, nextBoardVersion } from '../../boards/index.ts'
import type { Draft } from '../../platform/change.ts'
import { Conflict } from '../../platform/errors.ts'
import type { Services } from '../../platform/services.ts'
import type { TaskEditing } from '../tasks.policy.ts'
import { getTask, type StepView } from '../tasks.queries.ts'
import { stepFields, tellChecklist } from './checklist.ts'

const mostSteps = 200

/**
 * Adds a step at the end of a task's checklist.
 * @throws {NotFound} when the task was deleted since the door looked
 * @throws {Conflict} when the checklist is full
 */
export async function addStep(
  services: Services,
  draft: Draft,
  access: TaskEditing,
  { text }: { text: string },
): Promise<StepView> {
  const { tx } = draft
  const { taskId, board } = access
  // The board's row is locked first, so two steps added at once get two ranks.
  await lockForEditing(tx, board)
  await getTask(tx, taskId)
  const version = await nextBoardVersion(tx, board.boardId)
  const steps = await tx.checklistStep.findMany({
    where: { taskId },
    orderBy: { rank: 'desc' },
    select: { rank: true },
  })
  if (steps.length >= mostSteps)
    throw new Conflict(`A checklist has ${mostSteps} steps at most.`, { text: 'This checklist is full.' })
  const rank = generateKeyBetween(steps[0]?.rank ?? null, null)
  const step = await tx.checklistStep.create({ data: { taskId, text, rank }, select: stepFields })
  await tellChecklist(services, draft, access, version, [{ type: 'step:added', text }])
  return step
}
