import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** What a proxy says of whom it asks for. */
const forwardingHeaders = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']

/**
 * Who may read `/metrics`, of every process: whoever knows METRICS_TOKEN; where none is set, a program on this machine that asks without
 * a proxy between. TRUST_PROXY does not matter: what a proxy passes on is never local, whoever it says it is for.
 */
export function mayReadMetrics(req: IncomingMessage, token: string | undefined): boolean {
  if (token !== undefined) return isSame(req.headers.authorization ?? '', `Bearer ${token}`)
  return isLoopback(req.socket.remoteAddress) && forwardingHeaders.every((name) => req.headers[name] === undefined)
}

/** In a time that does not tell how much of it is right. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}

function isLoopback(address = ''): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address)
}
