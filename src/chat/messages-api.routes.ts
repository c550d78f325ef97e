import { change } from '../platform/change.ts'
import { json } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { corrections } from '../platform/limits.ts'
import { messageEdit, messageParams, readMark, roomParams } from './chat-fields.ts'
import { roomReader } from './chat.policy.ts'
import { deleteMessage } from './delete-message.ts'
import { editMessage } from './edit-message.ts'
import { markRoomRead } from './mark-room-read.ts'
import { messageDeleter, messageEditor, messageReader } from './messages.policy.ts'
import { getMessage, messageFacts } from './messages.queries.ts'

const show = route({
  method: 'get',
  path: '/api/v1/messages/:messageId',
  params: messageParams,
  door: messageReader,
  handle: async ({ services, access }) =>
    json({ message: messageFacts(await getMessage(services.db, access.messageId)) }),
})

const edit = route({
  method: 'patch',
  path: '/api/v1/messages/:messageId',
  params: messageParams,
  input: messageEdit,
  door: messageEditor,
  limit: corrections,
  handle: async ({ services, access, input }) =>
    json({ message: messageFacts(await change(services, (draft) => editMessage(services, draft, access, input))) }),
})

const remove = route({
  method: 'delete',
  path: '/api/v1/messages/:messageId',
  params: messageParams,
  door: messageDeleter,
  limit: corrections,
  handle: async ({ services, access }) => {
    const message = await change(services, (draft) => deleteMessage(services, draft, access))
    return json({ message: messageFacts(message) })
  },
})

const markRead = route({
  method: 'post',
  path: '/api/v1/rooms/:roomId/read',
  params: roomParams,
  input: readMark,
  door: roomReader,
  handle: async ({ services, access, input }) => {
    const { unread } = await markRoomRead(services, access, input)
    return json({ unread })
  },
})

export const routes = [show, edit, remove, markRead]
