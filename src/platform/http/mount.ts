import type { Express, NextFunction, Request, Response } from 'express'
import type * as z from 'zod'
import type { Actor } from '../actor.ts'
import { ExpectedError, Invalid, isBug, NotFound } from '../errors.ts'
import { parseInput } from '../parse-input.ts'
import type { Services } from '../services.ts'
import type { Csrf } from './csrf.ts'
import { sayWhenToRetry } from './error-handler.ts'
import { safeMethods } from './origin.ts'
import { readCalendar } from './preferences.ts'
import type { Reply } from './reply.ts'
import type { Responder } from './respond.ts'
import type { AnyRoute } from './route.ts'
import { sessionControl } from './session.ts'
import { carriesTokenInUpload, createUploads, type ReceiveUpload } from './upload.ts'

export interface MountOptions {
  services: Services
  csrf: Csrf
  responder: Responder
  appOrigin: string | undefined
}

/** Serves the routes: each request is parsed, let in by the door, checked, handled and answered, in this order. */
export function mountRoutes(app: Express, routes: AnyRoute[], options: MountOptions): void {
  const receive = createUploads(options.csrf)
  for (const route of routes) {
    app[route.method](route.path, (req: Request, res: Response, next: NextFunction) => {
      serve(route, req, res, { ...options, receive }).catch(next)
    })
  }
}

async function serve(
  route: AnyRoute,
  req: Request,
  res: Response,
  options: MountOptions & { receive: ReceiveUpload },
): Promise<void> {
  const { services, responder } = options
  const actor = (req.user as Actor | undefined) ?? null
  const needsNoToken = safeMethods.has(req.method) || carriesTokenInUpload(route.upload, req)
  const csrfError = needsNoToken ? undefined : await options.csrf.check(req, res)
  const params: unknown = parseParams(route.params, req.params)
  const access: unknown = await route.door(services, actor, params)
  const context = { services, actor, params, access, ...readCalendar(req.headers.cookie) }
  try {
    if (csrfError) throw csrfError
    const file = route.upload && (await options.receive(route.upload, req, res))
    const input: unknown = route.input && parseInput(route.input, { ...req.query, ...asObject(req.body) })
    if (route.limit) await services.limits.consume(route.limit, actor ? String(actor.id) : (req.ip ?? ''))
    await responder.readFrame(req, res)
    const session = sessionControl(req, services)
    const reply = await route.handle({
      ...context,
      input,
      file,
      session,
      csrfToken: () => req.csrfToken(),
      clientAddress: req.ip ?? '',
      siteOrigin: options.appOrigin ?? `${req.protocol}://${req.host}`,
    })
    await responder.send(reply, req, res)
  } catch (error) {
    if (!route.refuse || !(error instanceof ExpectedError)) throw error
    if (isBug(error)) services.log.error({ err: error }, 'a form could not be taken')
    sayWhenToRetry(error, res)
    const refused = await route.refuse({ ...context, typed: typedText(req.body), chosen: chosenTexts(req.body), error })
    await responder.send(withStatus(refused, error.status), req, res)
  }
}

function parseParams(schema: z.ZodType | undefined, params: unknown): unknown {
  if (!schema) return undefined
  const parsed = schema.safeParse(params)
  if (!parsed.success) throw new NotFound()
  return parsed.data
}

function asObject(body: unknown): Record<string, unknown> {
  if (body === undefined || body === null) return {}
  if (typeof body !== 'object' || Array.isArray(body)) throw new Invalid('The body has to be a JSON object.')
  return { ...body }
}

function typedText(body: unknown): Record<string, string> {
  const typed = Object.entries<unknown>(asObject(body))
  return Object.fromEntries(typed.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

function chosenTexts(body: unknown): Record<string, string[]> {
  const fields = Object.entries<unknown>(asObject(body))
  const texts = fields.map(([name, value]) => [name, [value].flat().filter((one) => typeof one === 'string')])
  return Object.fromEntries(texts) as Record<string, string[]>
}

function withStatus(reply: Reply, status: number): Reply {
  return reply.kind === 'page' ? { ...reply, status } : reply
}
