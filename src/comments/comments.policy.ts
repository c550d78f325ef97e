import {
  findBoardAccess,
  requireEditing,
  requireManaging,
  type BoardAccess,
  type BoardEditing,
  type BoardManaging,
} from '../boards/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { Door } from '../platform/door.ts'
import { Conflict, Forbidden, NotFound, Unauthorized } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'

declare const passed: unique symbol

/** Proof that someone may see a comment. Made by the doors below and nowhere else. */
export interface CommentAccess {
  readonly [passed]: true
  readonly commentId: string
  readonly taskId: number
  readonly board: BoardAccess
}

/** Proof of being the author of a comment, and of still having a say on its board. */
export interface CommentEditing extends CommentAccess {
  readonly isAuthor: true
  readonly board: BoardEditing
}

/** Proof of the right to delete a comment. */
export interface CommentDeleting extends CommentAccess {
  readonly mayDelete: true
  readonly board: BoardEditing
  /** By what the right is held where the comment is somebody else's; null for its author. */
  readonly managing: BoardManaging | null
}

export interface CommentKey {
  commentId: string
}

/** Members of the board. */
export const commentReader: Door<CommentKey, CommentAccess> = async (services, actor, { commentId }) => {
  const { comment, board } = await findComment(services, actor, commentId)
  return { commentId, taskId: comment.taskId, board } as CommentAccess
}

/**
 * The author, unless they may only look by now.
 * @throws {Conflict} when it was deleted
 */
export const commentAuthor: Door<CommentKey, CommentEditing> = async (services, actor, { commentId }) => {
  const { comment, board } = await findComment(services, actor, commentId)
  const editing = requireEditing(board)
  if (comment.authorId !== board.actor.id && !board.actor.administers)
    throw new Forbidden('Only who wrote a comment can change it.')
  if (comment.deletedAt) throw commentIsDeleted()
  return { commentId, taskId: comment.taskId, board: editing } as CommentEditing
}

/**
 * The author, and the owner and the admins of the board.
 * @throws {Conflict} when it was deleted before
 */
export const commentDeleter: Door<CommentKey, CommentDeleting> = async (services, actor, { commentId }) => {
  const { comment, board } = await findComment(services, actor, commentId)
  const editing = requireEditing(board)
  const managing = comment.authorId === board.actor.id ? null : requireManaging(board)
  if (comment.deletedAt) throw commentIsDeleted()
  return { commentId, taskId: comment.taskId, board: editing, managing } as CommentDeleting
}

/** What is said to whoever changes a comment that is gone. */
export function commentIsDeleted(): Conflict {
  return new Conflict('This comment was deleted.')
}

interface Found {
  comment: { authorId: number; taskId: number; deletedAt: Date | null }
  board: BoardAccess
}

// A tombstone can be seen, where its line is; the comments of a deleted task are gone.
async function findComment({ db }: Services, actor: Actor | null, id: string): Promise<Found> {
  if (!actor) throw new Unauthorized()
  const comment = await db.taskThreadComment.findFirst({
    where: { id, task: { deletedAt: null } },
    select: { authorId: true, taskId: true, deletedAt: true, task: { select: { boardId: true } } },
  })
  if (!comment) throw new NotFound()
  return { comment, board: await findBoardAccess(db, actor, comment.task.boardId) }
}
