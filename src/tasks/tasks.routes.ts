import * as z from 'zod'
import { change } from '../platform/change.ts'
import { json, redirect } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { creations } from '../platform/limits.ts'
import { integerId } from '../platform/ids.ts'
import { shortText } from '../platform/text-fields.ts'
import { createTask } from './create-task.ts'
import { columnEditor } from './tasks.policy.ts'

const columnParams = z.object({ columnId: integerId })
const newTask = z.object({ title: shortText(500, 'say what is to be done') })

const createForm = route({
  method: 'post',
  path: '/columns/:columnId/tasks/',
  params: columnParams,
  input: newTask,
  door: columnEditor,
  limit: creations,
  handle: async ({ services, access, input }) => {
    const task = await change(services, (draft) => createTask(services, draft, access, input))
    return redirect(`/boards/${task.boardId}/#task-${task.id}`)
  },
})

const createApi = route({
  method: 'post',
  path: '/api/v1/columns/:columnId/tasks',
  params: columnParams,
  input: newTask,
  door: columnEditor,
  limit: creations,
  handle: async ({ services, access, input }) => {
    const task = await change(services, (draft) => createTask(services, draft, access, input))
    return json({ task }, 201)
  },
})

export const routes = [createForm, createApi]
