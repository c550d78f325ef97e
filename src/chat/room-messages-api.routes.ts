import * as z from 'zod'
import { json } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { positionInAddress } from '../platform/ids.ts'
import { newMessage, roomParams } from './chat-fields.ts'
import { roomPoster, roomReader } from './chat.policy.ts'
import { historyPageSize, messageFacts, messagesAfter, messagesBefore } from './messages.queries.ts'
import { postMessage } from './post-message.ts'

const cursor = positionInAddress.optional()

/** Messages in the room's order. `before` and `after` are positions; `nextCursor` goes on in the direction that was asked for. */
const listMessages = route({
  method: 'get',
  path: '/api/v1/rooms/:roomId/messages',
  params: roomParams,
  input: z
    .object({ before: cursor, after: cursor, limit: z.coerce.number().int().min(1).max(100).default(historyPageSize) })
    .refine(({ before, after }) => before === undefined || after === undefined, {
      path: ['after'],
      error: 'goes without before',
    }),
  door: roomReader,
  handle: async ({ services, access, input: { before, after, limit } }) => {
    const { messages, nextCursor } =
      after === undefined
        ? await messagesBefore(services.db, access, before, limit)
        : await messagesAfter(services.db, access, after, limit)
    return json({ items: messages.map(messageFacts), nextCursor })
  },
})

const post = route({
  method: 'post',
  path: '/api/v1/rooms/:roomId/messages',
  params: roomParams,
  input: newMessage,
  door: roomPoster,
  handle: async ({ services, access, input }) =>
    json({ message: messageFacts(await postMessage(services, access, input)) }, 201),
})

export const routes = [listMessages, post]
