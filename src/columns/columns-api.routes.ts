import { boardEditor, boardParams } from '../boards/index.ts'
import { change } from '../platform/change.ts'
import { json } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { creations } from '../platform/limits.ts'
import { columnEditor, columnParams } from '../tasks/index.ts'
import { archiveColumn, deleteColumn, restoreColumn } from './archive-column.ts'
import { changeColumn, moveColumn } from './change-column.ts'
import { columnChanges, columnPlace, newColumn } from './column-fields.ts'
import { createColumn } from './create-column.ts'

const create = route({
  method: 'post',
  path: '/api/v1/boards/:boardId/columns',
  params: boardParams,
  input: newColumn,
  door: boardEditor,
  limit: creations,
  handle: async ({ services, access, input }) =>
    json({ column: await change(services, (draft) => createColumn(services, draft, access, input)) }, 201),
})

const update = route({
  method: 'patch',
  path: '/api/v1/columns/:columnId',
  params: columnParams,
  input: columnChanges,
  door: columnEditor,
  handle: async ({ services, access, input }) =>
    json({ column: await change(services, (draft) => changeColumn(services, draft, access, input)) }),
})

const move = route({
  method: 'post',
  path: '/api/v1/columns/:columnId/move',
  params: columnParams,
  input: columnPlace,
  door: columnEditor,
  handle: async ({ services, access, input }) =>
    json({ column: await change(services, (draft) => moveColumn(services, draft, access, input)) }),
})

const archive = route({
  method: 'post',
  path: '/api/v1/columns/:columnId/archive',
  params: columnParams,
  door: columnEditor,
  handle: async ({ services, access }) =>
    json({ column: await change(services, (draft) => archiveColumn(services, draft, access)) }),
})

const restore = route({
  method: 'post',
  path: '/api/v1/columns/:columnId/restore',
  params: columnParams,
  door: columnEditor,
  handle: async ({ services, access }) =>
    json({ column: await change(services, (draft) => restoreColumn(services, draft, access)) }),
})

const remove = route({
  method: 'delete',
  path: '/api/v1/columns/:columnId',
  params: columnParams,
  door: columnEditor,
  handle: async ({ services, access }) => {
    await change(services, (draft) => deleteColumn(services, draft, access))
    return json({ column: { id: access.columnId } })
  },
})

export const routes = [create, update, move, archive, restore, remove]
