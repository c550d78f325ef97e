import * as z from 'zod'
import { boardParams, boardReader, canEdit, canManage, facesOf, findBoard, type BoardAccess } from '../boards/index.ts'
import { readTalk, roomReader, roomsOf } from '../chat/index.ts'
import { readThread } from '../comments/index.ts'
import { NotFound } from '../platform/errors.ts'
import { fragment, json, page } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { integerId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import {
  columnsWithTasks,
  columnTallies,
  drawBoardColumns,
  readSheet,
  sheetLocals,
  taskReader,
} from '../tasks/index.ts'
import { filterInput, readBoardFilter } from './board-filter.ts'

const pageInput = z.object({ room: integerId.optional(), task: integerId.optional(), ...filterInput })
type PageInput = z.output<typeof pageInput>

/** The board, with its conversation beside it: one of its rooms, the first unless another is asked for. */
const boardPage = route({
  method: 'get',
  path: '/boards/:boardId/',
  params: boardParams,
  input: pageInput,
  door: boardReader,
  handle: async ({ services, access, input, today, csrfToken }) => {
    // The version is read before what it counts: a change in between is told live, once more at worst.
    const board = await findBoard(services.db, access)
    const filter = await readBoardFilter(services, access, input, today)
    const [columns, tallies, faces] = await Promise.all([
      drawBoardColumns(services, { boardId: board.id, matching: filter.matching, csrfToken: csrfToken() }),
      columnTallies(services.db, board.id),
      facesOf(services.db, board.id),
    ])
    const { rooms, talk } = await readConversation(services, access, input.room)
    return page('boards/board', {
      title: board.name,
      pageKind: 'board',
      breadcrumbs: [
        { name: 'Boards', href: '/' },
        { name: board.name, boardId: board.id },
      ],
      currentBoardId: board.id,
      locals: {
        board,
        columns,
        tallies,
        ...faces,
        access: ranks(access),
        rooms,
        talk,
        filter,
        roomId: input.room,
        panel: await readPanel(services, access, input),
      },
    })
  },
})

/** The parts of the filter that follow the board's labels and members. */
const filterMenus = route({
  method: 'get',
  path: '/boards/:boardId/filter/',
  params: boardParams,
  input: z.object(filterInput),
  door: boardReader,
  handle: async ({ services, access, input, today }) =>
    fragment('boards/_filter_menus', { filter: await readBoardFilter(services, access, input, today) }),
})

const showApi = route({
  method: 'get',
  path: '/api/v1/boards/:boardId',
  params: boardParams,
  door: boardReader,
  handle: async ({ services, access }) => {
    const board = await findBoard(services.db, access)
    const [columns, rooms] = await Promise.all([columnsWithTasks(services.db, access), roomsOf(services.db, access)])
    return json({ board: { ...board, role: access.role, columns, rooms } })
  },
})

/** The task that lies open over the board, and where the board is without it. */
async function readPanel(
  services: Services,
  { boardId, actor }: BoardAccess,
  { task: taskId, ...others }: PageInput,
): Promise<object | null> {
  if (taskId === undefined) return null
  const task = await taskReader(services, actor, { taskId })
  if (task.board.boardId !== boardId) throw new NotFound()
  const [sheet, thread] = [await readSheet(services, task), await readThread(services, task)]
  return { address: addressOf(boardId, others), ...sheetLocals(sheet), thread }
}

/** What else stands in the board's address stays: the room, the filter. */
function addressOf(boardId: number, others: Omit<PageInput, 'task'>): string {
  const given = Object.entries(others).flatMap(([name, values]) =>
    [values ?? []].flat().map((value) => [name, String(value)]),
  )
  const query = new URLSearchParams(given).toString()
  return `/boards/${boardId}/${query && `?${query}`}`
}

async function readConversation(services: Services, access: BoardAccess, roomId: number | undefined) {
  const rooms = await roomsOf(services.db, access)
  const shown = roomId ?? rooms[0]?.id
  if (shown === undefined) return { rooms, talk: null }
  const room = await roomReader(services, access.actor, { roomId: shown })
  if (room.board.boardId !== access.boardId) throw new NotFound()
  return { rooms, talk: await readTalk(services, room) }
}

function ranks({ role }: BoardAccess): { canEdit: boolean; canManage: boolean } {
  return { canEdit: canEdit(role), canManage: canManage(role) }
}

export const routes = [boardPage, filterMenus, showApi]
