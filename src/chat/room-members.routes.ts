import { boardCrumb, canEdit } from '../boards/index.ts'
import { change } from '../platform/change.ts'
import { NotFound, type ExpectedError } from '../platform/errors.ts'
import { formErrors } from '../platform/http/form-errors.ts'
import { page, redirect, type Reply } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { changes, creations } from '../platform/limits.ts'
import type { Services } from '../platform/services.ts'
import { roomParams } from './chat-fields.ts'
import { roomReader, type RoomAccess } from './chat.policy.ts'
import { joinRoom, leaveRoom } from './join-room.ts'
import { invited, roomMemberParams } from './room-fields.ts'
import { inviteToRoom, removeFromRoom } from './room-members.ts'
import { membersOfRoom, outsidersOfRoom } from './room-members.queries.ts'
import { roomEditor } from './rooms.policy.ts'

const members = route({
  method: 'get',
  path: '/messaging/room/:roomId/members/',
  params: roomParams,
  door: roomReader,
  handle: ({ services, access }) => drawMembers(services, access),
})

const invite = route({
  method: 'post',
  path: '/messaging/room/:roomId/members/',
  params: roomParams,
  input: invited,
  door: roomEditor,
  limit: creations,
  handle: async ({ services, access, input }) => {
    await change(services, (draft) => inviteToRoom(services, draft, access, input))
    return redirect(`/messaging/room/${access.roomId}/members/`)
  },
  refuse: ({ services, access, typed, error }) =>
    drawMembers(services, access, { values: typed, errors: formErrors(error) }),
})

const remove = route({
  method: 'post',
  path: '/messaging/room/:roomId/members/:userId/remove/',
  params: roomMemberParams,
  door: roomEditor,
  limit: changes,
  handle: async ({ services, access, params }) => {
    await change(services, (draft) => removeFromRoom(services, draft, access, params.userId))
    return redirect(`/messaging/room/${access.roomId}/members/`)
  },
  refuse: ({ services, access, error }) => drawMembers(services, access, { leaveError: inWords(error) }),
})

const join = route({
  method: 'post',
  path: '/messaging/room/:roomId/join/',
  params: roomParams,
  door: roomReader,
  limit: changes,
  handle: async ({ services, access }) => {
    await change(services, (draft) => joinRoom(services, draft, access))
    return redirect(`/messaging/room/${access.roomId}/`)
  },
})

const leave = route({
  method: 'post',
  path: '/messaging/room/:roomId/leave/',
  params: roomParams,
  door: roomReader,
  limit: changes,
  handle: async ({ services, access }) => {
    await change(services, (draft) => leaveRoom(services, draft, access))
    return redirect(`/messaging/board/${access.board.boardId}/rooms/`)
  },
  refuse: ({ services, access, error }) => drawMembers(services, access, { leaveError: inWords(error) }),
})

// Whoever has left by another tab, and the person who was removed by somebody else, are not shown once more.
function inWords(error: ExpectedError): string {
  if (error instanceof NotFound) throw error
  return error.message
}

/** What was not taken, and why. */
interface MembersState {
  values?: Record<string, string>
  errors?: Record<string, string>
  leaveError?: string
}

async function drawMembers(
  { db }: Services,
  { room, boardName, boardVersion, board, membership }: RoomAccess,
  { values = {}, errors = {}, leaveError }: MembersState = {},
): Promise<Reply> {
  const isEditor = canEdit(board.role)
  return page('chat/room-members', {
    title: `Members of # ${room.name}`,
    pageKind: 'members',
    breadcrumbs: [
      boardCrumb({ id: room.boardId, name: boardName }),
      { name: room.name, href: `/messaging/room/${room.id}/`, roomId: room.id },
      { name: 'Members' },
    ],
    currentBoardId: room.boardId,
    locals: {
      room,
      board: { id: room.boardId, version: boardVersion },
      members: await membersOfRoom(db, room.id),
      others: isEditor ? await outsidersOfRoom(db, room) : [],
      access: { canEdit: isEditor, isIn: membership !== null },
      values,
      errors,
      leaveError,
    },
  })
}

export const routes = [members, invite, remove, join, leave]
