import { randomBytes } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import { pinoHttp, startTime } from 'pino-http'
import type { Actor } from '../actor.ts'
import type { Services } from '../services.ts'
import { routeOf } from './metrics.ts'

/** A request that takes this long is worth a look. */
const slowMs = 1000

/**
 * One line for each request, when it is answered: an error where that was our fault, info where it took long, else debug. Everything that is
 * logged meanwhile carries the same `requestId`, which the response says as `X-Request-Id`.
 */
export function logRequests({ log }: Services): RequestHandler {
  return pinoHttp<Request, Response>({
    logger: log,
    genReqId: (_req, res) => {
      const id = `req-${randomBytes(5).toString('hex')}`
      res.setHeader('X-Request-Id', id)
      return id
    },
    // Headers and addresses hold what lets somebody in: none of them is logged.
    quietReqLogger: true,
    quietResLogger: true,
    customAttributeKeys: { reqId: 'requestId' },
    customLogLevel: (_req, res, error) => {
      if (error || res.statusCode >= 500) return 'error'
      return durationOf(res) >= slowMs ? 'info' : 'debug'
    },
    customSuccessObject: (req, res) => factsOf(req, res),
    customErrorObject: (req, res, error) => ({ ...factsOf(req, res), err: error }),
    customSuccessMessage: () => 'request answered',
    customErrorMessage: () => 'request failed',
  })
}

function factsOf(req: Request, res: Response): object {
  return {
    method: req.method,
    route: routeOf(req.route),
    ...idsOf(req.params),
    userId: (req.user as Actor | undefined)?.id,
    status: res.statusCode,
    durationMs: durationOf(res),
  }
}

// The numbers in an address say what it was about; other parts may be a token.
function idsOf(params: Request['params'] | undefined): object {
  return Object.fromEntries(Object.entries(params ?? {}).filter(([, value]) => /^\d+$/.test(String(value))))
}

function durationOf(res: Response): number {
  return Date.now() - res[startTime]
}
