import { boardCrumb, canEdit } from '../boards/index.ts'
import { change } from '../platform/change.ts'
import { formErrors } from '../platform/http/form-errors.ts'
import { page, redirect, type Reply } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { changes } from '../platform/limits.ts'
import { archiveRoom, changeRoom, restoreRoom } from './change-room.ts'
import { roomParams } from './chat-fields.ts'
import { roomReader, type RoomAccess } from './chat.policy.ts'
import { deleteRoom } from './delete-room.ts'
import { muteRoom } from './mute-room.ts'
import { muting, roomForm } from './room-fields.ts'
import { canDelete, roomDeleter, roomEditor } from './rooms.policy.ts'

const settings = route({
  method: 'get',
  path: '/messaging/room/:roomId/settings/',
  params: roomParams,
  door: roomReader,
  handle: ({ access }) => drawSettings(access),
})

const save = route({
  method: 'post',
  path: '/messaging/room/:roomId/settings/',
  params: roomParams,
  input: roomForm,
  door: roomEditor,
  limit: changes,
  handle: async ({ services, access, input }) => {
    await change(services, (draft) => changeRoom(services, draft, access, input))
    return redirect(`/messaging/room/${access.roomId}/`)
  },
  refuse: ({ access, typed, error }) => drawSettings(access, { values: typed, errors: formErrors(error) }),
})

const archive = route({
  method: 'post',
  path: '/messaging/room/:roomId/archive/',
  params: roomParams,
  door: roomEditor,
  limit: changes,
  handle: async ({ services, access }) => {
    await change(services, (draft) => archiveRoom(services, draft, access))
    return redirect(`/messaging/room/${access.roomId}/`)
  },
})

const restore = route({
  method: 'post',
  path: '/messaging/room/:roomId/restore/',
  params: roomParams,
  door: roomEditor,
  limit: changes,
  handle: async ({ services, access }) => {
    await change(services, (draft) => restoreRoom(services, draft, access))
    return redirect(`/messaging/room/${access.roomId}/`)
  },
})

const remove = route({
  method: 'post',
  path: '/messaging/room/:roomId/delete/',
  params: roomParams,
  door: roomDeleter,
  limit: changes,
  handle: async ({ services, access }) => {
    await change(services, (draft) => deleteRoom(services, draft, access))
    return redirect(`/messaging/board/${access.board.boardId}/rooms/`)
  },
  refuse: ({ access, error }) => drawSettings(access, { deleteError: error.message }),
})

const mute = route({
  method: 'post',
  path: '/messaging/room/:roomId/mute/',
  params: roomParams,
  input: muting,
  door: roomReader,
  limit: changes,
  handle: async ({ services, access, input }) => {
    await change(services, (draft) => muteRoom(services, draft, access, input))
    return redirect(`/messaging/room/${access.roomId}/`)
  },
})

/** What was typed and not taken. */
interface SettingsState {
  values?: Record<string, string>
  errors?: Record<string, string>
  deleteError?: string
}

function drawSettings(
  { room, boardName, boardVersion, board }: RoomAccess,
  { values, errors = {}, deleteError }: SettingsState = {},
): Reply {
  return page('chat/room-settings', {
    title: `Settings of # ${room.name}`,
    pageKind: 'settings',
    breadcrumbs: [
      boardCrumb({ id: room.boardId, name: boardName }),
      { name: room.name, href: `/messaging/room/${room.id}/`, roomId: room.id },
      { name: 'Settings' },
    ],
    currentBoardId: room.boardId,
    locals: {
      room,
      board: { id: room.boardId, version: boardVersion },
      access: { canEdit: canEdit(board.role), canDelete: canDelete(board, room) },
      values: values ?? { name: room.name, description: room.description },
      errors,
      deleteError,
    },
  })
}

export const routes = [settings, save, archive, restore, remove, mute]
