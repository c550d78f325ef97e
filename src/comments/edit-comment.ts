import { lockForEditing } from '../boards/index.ts'
import { notificationsChanged, notifyCommented } from '../notifications/index.ts'
import type { Draft } from '../platform/change.ts'
import { Conflict } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { describeEdited, nextThreadVersion } from './comment-changes.ts'
import type { CommentChanges } from './comment-fields.ts'
import { commentIsDeleted, type CommentEditing } from './comments.policy.ts'
import { getComment, type CommentView } from './comments.queries.ts'
import { mentionedOn, writeMentions } from './post-comment.ts'

/**
 * Makes a comment say something else. Whoever it mentions for the first time is told.
 * @throws {Conflict} when it was deleted, or changed since the version that the edit began from
 */
export async function editComment(
  services: Services,
  draft: Draft,
  { commentId: id, taskId, board }: CommentEditing,
  edit: CommentChanges,
): Promise<CommentView> {
  const { tx } = draft
  await lockForEditing(tx, board)
  const before = await getComment(tx, id)
  if (before.deletedAt) throw commentIsDeleted()
  if (before.content === edit.content) return before
  if (edit.version !== undefined && edit.version !== before.version) throw changedMeanwhile()
  const { content } = edit
  const { version } = await nextThreadVersion(tx, taskId, { more: 0 })
  await tx.taskThreadComment.update({ where: { id }, data: { content, version, editedAt: new Date() } })
  const mentioned = await mentionedOn(tx, board.boardId, content)
  await tx.commentMention.deleteMany({ where: { commentId: id } })
  await writeMentions(tx, id, mentioned)
  const comment = await getComment(tx, id)
  draft.announce(`task:${taskId}`, () => describeEdited(services, comment))
  draft.enqueue(notificationsChanged, { about: { commentId: id } })
  if (mentioned.length > 0) draft.enqueue(notifyCommented, { commentId: id, onlyMentioned: true })
  return comment
}

function changedMeanwhile(): Conflict {
  return new Conflict('The comment was changed meanwhile.', {
    content: 'Was changed elsewhere since you began. Yours was not saved yet; look at what it says now.',
  })
}
