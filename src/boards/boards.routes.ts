import { change } from '../platform/change.ts'
import { signedIn } from '../platform/door.ts'
import { formErrors } from '../platform/http/form-errors.ts'
import { page, redirect, type Reply } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { creations } from '../platform/limits.ts'
import { newBoard } from './board-fields.ts'
import { createBoard } from './create-board.ts'

const createPage = route({ method: 'get', path: '/boards/create/', door: signedIn, handle: () => drawCreate({}, {}) })

const create = route({
  method: 'post',
  path: '/boards/create/',
  input: newBoard,
  door: signedIn,
  limit: creations,
  handle: async ({ services, access: actor, input }) => {
    const board = await change(services, (draft) => createBoard(services, draft, actor, input))
    return redirect(`/boards/${board.id}/`)
  },
  refuse: ({ typed, error }) => drawCreate(typed, formErrors(error)),
})

function drawCreate(values: Record<string, string>, errors: Record<string, string>): Reply {
  return page('boards/create', { title: 'New board', breadcrumbs: [{ name: 'New board' }], locals: { values, errors } })
}

export const routes = [createPage, create]
