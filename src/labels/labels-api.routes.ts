import { boardEditor, boardParams, boardReader } from '../boards/index.ts'
import { change } from '../platform/change.ts'
import { json } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { creations } from '../platform/limits.ts'
import { changeLabel } from './change-label.ts'
import { createLabel } from './create-label.ts'
import { deleteLabel } from './delete-label.ts'
import { labelChanges, labelParams, newLabel } from './label-fields.ts'
import { labelEditor } from './labels.policy.ts'
import { labelsOf } from './labels.queries.ts'

const list = route({
  method: 'get',
  path: '/api/v1/boards/:boardId/labels',
  params: boardParams,
  door: boardReader,
  handle: async ({ services, access }) =>
    json({ items: await labelsOf(services.db, access.boardId), nextCursor: null }),
})

const create = route({
  method: 'post',
  path: '/api/v1/boards/:boardId/labels',
  params: boardParams,
  input: newLabel,
  door: boardEditor,
  limit: creations,
  handle: async ({ services, access, input }) =>
    json({ label: await change(services, (draft) => createLabel(services, draft, access, input)) }, 201),
})

const update = route({
  method: 'patch',
  path: '/api/v1/labels/:labelId',
  params: labelParams,
  input: labelChanges,
  door: labelEditor,
  handle: async ({ services, access, input }) =>
    json({ label: await change(services, (draft) => changeLabel(services, draft, access, input)) }),
})

const remove = route({
  method: 'delete',
  path: '/api/v1/labels/:labelId',
  params: labelParams,
  door: labelEditor,
  handle: async ({ services, access }) =>
    json({ label: await change(services, (draft) => deleteLabel(services, draft, access)) }),
})

export const routes = [list, create, update, remove]
