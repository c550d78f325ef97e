import * as z from 'zod'
import { change } from '../platform/change.ts'
import { redirect } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { integerId } from '../platform/ids.ts'
import { creations } from '../platform/limits.ts'
import { archiveTask, deleteTask, restoreTask } from './archive-task.ts'
import { createTask } from './create-task.ts'
import { moveTaskToEnd } from './move-task.ts'
import { columnParams, newTask, taskParams } from './task-fields.ts'
import { columnEditor, taskEditor } from './tasks.policy.ts'

const create = route({
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

const move = route({
  method: 'post',
  path: '/tasks/:taskId/move/',
  params: taskParams,
  input: z.object({ columnId: integerId }),
  door: taskEditor,
  handle: async ({ services, access, input }) => {
    await change(services, (draft) => moveTaskToEnd(services, draft, access, input))
    return redirect(`/tasks/${access.taskId}/`)
  },
})

const archive = route({
  method: 'post',
  path: '/tasks/:taskId/archive/',
  params: taskParams,
  door: taskEditor,
  handle: async ({ services, access }) => {
    await change(services, (draft) => archiveTask(services, draft, access))
    return redirect(`/tasks/${access.taskId}/`)
  },
})

const restore = route({
  method: 'post',
  path: '/tasks/:taskId/restore/',
  params: taskParams,
  door: taskEditor,
  handle: async ({ services, access }) => {
    await change(services, (draft) => restoreTask(services, draft, access))
    return redirect(`/tasks/${access.taskId}/`)
  },
})

const remove = route({
  method: 'post',
  path: '/tasks/:taskId/delete/',
  params: taskParams,
  door: taskEditor,
  handle: async ({ services, access }) => {
    await change(services, (draft) => deleteTask(services, draft, access))
    return redirect(`/boards/${access.board.boardId}/archive/`)
  },
})

export const routes = [create, move, archive, restore, remove]
