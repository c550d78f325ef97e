import * as z from 'zod'
import { change } from '../platform/change.ts'
import { signedIn } from '../platform/door.ts'
import { json } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { creations } from '../platform/limits.ts'
import { boardParams, givenRole, memberParams, newBoard, newMember } from './board-fields.ts'
import { boardManager, boardReader } from './boards.policy.ts'
import { createBoard } from './create-board.ts'
import { membersOf } from './members.queries.ts'
import { addMember, changeRole, removeMember } from './members.ts'

const create = route({
  method: 'post',
  path: '/api/v1/boards',
  input: newBoard,
  door: signedIn,
  limit: creations,
  handle: async ({ services, access: actor, input }) => {
    const { id } = await change(services, (draft) => createBoard(draft, actor, input))
    return json({ board: { id, ...input } }, 201)
  },
})

const members = route({
  method: 'get',
  path: '/api/v1/boards/:boardId/members',
  params: boardParams,
  door: boardReader,
  handle: async ({ services, access }) => json({ items: await membersOf(services.db, access), nextCursor: null }),
})

const add = route({
  method: 'post',
  path: '/api/v1/boards/:boardId/members',
  params: boardParams,
  input: newMember,
  door: boardManager,
  limit: creations,
  handle: async ({ services, access, input }) => {
    const { userId } = await change(services, (draft) => addMember(services, draft, access, input))
    return json({ member: { userId, role: input.role } }, 201)
  },
})

const changeRoleRoute = route({
  method: 'patch',
  path: '/api/v1/boards/:boardId/members/:userId',
  params: memberParams,
  input: z.object({ role: givenRole }),
  door: boardManager,
  handle: async ({ services, access, params: { userId }, input }) => {
    await change(services, (draft) => changeRole(services, draft, access, { userId, role: input.role }))
    return json({ member: { userId, role: input.role } })
  },
})

const remove = route({
  method: 'delete',
  path: '/api/v1/boards/:boardId/members/:userId',
  params: memberParams,
  door: boardManager,
  handle: async ({ services, access, params: { userId } }) => {
    await change(services, (draft) => removeMember(services, draft, access, userId))
    return json({ member: { userId } })
  },
})

export const routes = [create, members, add, changeRoleRoute, remove]
