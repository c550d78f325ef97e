import { change } from '../platform/change.ts'
import { Invalid, type ExpectedError } from '../platform/errors.ts'
import { formErrors } from '../platform/http/form-errors.ts'
import { json, redirect } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { boardChanges, boardParams, newBoard, typedName } from './board-fields.ts'
import { boardManager, boardOwner, boardReader } from './boards.policy.ts'
import { findBoard } from './boards.queries.ts'
import { changeBoard } from './change-board.ts'
import { deleteBoard, longestDeletionMs } from './delete-board.ts'
import { drawSettings } from './settings-page.ts'

const settingsPage = route({
  method: 'get',
  path: '/boards/:boardId/settings/',
  params: boardParams,
  door: boardReader,
  handle: ({ services, access }) => drawSettings(services, access),
})

const save = route({
  method: 'post',
  path: '/boards/:boardId/settings/',
  params: boardParams,
  input: newBoard,
  door: boardManager,
  handle: async ({ services, access, input }) => {
    await change(services, (draft) => changeBoard(services, draft, access, input))
    return redirect(`/boards/${access.boardId}/settings/`)
  },
  refuse: ({ services, access, typed, error }) =>
    drawSettings(services, access, { values: typed, errors: formErrors(error) }),
})

const deleteForm = route({
  method: 'post',
  path: '/boards/:boardId/delete/',
  params: boardParams,
  input: typedName,
  door: boardOwner,
  handle: async ({ services, access, input }) => {
    const { name } = await findBoard(services.db, access)
    if (comparable(input.name) !== comparable(name))
      throw new Invalid(`Type the board’s name, “${name}”, to delete it.`)
    await change(services, (draft) => deleteBoard(services, draft, access), { timeoutMs: longestDeletionMs })
    return redirect('/')
  },
  refuse: ({ services, access, error }) => drawSettings(services, access, { deleteError: inOneSentence(error) }),
})

const patch = route({
  method: 'patch',
  path: '/api/v1/boards/:boardId',
  params: boardParams,
  input: boardChanges,
  door: boardManager,
  handle: async ({ services, access, input }) =>
    json({ board: await change(services, (draft) => changeBoard(services, draft, access, input)) }),
})

const remove = route({
  method: 'delete',
  path: '/api/v1/boards/:boardId',
  params: boardParams,
  door: boardOwner,
  handle: async ({ services, access }) => {
    await change(services, (draft) => deleteBoard(services, draft, access), { timeoutMs: longestDeletionMs })
    return json({ board: { id: access.boardId } })
  },
})

// As a page shows it: runs of white space are one space, and a letter is the same however it was composed.
function comparable(name: string): string {
  return name.normalize().replaceAll(/\s+/g, ' ').trim()
}

function inOneSentence(error: ExpectedError): string {
  return Object.values(error.fields ?? {}).join(' ') || error.message
}

export const routes = [settingsPage, save, deleteForm, patch, remove]
