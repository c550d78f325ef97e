/** The prefix of Socket.IO's channels in Redis: the web processes' adapter and the worker's emitter meet there. */
export function socketKey(prefix: string): string {
  return `${prefix}:socket`
}
