import { change } from '../../platform/change.ts'
import { json } from '../../platform/http/reply.ts'
import { route } from '../../platform/http/route.ts'
import { creations } from '../../platform/limits.ts'
import { taskParams } from '../task-fields.ts'
import { taskEditor } from '../tasks.policy.ts'
import { addStep } from './add-step.ts'
import { changeStep } from './change-step.ts'
import { deleteStep } from './delete-step.ts'
import { moveStep } from './move-step.ts'
import { newStep, stepChanges, stepParams, stepPlace } from './step-fields.ts'
import { stepEditor } from './steps.policy.ts'

const add = route({
  method: 'post',
  path: '/api/v1/tasks/:taskId/steps',
  params: taskParams,
  input: newStep,
  door: taskEditor,
  limit: creations,
  handle: async ({ services, access, input }) =>
    json({ step: await change(services, (draft) => addStep(services, draft, access, input)) }, 201),
})

const update = route({
  method: 'patch',
  path: '/api/v1/steps/:stepId',
  params: stepParams,
  input: stepChanges,
  door: stepEditor,
  handle: async ({ services, access, input }) =>
    json({ step: await change(services, (draft) => changeStep(services, draft, access, input)) }),
})

const move = route({
  method: 'post',
  path: '/api/v1/steps/:stepId/move',
  params: stepParams,
  input: stepPlace,
  door: stepEditor,
  handle: async ({ services, access, input }) =>
    json({ step: await change(services, (draft) => moveStep(services, draft, access, input)) }),
})

const remove = route({
  method: 'delete',
  path: '/api/v1/steps/:stepId',
  params: stepParams,
  door: stepEditor,
  handle: async ({ services, access }) => {
    await change(services, (draft) => deleteStep(services, draft, access))
    return json({ step: { id: access.stepId } })
  },
})

export const routes = [add, update, move, remove]
