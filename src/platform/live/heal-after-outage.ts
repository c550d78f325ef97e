import type { Redis } from 'ioredis'
import type { Log } from '../log.ts'
import type { LiveServer } from './socket-server.ts'

/**
 * While the subscription to the other processes was cut, changes and notices of lost access went by unheard. Dropping the
 * connections makes clients come back as they do after any cut: signed in anew, let in anew, caught up from the database.
 */
export function healAfterOutage(io: LiveServer, subscriber: Redis, log: Log): void {
  let wasReady = subscriber.status === 'ready'
  subscriber.on('ready', () => {
    if (wasReady) {
      log.info('the other processes are in reach again; sockets reconnect to catch up')
      for (const socket of io.of('/').sockets.values()) socket.conn.close()
    }
    wasReady = true
  })
}
