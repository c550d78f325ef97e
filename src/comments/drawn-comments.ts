import { drawContent } from '../mentions/index.ts'
import { createKeptDrawings } from '../platform/views/kept-drawings.ts'
import type { Services } from '../platform/services.ts'
import { findComments, type CommentView, type ReplyKey } from './comments.queries.ts'

/** A comment with those of its replies that are shown, in the thread's order. */
export interface ThreadEntry {
  comment: CommentView
  replies: ReplyKey[]
  /** Where its earlier replies end; null when all of them are shown. */
  earlierBefore: number | null
  /** Where those end that are shown, when later ones are not. */
  laterAfter: number | null
}

/** Comments as HTML, without what hangs below them. */
export const { draw: drawComment, drawAll: drawComments } = createKeptDrawings<CommentView>(
  ({ views }, comment) => {
    const content = comment.deletedAt ? '' : drawContent(comment.content, comment.mentions, { mentionsRoom: false })
    return views.render('comments/_comment', { comment, content })
  },
  ({ db }, ids) => findComments(db, ids),
)

/** The line of a new comment or reply as HTML: nothing hangs below it yet. */
export function drawNewEntry(services: Services, comment: CommentView): string {
  const bare = { replies: [], earlierBefore: null, laterAfter: null }
  return services.views.render('comments/_entry', { comment, drawn: drawComment(services, comment), ...bare })
}

/** The lines of a thread as HTML: each comment with its replies. */
export async function drawEntries(services: Services, entries: ThreadEntry[]): Promise<string[]> {
  const replies = await drawComments(
    services,
    entries.flatMap((entry) => entry.replies),
  )
  let taken = 0
  return entries.map(({ comment, ...entry }) => {
    const drawn = entry.replies.map((reply) => ({ comment: reply, drawn: replies[taken++] }))
    return services.views.render('comments/_entry', {
      comment,
      drawn: drawComment(services, comment),
      ...entry,
      replies: drawn,
    })
  })
}
