import { Unauthorized, NotFound } from '../../platform/errors.ts'
import type { Door } from '../../platform/door.ts'
import { taskEditor, type TaskEditing } from '../tasks.policy.ts'

declare const passed: unique symbol

/** Proof of the right to change a step of a task's checklist. */
export interface StepEditing {
  readonly [passed]: true
  readonly stepId: number
  readonly task: TaskEditing
}

/** Members of the board of the step's task who are more than viewers. */
export const stepEditor: Door<{ stepId: number }, StepEditing> = async (services, actor, { stepId }) => {
  if (!actor) throw new Unauthorized()
  const step = await services.db.checklistStep.findUnique({ where: { id: stepId }, select: { taskId: true } })
  if (!step) throw new NotFound()
  const task = await taskEditor(services, actor, step)
  return { stepId, task } as StepEditing
}
