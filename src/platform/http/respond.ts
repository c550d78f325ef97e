import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import type { Actor } from '../actor.ts'
import type { Services } from '../services.ts'
import { attachment } from './attachment.ts'
import type { DownloadReply, PageReply, Reply } from './reply.ts'
import { readPreferences, readTimeZone } from './preferences.ts'

export type SendReply = (reply: Reply, req: Request, res: Response) => Promise<void>

export interface Responder {
  /**
   * Reads the frame of a page that somebody asked for, before the page itself is read: the frame says which version of the inbox is
   * shown, and what comes after that version is told live, once more at worst.
   */
  readFrame(req: Request, res: Response): Promise<void>
  send: SendReply
}

/**
 * What the frame around every page of a signed-in person shows; the application composes it from its slices.
 * @param timeZone as the browser told; undefined where it has not
 */
export type LoadShell = (services: Services, actor: Actor, timeZone: string | undefined) => Promise<object>

/** Turns replies into responses. */
export function createResponder(services: Services, loadShell: LoadShell): Responder {
  return {
    async readFrame(req, res) {
      if (req.method === 'GET' && req.user && !isApi(req))
        res.locals['frame'] = await loadShell(services, req.user as Actor, readTimeZone(req.headers.cookie))
    },
    async send(reply, req, res) {
      if (reply.kind === 'json') res.status(reply.status).json(reply.body)
      else if (reply.kind === 'redirect') res.redirect(303, reply.to)
      else if (reply.kind === 'fragment') res.type('html').send(services.views.render(reply.template, reply.locals))
      else if (reply.kind === 'download') await sendDownload(reply, res)
      else await sendPage(reply, req, res)
    },
  }

  async function sendPage(reply: PageReply, req: Request, res: Response): Promise<void> {
    const actor = (req.user as Actor | undefined) ?? null
    // A page for strangers without a form, such as a 404, needs no token and makes no session.
    const hasForm = actor !== null || reply.pageKind === 'door'
    const frame = reply.layout === 'shell' && actor ? await frameOf(req, res, actor) : {}
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

  async function frameOf(req: Request, res: Response, actor: Actor): Promise<object> {
    const read = res.locals['frame'] as object | undefined
    return read ?? (await loadShell(services, actor, readTimeZone(req.headers.cookie)))
  }
}

// It waits while the client's connection is full, and ends when the client has gone.
async function sendDownload({ filename, contentType, chunks }: DownloadReply, res: Response): Promise<void> {
  res.status(200).type(contentType).set('Content-Disposition', attachment(filename))
  try {
    await pipeline(Readable.from(chunks), res)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  }
}

/** Whether a request is for the JSON API; the page that describes it is for people. */
export function isApi(req: Request): boolean {
  return req.path.startsWith('/api/') && !req.path.startsWith('/api/docs')
}
