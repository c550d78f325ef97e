import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import { Forbidden } from '../errors.ts'

/** Methods that change nothing. */
export const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Refuses unsafe requests that a page of another site has sent. The token in each form is a second lock on the same door. */
export function refuseForeignOrigins(appOrigin: string | undefined): RequestHandler {
  return (req, _res, next) => {
    if (safeMethods.has(req.method) || isOwnOrigin(req, appOrigin)) next()
    else next(new Forbidden('This request came from another site and was not carried out.'))
  }
}

/** For the socket's handshake: browsers send `Origin` with every WebSocket upgrade, to any site. */
export function isOwnOrigin(req: IncomingMessage, appOrigin: string | undefined): boolean {
  const { origin, host } = req.headers
  if (req.headers['sec-fetch-site'] === 'cross-site') return false
  // No browser: a program that sends no Origin can forge one as well. It has no cookies but its own.
  if (origin === undefined) return true
  if (appOrigin !== undefined && origin === appOrigin) return true
  return origin === `http://${host}` || origin === `https://${host}`
}
