import type { ErrorRequestHandler, Request, Response } from 'express'
import {
  ExpectedError,
  Invalid,
  isBug,
  NotFound,
  RateLimited,
  reportError,
  TooLarge,
  Unauthorized,
  type ErrorReport,
} from '../errors.ts'
import type { Log } from '../log.ts'
import { page } from './reply.ts'
import { isApi, type SendReply } from './respond.ts'

/** The one place where an error becomes a response: JSON for the API, a page for people. */
export function createErrorHandler(send: SendReply, log: Log): ErrorRequestHandler {
  return (thrown, req, res, next) => {
    if (res.headersSent) {
      next(thrown)
      return
    }
    const error: unknown = asExpected(thrown)
    const report = reportError(error)
    // A file's request has no log of its own.
    const requestLog = (req.log as Log | undefined) ?? log
    if (isBug(error)) requestLog.error({ err: error }, 'request failed')
    sayWhenToRetry(error, res)
    if (isApi(req)) {
      const { status, ...told } = report
      res.status(status).json({ error: told })
    } else if (error instanceof Unauthorized) {
      res.redirect(303, `/accounts/login/?next=${encodeURIComponent(req.method === 'GET' ? req.originalUrl : '/')}`)
    } else {
      sendErrorPage(send, report, req, res).catch(next)
    }
  }
}

/** Tells a client that was too fast when to come again. */
export function sayWhenToRetry(error: unknown, res: Response): void {
  if (error instanceof RateLimited) res.set('Retry-After', String(error.retryAfterSeconds))
}

/** For addresses that no route serves. */
export function noSuchAddress(): never {
  throw new NotFound()
}

// What Express and its body parsers throw carries a status and a type.
function asExpected(thrown: unknown): unknown {
  if (thrown instanceof ExpectedError || !(thrown instanceof Error)) return thrown
  const { status, type } = thrown as Error & { status?: number; type?: string }
  if (status === 413) return new TooLarge()
  if (type === 'entity.parse.failed') return new Invalid('The body is not well-formed JSON.')
  if (status !== undefined && status >= 400 && status < 500) return new Invalid('The request could not be read.')
  return thrown
}

const headings: Record<number, string> = {
  400: 'That could not be taken',
  403: 'Not allowed',
  404: 'There is nothing at this address',
  409: 'That clashes with what is there',
  413: 'That is too much at once',
  429: 'A little slower, please',
  500: 'That was our fault',
  503: 'Not just now',
}

async function sendErrorPage(
  send: SendReply,
  report: ErrorReport,
  req: Request,
  res: Parameters<SendReply>[2],
): Promise<void> {
  const reply = page('errors/error', {
    title: headings[report.status] ?? 'Error',
    pageKind: 'error',
    status: report.status,
    locals: {
      status: report.status,
      heading: headings[report.status],
      explanation: report.message,
      requestId: req.id,
      // What a form sent is not sent twice.
      triesAgain: report.status === 503 && req.method === 'GET',
    },
    layout: req.user ? 'shell' : 'door',
  })
  try {
    await send(reply, req, res)
  } catch (error) {
    req.log.error({ err: error }, 'could not draw the error page in its frame')
    await send({ ...reply, layout: 'door' }, req, res)
  }
}
