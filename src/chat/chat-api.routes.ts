import * as z from 'zod'
import { membersByPrefix } from '../boards/index.ts'
import { signedIn } from '../platform/door.ts'
import { json } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { integerId, positionInAddress } from '../platform/ids.ts'
import { newMessage, roomParams } from './chat-fields.ts'
import { roomPoster, roomReader } from './chat.policy.ts'
import { historyPageSize, messageFacts, messagesAfter, messagesBefore } from './messages.queries.ts'
import { postMessage } from './post-message.ts'

const cursor = positionInAddress.optional()
const suggestionsAtMost = 10

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

/** Who may be mentioned in a room: those who see it. */
const suggestMentions = route({
  method: 'get',
  path: '/api/v1/mentions',
  input: z.object({ roomId: integerId, q: z.string().max(64).default('') }),
  door: signedIn,
  handle: async ({ services, access: actor, input }) => {
    const { board } = await roomReader(services, actor, { roomId: input.roomId })
    const people = await membersByPrefix(services.db, board.boardId, input.q, suggestionsAtMost)
    return json({ items: people, nextCursor: null })
  },
})

export const routes = [listMessages, post, suggestMentions]
