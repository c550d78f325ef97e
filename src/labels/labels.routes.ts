import {
  boardCrumb,
  boardEditor,
  boardParams,
  boardReader,
  canEdit,
  findBoard,
  type BoardAccess,
} from '../boards/index.ts'
import { change } from '../platform/change.ts'
import { NotFound, type ExpectedError } from '../platform/errors.ts'
import { formErrors } from '../platform/http/form-errors.ts'
import { page, redirect, type Reply } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { creations } from '../platform/limits.ts'
import type { Services } from '../platform/services.ts'
import { changeLabel } from './change-label.ts'
import { createLabel } from './create-label.ts'
import { deleteLabel } from './delete-label.ts'
import { colours, labelParams, newLabel } from './label-fields.ts'
import { labelEditor } from './labels.policy.ts'
import { labelRows } from './labels.queries.ts'

/** A form of the page that was not taken: of one label, or of a new one. */
interface RefusedForm {
  labelId: number | null
  values: Record<string, string>
  errors: Record<string, string>
}

const labelsPage = route({
  method: 'get',
  path: '/boards/:boardId/labels/',
  params: boardParams,
  door: boardReader,
  handle: ({ services, access }) => drawLabels(services, access),
})

const createForm = route({
  method: 'post',
  path: '/boards/:boardId/labels/',
  params: boardParams,
  input: newLabel,
  door: boardEditor,
  limit: creations,
  handle: async ({ services, access, input }) => {
    await change(services, (draft) => createLabel(services, draft, access, input))
    return redirect(addressOf(access))
  },
  refuse: ({ services, access, typed, error }) => drawLabels(services, access, refusedForm(null, typed, error)),
})

const changeForm = route({
  method: 'post',
  path: '/labels/:labelId/',
  params: labelParams,
  input: newLabel,
  door: labelEditor,
  handle: async ({ services, access, input }) => {
    await change(services, (draft) => changeLabel(services, draft, access, input))
    return redirect(addressOf(access.board))
  },
  refuse: ({ services, access, typed, error }) => {
    // Deleted meanwhile: there is no form left in which to say so.
    if (error instanceof NotFound) throw error
    return drawLabels(services, access.board, refusedForm(access.labelId, typed, error))
  },
})

const deleteForm = route({
  method: 'post',
  path: '/labels/:labelId/delete/',
  params: labelParams,
  door: labelEditor,
  handle: async ({ services, access }) => {
    await change(services, (draft) => deleteLabel(services, draft, access))
    return redirect(addressOf(access.board))
  },
})

function addressOf({ boardId }: BoardAccess): string {
  return `/boards/${boardId}/labels/`
}

function refusedForm(labelId: number | null, values: Record<string, string>, error: ExpectedError): RefusedForm {
  return { labelId, values, errors: formErrors(error) }
}

async function drawLabels(services: Services, access: BoardAccess, refused?: RefusedForm): Promise<Reply> {
  // The version is read before what it counts: a change in between is told live, once more at worst.
  const board = await findBoard(services.db, access)
  const labels = await labelRows(services.db, access.boardId)
  const freeColour = colours.find((colour) => labels.every((label) => label.colour !== colour)) ?? colours[0]
  return page('labels/labels', {
    title: `Labels of ${board.name}`,
    pageKind: 'labels',
    breadcrumbs: [boardCrumb(board), { name: 'Labels' }],
    currentBoardId: board.id,
    locals: { board, labels, access: { canEdit: canEdit(access.role) }, colours, freeColour, refused },
  })
}

export const routes = [labelsPage, createForm, changeForm, deleteForm]
