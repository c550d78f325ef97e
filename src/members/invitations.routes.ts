import { boardManager, boardParams } from '../boards/index.ts'
import { change } from '../platform/change.ts'
import { formErrors } from '../platform/http/form-errors.ts'
import { json, redirect } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { creations } from '../platform/limits.ts'
import { createInvitation, revokeInvitation } from './invitations.ts'
import { invitationManager } from './invitations.policy.ts'
import { openInvitations } from './invitations.queries.ts'
import { invitationParams, newInvitation } from './member-fields.ts'
import { drawMembers } from './members-page.ts'

// The link is in this answer and nowhere else, so there is no redirect to a page that could be opened again.
const invite = route({
  method: 'post',
  path: '/boards/:boardId/invitations/',
  params: boardParams,
  input: newInvitation,
  door: boardManager,
  limit: creations,
  handle: async ({ services, access, input, siteOrigin }) => {
    const { token, ...invitation } = await change(services, (draft) => createInvitation(services, draft, access, input))
    return drawMembers(services, access, { invited: { ...invitation, link: linkOf(siteOrigin, token) } })
  },
  refuse: ({ services, access, error }) =>
    drawMembers(services, access, { inviteError: Object.values(formErrors(error)).join(' ') }),
})

const revoke = route({
  method: 'post',
  path: '/invitations/:invitationId/revoke/',
  params: invitationParams,
  door: invitationManager,
  handle: async ({ services, access }) => {
    await change(services, (draft) => revokeInvitation(services, draft, access))
    return redirect(`/boards/${access.board.boardId}/members/`)
  },
  refuse: ({ services, access, error }) => drawMembers(services, access.board, { inviteError: error.message }),
})

const list = route({
  method: 'get',
  path: '/api/v1/boards/:boardId/invitations',
  params: boardParams,
  door: boardManager,
  handle: async ({ services, access }) => json({ items: await openInvitations(services.db, access), nextCursor: null }),
})

const inviteApi = route({
  method: 'post',
  path: '/api/v1/boards/:boardId/invitations',
  params: boardParams,
  input: newInvitation,
  door: boardManager,
  limit: creations,
  handle: async ({ services, access, input, siteOrigin }) => {
    const { token, ...invitation } = await change(services, (draft) => createInvitation(services, draft, access, input))
    return json({ invitation: { ...invitation, link: linkOf(siteOrigin, token) } }, 201)
  },
})

const revokeApi = route({
  method: 'delete',
  path: '/api/v1/invitations/:invitationId',
  params: invitationParams,
  door: invitationManager,
  handle: async ({ services, access }) => {
    await change(services, (draft) => revokeInvitation(services, draft, access))
    return json({ invitation: { id: access.invitationId } })
  },
})

function linkOf(siteOrigin: string, token: string): string {
  return `${siteOrigin}/join/${token}/`
}

export const routes = [invite, revoke, list, inviteApi, revokeApi]
