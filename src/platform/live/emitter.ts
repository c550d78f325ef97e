import { Emitter } from '@socket.io/redis-emitter'
import type { Redis } from 'ioredis'
import { accessNoticeEvent, type AccessNotice } from './access-changes.ts'
import type { Broadcast } from './feed.ts'
import { processParser } from './process-parser.ts'
import { socketKey } from './socket-key.ts'

/** How a process without sockets (the worker) reaches those of the web processes. */
export function createEmitter(
  publisher: Redis,
  prefix: string,
): { broadcast: Broadcast; notify(notice: AccessNotice): void } {
  const emitter = new Emitter(publisher, { key: socketKey(prefix), parser: processParser })
  return {
    broadcast: (channels, event, payload) => {
      emitter.to(channels).emit(event, payload)
    },
    notify: (notice) => {
      emitter.serverSideEmit(accessNoticeEvent, notice)
    },
  }
}
