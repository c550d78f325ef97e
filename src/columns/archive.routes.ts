import { boardParams, boardReader, canEdit, findBoard } from '../boards/index.ts'
import { json, page } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { archiveOf } from './archive.queries.ts'

/** What was put away from a board, to be restored or deleted for good. */
const archivePage = route({
  method: 'get',
  path: '/boards/:boardId/archive/',
  params: boardParams,
  door: boardReader,
  handle: async ({ services, access }) => {
    // The version is read before what it counts: a change in between is told live, once more at worst.
    const board = await findBoard(services.db, access)
    const archive = await archiveOf(services.db, access)
    return page('columns/archive', {
      title: `Archive of ${board.name}`,
      pageKind: 'archive',
      breadcrumbs: [{ name: board.name, href: `/boards/${board.id}/` }, { name: 'Archive' }],
      currentBoardId: board.id,
      locals: { board, ...archive, access: { canEdit: canEdit(access.role) } },
    })
  },
})

const archiveApi = route({
  method: 'get',
  path: '/api/v1/boards/:boardId/archive',
  params: boardParams,
  door: boardReader,
  handle: async ({ services, access }) => json(await archiveOf(services.db, access)),
})

export const routes = [archivePage, archiveApi]
