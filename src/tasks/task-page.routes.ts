import * as z from 'zod'
import { change } from '../platform/change.ts'
import { fragment, redirect } from '../platform/http/reply.ts'
import { route, type AnyRoute } from '../platform/http/route.ts'
import { positionInAddress } from '../platform/ids.ts'
import { taskForm, taskParams } from './task-fields.ts'
import { drawRefused, drawTaskPage, sheetLocals, type ReadBeside } from './task-page.ts'
import { readSheet } from './task-sheet.ts'
import { taskEditor, taskReader } from './tasks.policy.ts'
import { updateTask } from './update-task.ts'

const taskPage = (readBeside: ReadBeside): AnyRoute =>
  route({
    method: 'get',
    path: '/tasks/:taskId/',
    params: taskParams,
    input: z.object({ before: positionInAddress.optional() }),
    door: taskReader,
    handle: ({ services, access, input }) => drawTaskPage(services, access, readBeside, input),
  })

/** The page's sheet alone: for the panel over the board, and to bring either up to date. */
const taskSheet = route({
  method: 'get',
  path: '/tasks/:taskId/sheet/',
  params: taskParams,
  door: taskReader,
  handle: async ({ services, access, csrfToken, today }) => {
    const sheet = await readSheet(services, access)
    return fragment('tasks/_sheet', { ...sheetLocals(sheet), csrfToken: csrfToken(), today })
  },
})

const update = (readBeside: ReadBeside): AnyRoute =>
  route({
    method: 'post',
    path: '/tasks/:taskId/',
    params: taskParams,
    input: taskForm,
    door: taskEditor,
    handle: async ({ services, access, input }) => {
      await change(services, (draft) => updateTask(services, draft, access, input))
      return redirect(`/tasks/${access.taskId}/`)
    },
    refuse: (refusal) => drawRefused(refusal, refusal.access, readBeside, 'task'),
  })

/** @param readBeside reads what stands beside the task on its page */
export function routes(readBeside: ReadBeside): AnyRoute[] {
  return [taskPage(readBeside), taskSheet, update(readBeside)]
}
