import * as z from 'zod'
import { strictIntegerId, versionNumber } from '../platform/ids.ts'
import { socketEvent } from '../platform/live/socket-event.ts'
import { taskEditor, taskReader } from '../tasks/index.ts'
import { threadChangesSince } from './comment-changes.ts'
import { newComment } from './comment-fields.ts'
import { commentFacts } from './comments.queries.ts'
import { postComment } from './post-comment.ts'

const taskKey = z.object({ taskId: strictIntegerId })

const join = socketEvent({
  name: 'task:join',
  input: taskKey.extend({ since: versionNumber.optional() }),
  door: taskReader,
  handle: ({ services, socket, input: { taskId, since } }) =>
    socket.follow(`task:${taskId}`, () => threadChangesSince(services, taskId, since)),
})

const leave = socketEvent({
  name: 'task:leave',
  input: taskKey,
  door: () => null,
  handle: ({ socket, input }) => socket.unfollow(`task:${input.taskId}`),
})

const post = socketEvent({
  name: 'comment:post',
  input: taskKey.extend(newComment.shape),
  door: taskEditor,
  handle: async ({ services, access, input }) => ({
    comment: commentFacts(await postComment(services, access, input)),
  }),
})

export const socketEvents = [join, leave, post]
