import { fragment, redirect } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { textId } from '../platform/ids.ts'
import { taskEditor, taskParams, taskReader } from '../tasks/index.ts'
import { commentForm, threadWindow } from './comment-fields.ts'
import { postComment } from './post-comment.ts'
import { drawThreadPage, placeOf } from './thread-page.ts'
import { readThread } from './thread.ts'

const threadPage = route({
  method: 'get',
  path: '/task/:taskId/comments/',
  params: taskParams,
  input: threadWindow.extend({ reply: textId.optional() }),
  door: taskReader,
  handle: ({ services, access, input: { reply, ...window } }) => drawThreadPage(services, access, { window, reply }),
})

/** The thread alone: for the task's panel over its board, and to bring any of its pages up to date. */
const threadFragment = route({
  method: 'get',
  path: '/task/:taskId/comments/thread/',
  params: taskParams,
  input: threadWindow,
  door: taskReader,
  handle: async ({ services, access, input: window, csrfToken }) =>
    fragment('comments/_panel_thread', {
      thread: await readThread(services, access, { window }),
      csrfToken: csrfToken(),
    }),
})

const postForm = route({
  method: 'post',
  path: '/task/:taskId/comments/',
  params: taskParams,
  input: commentForm,
  door: taskEditor,
  handle: async ({ services, access, input }) => redirect(placeOf(await postComment(services, access, input))),
  refuse: ({ services, access, typed, error }) =>
    drawThreadPage(services, access, {
      reply: textId.safeParse(typed['parentId']).data,
      form: {
        content: typed['content'] ?? '',
        ...(typed['clientId'] && { clientId: typed['clientId'] }),
        error: error.fields?.['content'] ?? error.message,
      },
    }),
})

export const routes = [threadPage, threadFragment, postForm]
