import * as z from 'zod'
import { boardCrumb, canEdit } from '../boards/index.ts'
import { fragment, page, redirect, type Reply } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { positionInAddress, textId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { columnTallies } from '../tasks/index.ts'
import { newMessage, roomParams } from './chat-fields.ts'
import { roomPoster, roomReader, type RoomAccess } from './chat.policy.ts'
import { postMessage } from './post-message.ts'
import { facesOfRoom } from './room-members.queries.ts'
import { readHistory, type HistoryWindow } from './history.ts'
import { readTalk, type RefusedPost } from './talk.ts'

const position = positionInAddress.optional()

const roomPage = route({
  method: 'get',
  path: '/messaging/room/:roomId/',
  params: roomParams,
  input: z.object({ before: position, after: position, message: textId.optional() }),
  door: roomReader,
  handle: ({ services, access, input }) => drawRoom(services, access, input),
})

const postForm = route({
  method: 'post',
  path: '/messaging/room/:roomId/',
  params: roomParams,
  input: newMessage,
  door: roomPoster,
  handle: async ({ services, access, input }) => {
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
        error: error.fields?.['content'] ?? error.message,
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
  window: HistoryWindow,
  refused?: RefusedPost,
): Promise<Reply> {
  const { boardId } = access.board
  const board = { id: boardId, name: access.boardName, version: access.boardVersion }
  const [faces, columns] = await Promise.all([
    facesOfRoom(services.db, access.roomId),
    columnTallies(services.db, boardId),
  ])
  const talk = await readTalk(services, access, { window, refused })
  return page('chat/room', {
    title: `# ${talk.room.name}`,
    pageKind: 'room',
    breadcrumbs: [boardCrumb(board), { name: talk.room.name, roomId: talk.room.id }],
    currentBoardId: boardId,
    currentRoomId: access.roomId,
    locals: {
      board,
      room: talk.room,
      mine: { isIn: access.membership !== null, isMuted: access.membership?.isMuted ?? false },
      canEdit: canEdit(access.board.role),
      talk,
      ...faces,
      columns,
    },
  })
}

export const routes = [roomPage, postForm, history]
