import * as z from 'zod'
import { boardManager, boardOwner, boardParams, boardReader, membersOf } from '../boards/index.ts'
import { change } from '../platform/change.ts'
import { json } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { creations } from '../platform/limits.ts'
import { handOver } from './hand-over.ts'
import { leaveBoard } from './leave-board.ts'
import { givenRole, memberParams, newMember, newOwner } from './member-fields.ts'
import { addMember, changeRole, removeMember } from './members.ts'

const list = route({
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

const giveRole = route({
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

const leave = route({
  method: 'post',
  path: '/api/v1/boards/:boardId/leave',
  params: boardParams,
  door: boardReader,
  handle: async ({ services, access }) => {
    await change(services, (draft) => leaveBoard(services, draft, access))
    return json({ member: { userId: access.actor.id } })
  },
})

const giveOwnership = route({
  method: 'post',
  path: '/api/v1/boards/:boardId/owner',
  params: boardParams,
  input: newOwner,
  door: boardOwner,
  handle: async ({ services, access, input }) => {
    await change(services, (draft) => handOver(services, draft, access, input))
    return json({ member: { userId: input.userId, role: 'owner' } })
  },
})

export const routes = [list, add, giveRole, remove, leave, giveOwnership]
