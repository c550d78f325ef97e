import { boardEditor, boardParams } from '../boards/index.ts'
import { change } from '../platform/change.ts'
import { redirect } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { creations } from '../platform/limits.ts'
import { columnEditor, columnParams } from '../tasks/index.ts'
import { archiveColumn, deleteColumn, restoreColumn } from './archive-column.ts'
import { changeColumn } from './change-column.ts'
import { columnForm, newColumn } from './column-fields.ts'
import { createColumn } from './create-column.ts'

const create = route({
  method: 'post',
  path: '/boards/:boardId/columns/',
  params: boardParams,
  input: newColumn,
  door: boardEditor,
  limit: creations,
  handle: async ({ services, access, input }) => {
    const { id } = await change(services, (draft) => createColumn(services, draft, access, input))
    return redirect(`/boards/${access.boardId}/#column-${id}`)
  },
})

const update = route({
  method: 'post',
  path: '/columns/:columnId/',
  params: columnParams,
  input: columnForm,
  door: columnEditor,
  handle: async ({ services, access, input }) => {
    await change(services, (draft) => changeColumn(services, draft, access, input))
    return redirect(`/boards/${access.board.boardId}/#column-${access.columnId}`)
  },
})

const archive = route({
  method: 'post',
  path: '/columns/:columnId/archive/',
  params: columnParams,
  door: columnEditor,
  handle: async ({ services, access }) => {
    await change(services, (draft) => archiveColumn(services, draft, access))
    return redirect(`/boards/${access.board.boardId}/archive/`)
  },
})

const restore = route({
  method: 'post',
  path: '/columns/:columnId/restore/',
  params: columnParams,
  door: columnEditor,
  handle: async ({ services, access }) => {
    await change(services, (draft) => restoreColumn(services, draft, access))
    return redirect(`/boards/${access.board.boardId}/#column-${access.columnId}`)
  },
})

const remove = route({
  method: 'post',
  path: '/columns/:columnId/delete/',
  params: columnParams,
  door: columnEditor,
  handle: async ({ services, access }) => {
    await change(services, (draft) => deleteColumn(services, draft, access))
    return redirect(`/boards/${access.board.boardId}/archive/`)
  },
})

export const routes = [create, update, archive, restore, remove]
