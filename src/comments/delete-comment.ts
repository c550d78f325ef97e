import { lockForEditing, lockForManaging, nextBoardVersion } from '../boards/index.ts'
import { notificationsChanged } from '../notifications/index.ts'
import type { Draft } from '../platform/change.ts'
import type { Services } from '../platform/services.ts'
import { announceTasks } from '../tasks/index.ts'
import { describeDeleted, nextThreadVersion } from './comment-changes.ts'
import { commentIsDeleted, type CommentDeleting } from './comments.policy.ts'
import { getComment, type CommentView } from './comments.queries.ts'

/**
 * Takes back what a comment says. Its line stays, and so do its replies.
 * @throws {Conflict} when it was deleted before
 */
export async function deleteComment(
  services: Services,
  draft: Draft,
  { commentId: id, taskId, board, managing }: CommentDeleting,
): Promise<CommentView> {
  const { tx } = draft
  const { boardId } = board
  await (managing ? lockForManaging(tx, managing) : lockForEditing(tx, board))
  const before = await getComment(tx, id)
  if (before.deletedAt) throw commentIsDeleted()
  const boardVersion = await nextBoardVersion(tx, boardId)
  const { version, count } = await nextThreadVersion(tx, taskId, { more: -1, boardVersion })
  await tx.commentMention.deleteMany({ where: { commentId: id } })
  await tx.taskThreadComment.update({ where: { id }, data: { content: '', version, deletedAt: new Date() } })
  const comment = await getComment(tx, id)
  draft.announce(`task:${taskId}`, () => describeDeleted(services, comment, count))
  draft.enqueue(notificationsChanged, { about: { commentId: id } })
  await announceTasks(services, draft, 'task:changed', boardId, { taskIds: [taskId], columnIds: [] })
  return comment
}
