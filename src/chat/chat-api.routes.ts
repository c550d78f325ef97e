import * as z from 'zod'
import { boardEditor, boardParams, boardReader } from '../boards/index.ts'
import { change } from '../platform/change.ts'
import { json } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { creations } from '../platform/limits.ts'
import { positionInAddress } from '../platform/ids.ts'
import { newMessage, newRoom, roomParams } from './chat-fields.ts'
import { roomPoster, roomReader } from './chat.policy.ts'
import { createRoom } from './create-room.ts'
import { historyPageSize, messageFacts, messagesAfter, messagesBefore } from './messages.queries.ts'
import { postMessage } from './post-message.ts'
import { roomsOf } from './rooms.queries.ts'

const cursor = positionInAddress.optional()

const listRooms = route({
  method: 'get',
  path: '/api/v1/boards/:boardId/rooms',
  params: boardParams,
  door: boardReader,
  handle: async ({ services, access }) => json({ items: await roomsOf(services.db, access), nextCursor: null }),
})

const createRoomRoute = route({
  method: 'post',
  path: '/api/v1/boards/:boardId/rooms',
  params: boardParams,
  input: newRoom,
  door: boardEditor,
  limit: creations,
  handle: async ({ services, access, input }) =>
    json({ room: await change(services, (draft) => createRoom(services, draft, access, input)) }, 201),
})

const showRoom = route({
  method: 'get',
  path: '/api/v1/rooms/:roomId',
  params: roomParams,
  door: roomReader,
  handle: ({ access }) => json({ room: access.room }),
})

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

export const routes = [listRooms, createRoomRoute, showRoom, listMessages, post]
