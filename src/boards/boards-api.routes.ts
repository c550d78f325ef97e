import { change } from '../platform/change.ts'
import { signedIn } from '../platform/door.ts'
import { json } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { creations } from '../platform/limits.ts'
import { newBoard } from './board-fields.ts'
import { createBoard } from './create-board.ts'

const create = route({
  method: 'post',
  path: '/api/v1/boards',
  input: newBoard,
  door: signedIn,
  limit: creations,
  handle: async ({ services, access: actor, input }) => {
    const { id } = await change(services, (draft) => createBoard(services, draft, actor, input))
    return json({ board: { id, ...input } }, 201)
  },
})

export const routes = [create]
