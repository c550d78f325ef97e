import { boardEditor, boardParams, boardReader } from '../boards/index.ts'
import type { Actor } from '../platform/actor.ts'
import { change, type Draft } from '../platform/change.ts'
import type { Door } from '../platform/door.ts'
import { json, type Reply } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { changes, creations } from '../platform/limits.ts'
import type { Services } from '../platform/services.ts'
import { archiveRoom, changeRoom, restoreRoom } from './change-room.ts'
import { roomParams } from './chat-fields.ts'
import { roomReader, type RoomAccess } from './chat.policy.ts'
import { createRoom } from './create-room.ts'
import { deleteRoom } from './delete-room.ts'
import { joinRoom, leaveRoom } from './join-room.ts'
import { muteBoard, muteRoom } from './mute-room.ts'
import { invited, muting, newRoom, roomChanges, roomMemberParams } from './room-fields.ts'
import { inviteToRoom, removeFromRoom } from './room-members.ts'
import { membersOfRoom } from './room-members.queries.ts'
import { listRooms, roomFacts } from './rooms.queries.ts'
import { roomDeleter, roomEditor } from './rooms.policy.ts'

const list = route({
  method: 'get',
  path: '/api/v1/boards/:boardId/rooms',
  params: boardParams,
  door: boardReader,
  handle: async ({ services, access }) => json({ items: await listRooms(services.db, access), nextCursor: null }),
})

const create = route({
  method: 'post',
  path: '/api/v1/boards/:boardId/rooms',
  params: boardParams,
  input: newRoom,
  door: boardEditor,
  limit: creations,
  handle: async ({ services, access, input }) => {
    const { id } = await change(services, (draft) => createRoom(services, draft, access, input))
    return answerRoom(services, access.actor, id, 201)
  },
})

const show = route({
  method: 'get',
  path: '/api/v1/rooms/:roomId',
  params: roomParams,
  door: roomReader,
  handle: ({ access }) => json({ room: roomFacts(access.room, access.membership) }),
})

const patch = route({
  method: 'patch',
  path: '/api/v1/rooms/:roomId',
  params: roomParams,
  input: roomChanges,
  door: roomEditor,
  limit: changes,
  handle: async ({ services, access, input }) => {
    await change(services, (draft) => changeRoom(services, draft, access, input))
    return answerRoom(services, access.board.actor, access.roomId)
  },
})

const remove = route({
  method: 'delete',
  path: '/api/v1/rooms/:roomId',
  params: roomParams,
  door: roomDeleter,
  limit: changes,
  handle: async ({ services, access }) => {
    await change(services, (draft) => deleteRoom(services, draft, access))
    return json({ room: { id: access.roomId } })
  },
})

const archive = deed('archive', roomEditor, archiveRoom)
const restore = deed('restore', roomEditor, restoreRoom)
const join = deed('join', roomReader, joinRoom)

/** Whoever has left a private room is told no more of it than its id. */
const leave = route({
  method: 'post',
  path: '/api/v1/rooms/:roomId/leave',
  params: roomParams,
  door: roomReader,
  limit: changes,
  handle: async ({ services, access }) => {
    await change(services, (draft) => leaveRoom(services, draft, access))
    return json({ room: { id: access.roomId, isMember: false } })
  },
})

const mute = route({
  method: 'post',
  path: '/api/v1/rooms/:roomId/mute',
  params: roomParams,
  input: muting,
  door: roomReader,
  limit: changes,
  handle: async ({ services, access, input }) => {
    await change(services, (draft) => muteRoom(services, draft, access, input))
    return answerRoom(services, access.board.actor, access.roomId)
  },
})

const listMembers = route({
  method: 'get',
  path: '/api/v1/rooms/:roomId/members',
  params: roomParams,
  door: roomReader,
  handle: async ({ services, access }) =>
    json({ items: await membersOfRoom(services.db, access.roomId), nextCursor: null }),
})

const invite = route({
  method: 'post',
  path: '/api/v1/rooms/:roomId/members',
  params: roomParams,
  input: invited,
  door: roomEditor,
  limit: creations,
  handle: async ({ services, access, input }) =>
    json({ member: await change(services, (draft) => inviteToRoom(services, draft, access, input)) }, 201),
})

const removeMember = route({
  method: 'delete',
  path: '/api/v1/rooms/:roomId/members/:userId',
  params: roomMemberParams,
  door: roomEditor,
  limit: changes,
  handle: async ({ services, access, params: { userId } }) => {
    await change(services, (draft) => removeFromRoom(services, draft, access, userId))
    return json({ member: { userId } })
  },
})

const muteWholeBoard = route({
  method: 'post',
  path: '/api/v1/boards/:boardId/mute',
  params: boardParams,
  input: muting,
  door: boardReader,
  limit: changes,
  handle: async ({ services, access, input }) => {
    await change(services, (draft) => muteBoard(services, draft, access, input))
    return json({ board: { id: access.boardId, ...input } })
  },
})

/** `POST /rooms/:roomId/<verb>`, which needs no more words and answers with the room. */
function deed<Access extends RoomAccess>(
  verb: string,
  door: Door<{ roomId: number }, Access>,
  make: (services: Services, draft: Draft, access: Access) => Promise<void>,
) {
  return route({
    method: 'post',
    path: `/api/v1/rooms/:roomId/${verb}`,
    params: roomParams,
    door,
    limit: changes,
    handle: async ({ services, access }) => {
      await change(services, (draft) => make(services, draft, access))
      return answerRoom(services, access.board.actor, access.roomId)
    },
  })
}

/** The room as it is after the change, for who made it. */
async function answerRoom(services: Services, actor: Actor, roomId: number, status = 200): Promise<Reply> {
  const { room, membership } = await roomReader(services, actor, { roomId })
  return json({ room: roomFacts(room, membership) }, status)
}

export const routes = [
  list,
  create,
  show,
  patch,
  remove,
  archive,
  restore,
  join,
  leave,
  mute,
  listMembers,
  invite,
  removeMember,
  muteWholeBoard,
]
