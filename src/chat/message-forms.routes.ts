import * as z from 'zod'
import { boardCrumb } from '../boards/index.ts'
import { change } from '../platform/change.ts'
import { formErrors } from '../platform/http/form-errors.ts'
import { page, redirect, type Reply } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { corrections } from '../platform/limits.ts'
import type { Services } from '../platform/services.ts'
import { countOthers, refuseUnmeantCall } from './call-room.ts'
import { messageEdit, messageParams } from './chat-fields.ts'
import { deleteMessage } from './delete-message.ts'
import { editMessage } from './edit-message.ts'
import { messageDeleter, messageEditor, type MessageAccess, type MessageDeleting } from './messages.policy.ts'
import { getMessage, type MessageView } from './messages.queries.ts'

const formEdit = messageEdit.pick({ content: true }).extend({ confirmRoom: z.string().optional() })

const editPage = route({
  method: 'get',
  path: '/messaging/messages/:messageId/edit/',
  params: messageParams,
  door: messageEditor,
  handle: async ({ services, access }) => {
    const { content } = await getMessage(services.db, access.messageId)
    return drawEdit(access, { values: { content }, errors: {}, peopleToCall: 0 })
  },
})

const editForm = route({
  method: 'post',
  path: '/messaging/messages/:messageId/edit/',
  params: messageParams,
  input: formEdit,
  door: messageEditor,
  limit: corrections,
  handle: async ({ services, access, input }) => {
    const { mentionsRoom } = await getMessage(services.db, access.messageId)
    if (!mentionsRoom) await refuseUnmeantCall(services, access.room, input)
    await change(services, (draft) => editMessage(services, draft, access, input))
    return redirect(placeOf(access))
  },
  refuse: async ({ services, access, typed, error }) => {
    const errors = formErrors(error)
    const peopleToCall = errors['confirmRoom'] === undefined ? 0 : await countOthers(services.db, access.room)
    return drawEdit(access, { values: typed, errors, peopleToCall })
  },
})

const deletePage = route({
  method: 'get',
  path: '/messaging/messages/:messageId/delete/',
  params: messageParams,
  door: messageDeleter,
  handle: ({ services, access }) => drawDelete(services, access),
})

const deleteForm = route({
  method: 'post',
  path: '/messaging/messages/:messageId/delete/',
  params: messageParams,
  door: messageDeleter,
  limit: corrections,
  handle: async ({ services, access }) => {
    await change(services, (draft) => deleteMessage(services, draft, access))
    return redirect(placeOf(access))
  },
})

function placeOf({ messageId, room }: MessageAccess): string {
  return `/messaging/room/${room.roomId}/?message=${messageId}#message-${messageId}`
}

interface EditForm {
  values: Record<string, string>
  errors: Record<string, string>
  /** How many people the message calls, where that is to be confirmed; 0 elsewhere. */
  peopleToCall: number
}

function drawEdit(access: MessageAccess, form: EditForm): Reply {
  return drawAlone(access, 'Edit the message', 'chat/edit-message', form)
}

async function drawDelete(services: Services, access: MessageDeleting): Promise<Reply> {
  const message: MessageView = await getMessage(services.db, access.messageId)
  return drawAlone(access, 'Delete the message', 'chat/delete-message', { message })
}

function drawAlone(access: MessageAccess, title: string, template: string, locals: object): Reply {
  const { room, boardName: name, board } = access.room
  return page(template, {
    title,
    pageKind: 'room',
    breadcrumbs: [boardCrumb({ id: board.boardId, name }), { name: room.name, href: `/messaging/room/${room.id}/` }],
    currentBoardId: board.boardId,
    currentRoomId: room.id,
    locals: { room, messageId: access.messageId, place: placeOf(access), ...locals },
  })
}

export const routes = [editPage, editForm, deletePage, deleteForm]
