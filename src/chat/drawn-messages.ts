import { drawContent } from '../mentions/index.ts'
import { createKeptDrawings } from '../platform/views/kept-drawings.ts'
import { findMessages, type MessageView } from './messages.queries.ts'

export type { DrawingKey } from '../platform/views/kept-drawings.ts'

/** Messages as HTML. */
export const { draw: drawMessage, drawAll: drawMessages } = createKeptDrawings<MessageView>(
  ({ views }, message) => {
    const content = drawContent(message.content, message.mentions, message)
    return views.render('chat/_message', { message, content })
  },
  ({ db }, ids) => findMessages(db, ids),
)
