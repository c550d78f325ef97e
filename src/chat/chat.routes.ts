import * as z from 'zod'
import {
  boardCrumb,
  boardEditor,
  boardParams,
  boardReader,
  canEdit,
  facesOf,
  findBoard,
  type BoardEditing,
} from '../boards/index.ts'
import { change } from '../platform/change.ts'
import { signedIn } from '../platform/door.ts'
import { formErrors } from '../platform/http/form-errors.ts'
import { fragment, page, redirect, type Reply } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { creations } from '../platform/limits.ts'
import { positionInAddress, textId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { columnTallies } from '../tasks/index.ts'
import { newMessage, newRoom, roomParams } from './chat-fields.ts'
import { roomPoster, roomReader, type RoomAccess } from './chat.policy.ts'
import { createRoom } from './create-room.ts'
import { postMessage } from './post-message.ts'
import { roomRows, roomsByBoard } from './rooms.queries.ts'
import { refuseUnmeantCall } from './call-room.ts'
import { readHistory } from './history.ts'
import { readTalk, type RefusedPost, type TalkWindow } from './talk.ts'

const position = positionInAddress.optional()

const roomsPage = route({
  method: 'get',
  path: '/messaging/',
  door: signedIn,
  handle: async ({ services, access: actor }) =>
    page('chat/rooms', {
      title: 'Rooms',
      pageKind: 'rooms',
      breadcrumbs: [{ name: 'Rooms' }],
      locals: { boards: await roomsByBoard(services.db, actor) },
    }),
})

const boardRoomsPage = route({
  method: 'get',
  path: '/messaging/board/:boardId/rooms/',
  params: boardParams,
  door: boardReader,
  handle: async ({ services, access }) => {
    const [board, rooms] = await Promise.all([findBoard(services.db, access), roomRows(services.db, access)])
    return page('chat/board-rooms', {
      title: `Rooms of ${board.name}`,
      pageKind: 'rooms',
      breadcrumbs: [boardCrumb(board), { name: 'Rooms' }],
      currentBoardId: board.id,
      locals: { board, rooms, canCreate: canEdit(access.role) },
    })
  },
})

const createRoomPage = route({
  method: 'get',
  path: '/messaging/board/:boardId/rooms/create/',
  params: boardParams,
  door: boardEditor,
  handle: ({ services, access }) => drawCreateRoom(services, access, {}, {}),
})

const createRoomForm = route({
  method: 'post',
  path: '/messaging/board/:boardId/rooms/create/',
  params: boardParams,
  input: newRoom,
  door: boardEditor,
  limit: creations,
  handle: async ({ services, access, input }) => {
    const room = await change(services, (draft) => createRoom(services, draft, access, input))
    return redirect(`/messaging/room/${room.id}/`)
  },
  refuse: ({ services, access, typed, error }) => drawCreateRoom(services, access, typed, formErrors(error)),
})

const roomPage = route({
  method: 'get',
  path: '/messaging/room/:roomId/',
  params: roomParams,
  input: z.object({ before: position, after: position, message: textId.optional(), unread: z.literal('1').optional() }),
  door: roomReader,
  handle: ({ services, access, input }) => drawRoom(services, access, input),
})

const postForm = route({
  method: 'post',
  path: '/messaging/room/:roomId/',
  params: roomParams,
  input: newMessage.extend({ confirmRoom: z.string().optional() }),
  door: roomPoster,
  handle: async ({ services, access, input }) => {
    await refuseUnmeantCall(services, access, input)
    const message = await postMessage(services, access, input)
    return redirect(`/messaging/room/${access.roomId}/#message-${message.id}`)
  },
  refuse: ({ services, access, typed, error }) =>
    drawRoom(
      services,
      access,
      {},
      {
        content: typed['content'] ?? '',
        clientId: typed['clientId'],
        error: error.fields?.['content'] ?? error.fields?.['confirmRoom'] ?? error.message,
        asksToCall: error.fields?.['confirmRoom'] !== undefined,
      },
    ),
})

/** A stretch of history for the browser to put above or below what it shows. */
const history = route({
  method: 'get',
  path: '/messaging/room/:roomId/messages/',
  params: roomParams,
  input: z.object({ before: position, after: position }),
  door: roomReader,
  handle: async ({ services, access, input }) => fragment('chat/_history', await readHistory(services, access, input)),
})

async function drawRoom(
  services: Services,
  access: RoomAccess,
  window: TalkWindow,
  refused?: RefusedPost,
): Promise<Reply> {
  const { boardId } = access.board
  const board = { id: boardId, name: access.boardName, version: access.boardVersion }
  const [faces, columns] = await Promise.all([facesOf(services.db, boardId), columnTallies(services.db, boardId)])
  const talk = await readTalk(services, access, { window, refused })
  return page('chat/room', {
    title: `# ${talk.room.name}`,
    pageKind: 'room',
    breadcrumbs: [boardCrumb(board), { name: talk.room.name }],
    currentBoardId: boardId,
    currentRoomId: access.roomId,
    locals: { board, room: talk.room, talk, ...faces, columns },
  })
}

async function drawCreateRoom(
  services: Services,
  access: BoardEditing,
  values: Record<string, string>,
  errors: Record<string, string>,
): Promise<Reply> {
  const board = await findBoard(services.db, access)
  return page('chat/create-room', {
    title: 'New room',
    pageKind: 'rooms',
    breadcrumbs: [boardCrumb(board), { name: 'New room' }],
    currentBoardId: board.id,
    locals: { board, values, errors },
  })
}

export const routes = [roomsPage, boardRoomsPage, createRoomPage, createRoomForm, roomPage, postForm, history]
