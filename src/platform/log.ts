import pino, { type DestinationStream, type Logger } from 'pino'

export type Log = Logger

/**
 * Structured log lines (JSON), stamped with the process's name. What people wrote, what lets somebody in (passwords, cookies, tokens, links
 * of invitations) and whole addresses stand in none of them.
 * @param destination standard output unless said otherwise
 */
export function createLog(
  processName: string,
  level: string,
  destination: DestinationStream = pino.destination(1),
): Log {
  const options = {
    level,
    base: { process: processName, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: [
      'req.headers.cookie',
      'req.headers.authorization',
      'req.headers["x-csrf-token"]',
      'res.headers["set-cookie"]',
    ],
  }
  return pino(options, destination)
}

/** Says that a process has started or stopped. One that has a supervisor leaves saying so to that. */
export function logLifecycle(log: Log, message: string, facts: object = {}): void {
  log[process.connected ? 'debug' : 'info'](facts, message)
}
