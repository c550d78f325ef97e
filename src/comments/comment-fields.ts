import * as z from 'zod'
import { content } from '../mentions/index.ts'
import { clientId, positionInAddress, textId, versionNumber } from '../platform/ids.ts'

/** The parts of an address under a comment. */
export const commentParams = z.object({ commentId: textId })

const newReply = { content, clientId, parentId: textId.optional() }

/** A comment, or with `parentId` a reply to one. */
export const newComment = z.object(newReply)

/** The same as a form sends it, where an empty field is none. */
export const commentForm = z.object({
  ...newReply,
  parentId: z.preprocess((value) => (value === '' ? undefined : value), textId.optional()),
})

export type NewComment = z.output<typeof newComment>

/** `version` is that of the comment as its author saw it before: with it, nothing newer is written over. */
export const commentChanges = z.object({ content, version: versionNumber.optional() })

export type CommentChanges = z.output<typeof commentChanges>

/** Which stretch of a thread an address asks for. */
export const threadWindow = z.object({
  before: positionInAddress.optional(),
  after: positionInAddress.optional(),
  comment: textId.optional(),
  /** With `comment`: only its replies before this position. */
  repliesBefore: positionInAddress.optional(),
})

export type ThreadWindow = z.output<typeof threadWindow>
