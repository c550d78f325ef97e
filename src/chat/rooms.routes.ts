import * as z from 'zod'
import { boardCrumb, boardEditor, boardParams, boardReader, canEdit, findBoard } from '../boards/index.ts'
import { change } from '../platform/change.ts'
import { signedIn } from '../platform/door.ts'
import { formErrors } from '../platform/http/form-errors.ts'
import { page, redirect } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { changes, creations } from '../platform/limits.ts'
import { createRoom } from './create-room.ts'
import { drawCreateRoom } from './create-room-page.ts'
import { muteBoard } from './mute-room.ts'
import { muting, newRoom } from './room-fields.ts'
import { roomRows, roomsByBoard, type BoardRooms, type RoomRow } from './room-rows.queries.ts'

const shown = z.enum(['all', 'unread', 'mentions']).catch('all').default('all')

/** Which rooms of the hub are shown. */
const filters: Record<z.output<typeof shown>, (room: RoomRow) => boolean> = {
  all: () => true,
  unread: ({ unread, mentions }) => unread > 0 || mentions > 0,
  mentions: ({ mentions }) => mentions > 0,
}

/** Every room that one is in. */
const hub = route({
  method: 'get',
  path: '/messaging/',
  input: z.object({ show: shown }),
  door: signedIn,
  handle: async ({ services, access: actor, input: { show } }) => {
    const boards = await roomsByBoard(services.db, actor)
    const rooms = boards.flatMap((board) => board.rooms)
    return page('chat/rooms', {
      title: 'Rooms',
      pageKind: 'rooms',
      breadcrumbs: [{ name: 'Rooms' }],
      locals: {
        show,
        boards: boards.map((board) => filtered(board, filters[show])).filter(isShown),
        isEmpty: boards.length === 0,
        unread: rooms.reduce((sum, room) => sum + room.unread, 0),
        mentions: rooms.reduce((sum, room) => sum + room.mentions, 0),
      },
    })

    function isShown(board: BoardRooms): boolean {
      return show === 'all' || board.rooms.length > 0
    }
  },
})

function filtered(board: BoardRooms, fits: (room: RoomRow) => boolean): BoardRooms {
  return { ...board, rooms: board.rooms.filter(fits) }
}

const boardRoomsPage = route({
  method: 'get',
  path: '/messaging/board/:boardId/rooms/',
  params: boardParams,
  door: boardReader,
  handle: async ({ services, access }) => {
    // The version is read before what it counts: a change in between is told live, once more at worst.
    const board = await findBoard(services.db, access)
    return page('chat/board-rooms', {
      title: `Rooms of ${board.name}`,
      pageKind: 'rooms',
      breadcrumbs: [boardCrumb(board), { name: 'Rooms' }],
      currentBoardId: board.id,
      locals: { board, ...(await roomRows(services.db, access)), canCreate: canEdit(access.role) },
    })
  },
})

const createRoomPage = route({
  method: 'get',
  path: '/messaging/board/:boardId/rooms/create/',
  params: boardParams,
  door: boardEditor,
  handle: ({ services, access }) => drawCreateRoom(services, access),
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
  refuse: ({ services, access, typed, chosen, error }) =>
    drawCreateRoom(services, access, { typed, chosen: chosen['memberIds'] ?? [], errors: formErrors(error) }),
})

const mute = route({
  method: 'post',
  path: '/messaging/board/:boardId/mute/',
  params: boardParams,
  input: muting,
  door: boardReader,
  limit: changes,
  handle: async ({ services, access, input }) => {
    await change(services, (draft) => muteBoard(services, draft, access, input))
    return redirect(`/messaging/board/${access.boardId}/rooms/`)
  },
})

export const routes = [hub, boardRoomsPage, createRoomPage, createRoomForm, mute]
