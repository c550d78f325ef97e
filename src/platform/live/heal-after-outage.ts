import type { Redis } from 'ioredis'
import type { Log } from '../log.ts'
import type { LiveServer } from './socket-server.ts'

/**
 * While the subscription to the other processes was cut, changes and notices of lost access went by unheard. Dropping the
 * connections makes clients come back as they do after any cut: signed in anew, let in anew, caught up from the database.
 */
export function healAfterOutage(io: LiveServer, subscriber: Redis, log: Log): void {
  onReturn(subscriber, () => {
    log.info('the other processes are in reach again; sockets reconnect to catch up')
    dropConnections(io)
  })
}

/** Calls `tell` when a publisher is back: what it had to say meanwhile was dropped, and nobody who listens can know. */
export function tellAfterOutage(publisher: Redis, tell: () => void): void {
  onReturn(publisher, tell)
}

/** Drops this process's connections, not the sessions behind them: clients come back by themselves. */
export function dropConnections(io: LiveServer): void {
  for (const socket of io.of('/').sockets.values()) socket.conn.close()
}

// A process may be started while Redis is away: what goes by before the first connection is as lost as what goes by after a later one.
function onReturn(client: Redis, run: () => void): void {
  let wasAway = false
  client.on('close', () => {
    wasAway = true
  })
  client.on('ready', () => {
    if (wasAway) run()
    wasAway = false
  })
}
