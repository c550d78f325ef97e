import pino, { type Logger } from 'pino'

export type Log = Logger

/** Structured log lines (JSON) on standard output, stamped with the process's name. */
export function createLog(processName: string, level: string): Log {
  return pino({
    level,
    base: { process: processName, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: [
      'req.headers.cookie',
      'req.headers.authorization',
      'req.headers["x-csrf-token"]',
      'res.headers["set-cookie"]',
    ],
  })
}
