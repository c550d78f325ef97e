import { change } from '../../platform/change.ts'
import { redirect, type Reply } from '../../platform/http/reply.ts'
import { route, type AnyRoute, type Refusal } from '../../platform/http/route.ts'
import { creations } from '../../platform/limits.ts'
import { taskParams } from '../task-fields.ts'
import { drawRefused, type ReadBeside } from '../task-page.ts'
import { taskEditor } from '../tasks.policy.ts'
import { addStep } from './add-step.ts'
import { changeStep } from './change-step.ts'
import { deleteStep } from './delete-step.ts'
import { moveStep } from './move-step.ts'
import { newStep, stepForm, stepParams, stepPlaceForm } from './step-fields.ts'
import { stepEditor, type StepEditing } from './steps.policy.ts'

const add = (readBeside: ReadBeside): AnyRoute =>
  route({
    method: 'post',
    path: '/tasks/:taskId/steps/',
    params: taskParams,
    input: newStep,
    door: taskEditor,
    limit: creations,
    handle: async ({ services, access, input }) => {
      await change(services, (draft) => addStep(services, draft, access, input))
      return toChecklist(access)
    },
    refuse: (refusal) => drawRefused(refusal, refusal.access, readBeside, 'new-step'),
  })

const update = (readBeside: ReadBeside): AnyRoute =>
  route({
    method: 'post',
    path: '/steps/:stepId/',
    params: stepParams,
    input: stepForm,
    door: stepEditor,
    handle: async ({ services, access, input }) => {
      await change(services, (draft) => changeStep(services, draft, access, input))
      return toChecklist(access.task)
    },
    refuse: (refusal) => drawRefusedStep(refusal, readBeside),
  })

const move = (readBeside: ReadBeside): AnyRoute =>
  route({
    method: 'post',
    path: '/steps/:stepId/move/',
    params: stepParams,
    input: stepPlaceForm,
    door: stepEditor,
    handle: async ({ services, access, input }) => {
      await change(services, (draft) => moveStep(services, draft, access, input))
      return toChecklist(access.task)
    },
    refuse: (refusal) => drawRefusedStep(refusal, readBeside),
  })

const remove = route({
  method: 'post',
  path: '/steps/:stepId/delete/',
  params: stepParams,
  door: stepEditor,
  handle: async ({ services, access }) => {
    await change(services, (draft) => deleteStep(services, draft, access))
    return toChecklist(access.task)
  },
})

function toChecklist({ taskId }: { taskId: number }): Reply {
  return redirect(`/tasks/${taskId}/#sheet-checklist`)
}

function drawRefusedStep(refusal: Refusal<unknown, StepEditing>, readBeside: ReadBeside): Promise<Reply> {
  const { stepId, task } = refusal.access
  return drawRefused(refusal, task, readBeside, `step-${stepId}`)
}

/** @param readBeside reads what stands beside the task on its page */
export function routes(readBeside: ReadBeside): AnyRoute[] {
  return [add(readBeside), update(readBeside), move(readBeside), remove]
}
