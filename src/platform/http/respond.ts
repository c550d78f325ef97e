import type { Request, Response } from 'express'
import type { Actor } from '../actor.ts'
import type { Services } from '../services.ts'
import type { PageReply, Reply } from './reply.ts'
import { readPreferences } from './preferences.ts'

export type SendReply = (reply: Reply, req: Request, res: Response) => Promise<void>

/** What the frame around every page of a signed-in person shows; the application composes it from its slices. */
export type LoadShell = (services: Services, actor: Actor) => Promise<object>

/** Turns replies into responses. */
export function createResponder(services: Services, loadShell: LoadShell): SendReply {
  return async (reply, req, res) => {
    if (reply.kind === 'json') res.status(reply.status).json(reply.body)
    else if (reply.kind === 'redirect') res.redirect(303, reply.to)
    else if (reply.kind === 'fragment') res.type('html').send(services.views.render(reply.template, reply.locals))
    else await sendPage(reply, req, res)
  }

  async function sendPage(reply: PageReply, req: Request, res: Response): Promise<void> {
    const actor = (req.user as Actor | undefined) ?? null
    // A page for strangers without a form, such as a 404, needs no token and makes no session.
    const hasForm = actor !== null || reply.pageKind === 'door'
    const frame = reply.layout === 'shell' && actor ? await loadShell(services, actor) : {}
    const locals = {
      ...frame,
      ...readPreferences(req.headers.cookie),
      viewer: actor,
      csrfToken: hasForm ? req.csrfToken() : undefined,
      title: reply.title,
      pageKind: reply.pageKind,
      breadcrumbs: reply.breadcrumbs,
      currentBoardId: reply.currentBoardId,
      currentRoomId: reply.currentRoomId,
    }
    const body = services.views.render(reply.template, { ...locals, ...reply.locals })
    const html = services.views.render(`layouts/${reply.layout}`, { ...locals, body })
    res.status(reply.status).type('html').send(html)
  }
}
