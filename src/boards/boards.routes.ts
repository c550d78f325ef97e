import * as z from 'zod'
import { change } from '../platform/change.ts'
import { signedIn } from '../platform/door.ts'
import { formErrors } from '../platform/http/form-errors.ts'
import { page, redirect, type Reply } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { creations } from '../platform/limits.ts'
import type { Services } from '../platform/services.ts'
import { boardParams, givenRole, memberParams, newBoard, newMember } from './board-fields.ts'
import { boardManager, boardReader, canManage, type BoardAccess } from './boards.policy.ts'
import { findBoard } from './boards.queries.ts'
import { createBoard } from './create-board.ts'
import { membersOf } from './members.queries.ts'
import { addMember, changeRole, removeMember } from './members.ts'

const createPage = route({ method: 'get', path: '/boards/create/', door: signedIn, handle: () => drawCreate({}, {}) })

const create = route({
  method: 'post',
  path: '/boards/create/',
  input: newBoard,
  door: signedIn,
  limit: creations,
  handle: async ({ services, access: actor, input }) => {
    const board = await change(services, (draft) => createBoard(draft, actor, input))
    return redirect(`/boards/${board.id}/`)
  },
  refuse: ({ typed, error }) => drawCreate(typed, formErrors(error)),
})

const membersPage = route({
  method: 'get',
  path: '/boards/:boardId/members/',
  params: boardParams,
  door: boardReader,
  handle: ({ services, access }) => drawMembers(services, access, {}, {}),
})

const addMemberForm = route({
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
  refuse: ({ services, access, typed, error }) => drawMembers(services, access, typed, formErrors(error)),
})

const changeRoleForm = route({
  method: 'post',
  path: '/boards/:boardId/members/:userId/role/',
  params: memberParams,
  input: z.object({ role: givenRole }),
  door: boardManager,
  handle: async ({ services, access, params, input }) => {
    await change(services, (draft) => changeRole(services, draft, access, { userId: params.userId, role: input.role }))
    return redirect(`/boards/${access.boardId}/members/`)
  },
  refuse: ({ services, access, error }) => drawMembers(services, access, {}, formErrors(error)),
})

const removeMemberForm = route({
  method: 'post',
  path: '/boards/:boardId/members/:userId/remove/',
  params: memberParams,
  door: boardManager,
  handle: async ({ services, access, params }) => {
    await change(services, (draft) => removeMember(services, draft, access, params.userId))
    return redirect(`/boards/${access.boardId}/members/`)
  },
  refuse: ({ services, access, error }) => drawMembers(services, access, {}, formErrors(error)),
})

function drawCreate(values: Record<string, string>, errors: Record<string, string>): Reply {
  return page('boards/create', { title: 'New board', breadcrumbs: [{ name: 'New board' }], locals: { values, errors } })
}

async function drawMembers(
  services: Services,
  access: BoardAccess,
  values: Record<string, string>,
  errors: Record<string, string>,
): Promise<Reply> {
  // The version is read before what it counts: a change in between is told live, once more at worst.
  const board = await findBoard(services.db, access)
  const members = await membersOf(services.db, access)
  return page('boards/members', {
    title: `Members of ${board.name}`,
    pageKind: 'members',
    breadcrumbs: [{ name: board.name, href: `/boards/${board.id}/` }, { name: 'Members' }],
    currentBoardId: board.id,
    locals: { board, members, access: { canManage: canManage(access.role) }, values, errors },
  })
}

export const routes = [createPage, create, membersPage, addMemberForm, changeRoleForm, removeMemberForm]
