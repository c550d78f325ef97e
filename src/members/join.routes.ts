import * as z from 'zod'
import { change } from '../platform/change.ts'
import { signedIn } from '../platform/door.ts'
import { NotFound } from '../platform/errors.ts'
import { formErrors } from '../platform/http/form-errors.ts'
import { page, redirect, type Reply } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import type { Limit } from '../platform/limits.ts'
import { joinBoard, readInvitation, type Invited } from './join-board.ts'

/** Opening links and using them: a person follows a few, whoever tries tokens many. */
const joining: Limit = { name: 'join', points: 60, seconds: 10 * 60 }

// Whatever stands there is looked for: a link that was cut short gets the same answer as one that was revoked.
const joinParams = z.object({ token: z.string() })

const joinPage = route({
  method: 'get',
  path: '/join/:token/',
  params: joinParams,
  door: signedIn,
  limit: joining,
  handle: async ({ services, access: actor, params }) => {
    const invited = await readInvitation(services.db, actor, params.token)
    return invited.isMember ? redirect(`/boards/${invited.board.id}/`) : drawJoin(params.token, invited)
  },
})

const join = route({
  method: 'post',
  path: '/join/:token/',
  params: joinParams,
  door: signedIn,
  limit: joining,
  handle: async ({ services, access: actor, params }) => {
    const { boardId } = await change(services, (draft) => joinBoard(services, draft, actor, params.token))
    return redirect(`/boards/${boardId}/`)
  },
  refuse: async ({ services, access: actor, params, error }) => {
    if (error instanceof NotFound) throw error
    return drawJoin(params.token, await readInvitation(services.db, actor, params.token), formErrors(error))
  },
})

function drawJoin(token: string, invitation: Invited, errors: Record<string, string> = {}): Reply {
  return page('members/join', {
    title: `Join ${invitation.board.name}`,
    pageKind: 'members',
    breadcrumbs: [{ name: 'Invitation' }],
    locals: { token, invitation, errors },
  })
}

export const routes = [joinPage, join]
