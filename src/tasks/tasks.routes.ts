import * as z from 'zod'
import { findBoard } from '../boards/index.ts'
import { change } from '../platform/change.ts'
import { formErrors } from '../platform/http/form-errors.ts'
import { page, redirect, type Reply } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { integerId } from '../platform/ids.ts'
import { creations } from '../platform/limits.ts'
import type { Services } from '../platform/services.ts'
import { archiveTask, deleteTask, restoreTask } from './archive-task.ts'
import { createTask } from './create-task.ts'
import { moveTaskToEnd } from './move-task.ts'
import { columnParams, newTask, taskParams } from './task-fields.ts'
import { columnEditor, taskEditor, type ColumnAccess } from './tasks.policy.ts'

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
  refuse: ({ services, access, typed, error }) => drawNewTask(services, access, typed, formErrors(error)),
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

/** The form on the board, on a page of its own: with what was typed, and what is wrong with it. */
async function drawNewTask(
  services: Services,
  { columnId, board: access }: ColumnAccess,
  values: Record<string, string>,
  errors: Record<string, string>,
): Promise<Reply> {
  const board = await findBoard(services.db, access)
  return page('tasks/new', {
    title: 'New task',
    breadcrumbs: [{ name: board.name, href: `/boards/${board.id}/` }, { name: 'New task' }],
    currentBoardId: board.id,
    locals: { board, action: `/columns/${columnId}/tasks/`, values, errors },
  })
}

export const routes = [create, move, archive, restore, remove]
