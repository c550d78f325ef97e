import * as z from 'zod'
import { change } from '../platform/change.ts'
import { json } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { positionInAddress } from '../platform/ids.ts'
import { taskEditor, taskParams, taskReader } from '../tasks/index.ts'
import { commentChanges, commentParams, newComment } from './comment-fields.ts'
import { commentAuthor, commentDeleter, commentReader } from './comments.policy.ts'
import { commentFacts, commentsAfter, getComment } from './comments.queries.ts'
import { deleteComment } from './delete-comment.ts'
import { editComment } from './edit-comment.ts'
import { postComment, spendPost } from './post-comment.ts'

/** A thread's comments and replies, tombstones too, in the order in which they came; `after` is a position, `nextCursor` the next. */
const list = route({
  method: 'get',
  path: '/api/v1/tasks/:taskId/comments',
  params: taskParams,
  input: z.object({
    after: positionInAddress.default(0),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  door: taskReader,
  handle: async ({ services, access, input: { after, limit } }) => {
    const { comments, nextCursor } = await commentsAfter(services.db, access.taskId, after, limit)
    return json({ items: comments.map(commentFacts), nextCursor })
  },
})

const post = route({
  method: 'post',
  path: '/api/v1/tasks/:taskId/comments',
  params: taskParams,
  input: newComment,
  door: taskEditor,
  handle: async ({ services, access, input }) =>
    json({ comment: commentFacts(await postComment(services, access, input)) }, 201),
})

const show = route({
  method: 'get',
  path: '/api/v1/comments/:commentId',
  params: commentParams,
  door: commentReader,
  handle: async ({ services, access }) =>
    json({ comment: commentFacts(await getComment(services.db, access.commentId)) }),
})

const edit = route({
  method: 'patch',
  path: '/api/v1/comments/:commentId',
  params: commentParams,
  input: commentChanges,
  door: commentAuthor,
  handle: async ({ services, access, input }) => {
    await spendPost(services, access.board)
    const comment = await change(services, (draft) => editComment(services, draft, access, input))
    return json({ comment: commentFacts(comment) })
  },
})

const remove = route({
  method: 'delete',
  path: '/api/v1/comments/:commentId',
  params: commentParams,
  door: commentDeleter,
  handle: async ({ services, access }) => {
    await spendPost(services, access.board)
    const comment = await change(services, (draft) => deleteComment(services, draft, access))
    return json({ comment: commentFacts(comment) })
  },
})

export const routes = [list, post, show, edit, remove]
