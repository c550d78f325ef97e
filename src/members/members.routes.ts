import * as z from 'zod'
import { boardManager, boardOwner, boardParams, boardReader, drawSettings } from '../boards/index.ts'
import { change } from '../platform/change.ts'
import { NotFound } from '../platform/errors.ts'
import { formErrors } from '../platform/http/form-errors.ts'
import { redirect } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { creations } from '../platform/limits.ts'
import { handOver } from './hand-over.ts'
import { leaveBoard } from './leave-board.ts'
import { givenRole, memberParams, newMember, newOwner } from './member-fields.ts'
import { addMember, changeRole, removeMember } from './members.ts'
import { drawMembers } from './members-page.ts'

const membersPage = route({
  method: 'get',
  path: '/boards/:boardId/members/',
  params: boardParams,
  door: boardReader,
  handle: ({ services, access }) => drawMembers(services, access),
})

const add = route({
  method: 'post',
  path: '/boards/:boardId/members/',
  params: boardParams,
  input: newMember,
  door: boardManager,
  limit: creations,
  handle: async ({ services, access, input }) => {
    await change(services, (draft) => addMember(services, draft, access, input))
    return redirect(`/boards/${access.boardId}/members/`)
  },
  refuse: ({ services, access, typed, error }) =>
    drawMembers(services, access, { values: typed, errors: formErrors(error) }),
})

const giveRole = route({
  method: 'post',
  path: '/boards/:boardId/members/:userId/role/',
  params: memberParams,
  input: z.object({ role: givenRole }),
  door: boardManager,
  handle: async ({ services, access, params, input }) => {
    await change(services, (draft) => changeRole(services, draft, access, { userId: params.userId, role: input.role }))
    return redirect(`/boards/${access.boardId}/members/`)
  },
  refuse: ({ services, access, error }) => drawMembers(services, access, { errors: formErrors(error) }),
})

const remove = route({
  method: 'post',
  path: '/boards/:boardId/members/:userId/remove/',
  params: memberParams,
  door: boardManager,
  handle: async ({ services, access, params }) => {
    await change(services, (draft) => removeMember(services, draft, access, params.userId))
    return redirect(`/boards/${access.boardId}/members/`)
  },
  refuse: ({ services, access, error }) => drawMembers(services, access, { errors: formErrors(error) }),
})

const leave = route({
  method: 'post',
  path: '/boards/:boardId/leave/',
  params: boardParams,
  door: boardReader,
  handle: async ({ services, access }) => {
    await change(services, (draft) => leaveBoard(services, draft, access))
    return redirect('/')
  },
  refuse: ({ services, access, error }) => {
    // Who has left by another tab does not see the board once more.
    if (error instanceof NotFound) throw error
    return drawSettings(services, access, { leaveError: error.message })
  },
})

const giveOwnership = route({
  method: 'post',
  path: '/boards/:boardId/owner/',
  params: boardParams,
  input: newOwner,
  door: boardOwner,
  handle: async ({ services, access, input }) => {
    await change(services, (draft) => handOver(services, draft, access, input))
    return redirect(`/boards/${access.boardId}/settings/`)
  },
  refuse: ({ services, access, error }) =>
    drawSettings(services, access, { handOverError: error.fields?.['userId'] ?? error.message }),
})

export const routes = [membersPage, add, giveRole, remove, leave, giveOwnership]
