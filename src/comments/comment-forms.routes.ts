import { change } from '../platform/change.ts'
import { formErrors } from '../platform/http/form-errors.ts'
import { page, redirect, type Reply } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import type { Services } from '../platform/services.ts'
import { commentChanges, commentParams } from './comment-fields.ts'
import { commentAuthor, commentDeleter, type CommentAccess } from './comments.policy.ts'
import { getComment } from './comments.queries.ts'
import { deleteComment } from './delete-comment.ts'
import { editComment } from './edit-comment.ts'
import { spendPost } from './post-comment.ts'
import { placeOf, readWay } from './thread-page.ts'

const editPage = route({
  method: 'get',
  path: '/comments/:commentId/edit/',
  params: commentParams,
  door: commentAuthor,
  handle: async ({ services, access }) => {
    const { content } = await getComment(services.db, access.commentId)
    return drawEdit(services, access, { content }, {})
  },
})

const editForm = route({
  method: 'post',
  path: '/comments/:commentId/edit/',
  params: commentParams,
  input: commentChanges.pick({ content: true }),
  door: commentAuthor,
  handle: async ({ services, access, input }) => {
    await spendPost(services, access.board)
    return redirect(placeOf(await change(services, (draft) => editComment(services, draft, access, input))))
  },
  refuse: ({ services, access, typed, error }) => drawEdit(services, access, typed, formErrors(error)),
})

const deletePage = route({
  method: 'get',
  path: '/comments/:commentId/delete/',
  params: commentParams,
  door: commentDeleter,
  handle: async ({ services, access }) => {
    const comment = await getComment(services.db, access.commentId)
    return drawAlone(services, access, 'Delete the comment', 'comments/delete', { comment })
  },
})

const deleteForm = route({
  method: 'post',
  path: '/comments/:commentId/delete/',
  params: commentParams,
  door: commentDeleter,
  handle: async ({ services, access }) => {
    await spendPost(services, access.board)
    return redirect(placeOf(await change(services, (draft) => deleteComment(services, draft, access))))
  },
})

function drawEdit(
  services: Services,
  access: CommentAccess,
  values: Record<string, string>,
  errors: Record<string, string>,
): Promise<Reply> {
  return drawAlone(services, access, 'Edit the comment', 'comments/edit', { values, errors })
}

async function drawAlone(
  services: Services,
  { commentId, taskId, board }: CommentAccess,
  title: string,
  template: string,
  locals: object,
): Promise<Reply> {
  const { breadcrumbs } = await readWay(services, { taskId, board })
  return page(template, {
    title,
    pageKind: 'thread',
    breadcrumbs: [...breadcrumbs, { name: title }],
    currentBoardId: board.boardId,
    locals: { commentId, place: placeOf({ id: commentId, taskId }), ...locals },
  })
}

export const routes = [editPage, editForm, deletePage, deleteForm]
