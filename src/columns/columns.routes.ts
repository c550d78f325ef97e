import { boardEditor, boardParams, findBoard, type BoardEditing } from '../boards/index.ts'
import { change } from '../platform/change.ts'
import { formErrors } from '../platform/http/form-errors.ts'
import { page, redirect, type Reply } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { creations } from '../platform/limits.ts'
import type { Services } from '../platform/services.ts'
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
  refuse: ({ services, access, typed, error }) =>
    drawForm(services, access, `/boards/${access.boardId}/columns/`, typed, formErrors(error)),
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
  refuse: ({ services, access, typed, error }) =>
    drawForm(services, access.board, `/columns/${access.columnId}/`, typed, formErrors(error)),
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

/** The form in a column's menu, on a page of its own: with what was typed, and what is wrong with it. */
async function drawForm(
  services: Services,
  access: BoardEditing,
  action: string,
  values: Record<string, string>,
  errors: Record<string, string>,
): Promise<Reply> {
  const board = await findBoard(services.db, access)
  const isNew = action.startsWith('/boards/')
  const title = isNew ? 'New column' : 'Change the column'
  return page('columns/edit', {
    title,
    breadcrumbs: [{ name: board.name, href: `/boards/${board.id}/` }, { name: title }],
    currentBoardId: board.id,
    locals: { board, isNew, action, values, errors },
  })
}

export const routes = [create, update, archive, restore, remove]
