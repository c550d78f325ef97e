/**
 * The prefix of Socket.IO's channels in Redis: the web processes' adapter and the worker's emitter meet there. It names the format
 * (process-parser.ts), because a process that hears another one, as between two releases, would die of it.
 */
export function socketKey(prefix: string): string {
  return `${prefix}:socket:json`
}
