import { drawContent } from '../mentions/index.ts'
import type { Services } from '../platform/services.ts'
import type { CommentView } from './comments.queries.ts'

/** A comment with the replies that hang below it; a reply has none. */
export interface ThreadEntry {
  comment: CommentView
  replies: CommentView[]
}

/** A comment as HTML, without what hangs below it. A drawing holds nothing about the viewer. */
export function drawComment({ views }: Services, comment: CommentView): string {
  const content = comment.deletedAt ? '' : drawContent(comment.content, comment.mentions, { mentionsRoom: false })
  return views.render('comments/_comment', { comment, content })
}

/** A line of a thread as HTML: a comment and its replies. */
export function drawEntry(services: Services, { comment, replies }: ThreadEntry): string {
  return services.views.render('comments/_entry', {
    comment,
    drawn: drawComment(services, comment),
    replies: replies.map((reply) => drawEntry(services, { comment: reply, replies: [] })),
  })
}
