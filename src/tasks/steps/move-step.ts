import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'
import { lockForEditing, nextBoardVersion } from '../../boards/index.ts'
import type { Draft } from '../../platform/change.ts'
import type { Tx } from '../../platform/db/index.ts'
import { Invalid } from '../../platform/errors.ts'
import type { Services } from '../../platform/services.ts'
import type { StepView } from '../tasks.queries.ts'
import { getStep, stepFields, tellChecklist } from './checklist.ts'
import type { StepPlace } from './step-fields.ts'
import type { StepEditing } from './steps.policy.ts'

/** Keys grow with moves into one gap; from here on the checklist gets short ones again. */
const longestRank = 40

/**
 * Puts a step below another one of its task, or first. Putting it where it is changes nothing.
 * @throws {Invalid} when the other is not a step of the same task
 */
export async function moveStep(
  services: Services,
  draft: Draft,
  { stepId, task }: StepEditing,
  { afterStepId }: StepPlace,
): Promise<StepView> {
  const { tx } = draft
  await lockForEditing(tx, task.board)
  const moving = await getStep(tx, stepId)
  const steps = await stepsOf(tx, task.taskId)
  const others = steps.filter(({ id }) => id !== stepId)
  const place = others.findIndex(({ id }) => id === afterStepId) + 1
  if (place === 0 && afterStepId !== null)
    throw new Invalid('There is no such step in this checklist.', {
      afterStepId: 'Is no other step of this checklist.',
    })
  if (steps[place]?.id === stepId) return moving
  const version = await nextBoardVersion(tx, task.board.boardId)
  await rank(tx, stepId, others, place)
  await tellChecklist(services, draft, task, version, [])
  return getStep(tx, stepId)
}

function stepsOf(tx: Tx, taskId: number): Promise<StepView[]> {
  return tx.checklistStep.findMany({ where: { taskId }, orderBy: [{ rank: 'asc' }, { id: 'asc' }], select: stepFields })
}

async function rank(tx: Tx, stepId: number, others: StepView[], place: number): Promise<void> {
  const key = keyBetween(others[place - 1]?.rank ?? null, others[place]?.rank ?? null)
  if (key !== null && key.length <= longestRank)
    await tx.checklistStep.update({ where: { id: stepId }, data: { rank: key } })
  else await rankAll(tx, others.map(({ id }) => id).toSpliced(place, 0, stepId))
}

/** Null where there is no room: what was brought in from elsewhere may have two steps of one rank. */
function keyBetween(above: string | null, below: string | null): string | null {
  return above !== null && below !== null && above >= below ? null : generateKeyBetween(above, below)
}

async function rankAll(tx: Tx, stepIds: number[]): Promise<void> {
  const keys = generateNKeysBetween(null, null, stepIds.length)
  for (const [place, id] of stepIds.entries())
    await tx.checklistStep.update({ where: { id }, data: { rank: keys[place] ?? '' } })
}
