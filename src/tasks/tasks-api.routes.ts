import * as z from 'zod'
import { taskActivity } from '../boards/index.ts'
import { change } from '../platform/change.ts'
import { json } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { positionInAddress } from '../platform/ids.ts'
import { creations } from '../platform/limits.ts'
import { archiveTask, deleteTask, restoreTask } from './archive-task.ts'
import { createTask } from './create-task.ts'
import { moveTask, moveTaskToEnd } from './move-task.ts'
import { columnParams, newTask, taskChanges, taskParams, taskPlace } from './task-fields.ts'
import { columnEditor, taskEditor, taskReader } from './tasks.policy.ts'
import { getTaskDetails } from './tasks.queries.ts'
import { updateTask } from './update-task.ts'

const create = route({
  method: 'post',
  path: '/api/v1/columns/:columnId/tasks',
  params: columnParams,
  input: newTask,
  door: columnEditor,
  limit: creations,
  handle: async ({ services, access, input }) =>
    json({ task: await change(services, (draft) => createTask(services, draft, access, input)) }, 201),
})

const show = route({
  method: 'get',
  path: '/api/v1/tasks/:taskId',
  params: taskParams,
  door: taskReader,
  handle: async ({ services, access }) => json({ task: await getTaskDetails(services.db, access.taskId) }),
})

const update = route({
  method: 'patch',
  path: '/api/v1/tasks/:taskId',
  params: taskParams,
  input: taskChanges,
  door: taskEditor,
  handle: async ({ services, access, input }) =>
    json({ task: await change(services, (draft) => updateTask(services, draft, access, input)) }),
})

const move = route({
  method: 'post',
  path: '/api/v1/tasks/:taskId/move',
  params: taskParams,
  input: taskPlace,
  door: taskEditor,
  handle: async ({ services, access, input }) => {
    const { afterTaskId, ...place } = input
    const task = await change(services, (draft) =>
      afterTaskId === undefined
        ? moveTaskToEnd(services, draft, access, place)
        : moveTask(services, draft, access, { ...place, afterTaskId }),
    )
    return json({ task })
  },
})

const archive = route({
  method: 'post',
  path: '/api/v1/tasks/:taskId/archive',
  params: taskParams,
  door: taskEditor,
  handle: async ({ services, access }) =>
    json({ task: await change(services, (draft) => archiveTask(services, draft, access)) }),
})

const restore = route({
  method: 'post',
  path: '/api/v1/tasks/:taskId/restore',
  params: taskParams,
  door: taskEditor,
  handle: async ({ services, access }) =>
    json({ task: await change(services, (draft) => restoreTask(services, draft, access)) }),
})

const remove = route({
  method: 'delete',
  path: '/api/v1/tasks/:taskId',
  params: taskParams,
  door: taskEditor,
  handle: async ({ services, access }) => {
    await change(services, (draft) => deleteTask(services, draft, access))
    return json({ task: { id: access.taskId } })
  },
})

/** What was done to a task, newest first. */
const activity = route({
  method: 'get',
  path: '/api/v1/tasks/:taskId/activity',
  params: taskParams,
  input: z.object({ before: positionInAddress.optional() }),
  door: taskReader,
  handle: async ({ services, access, input }) => json(await taskActivity(services.db, access.taskId, input.before)),
})

export const routes = [create, show, update, move, archive, restore, remove, activity]
