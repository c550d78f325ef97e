import type { Actor } from '../actor.ts'
import type { Services } from '../services.ts'

/** A socket of this process, as slices know it. */
export interface WatchedSocket {
  id: string
  actor: Actor
}

/**
 * Is told of each socket that was let in.
 * @returns what is called when the socket is gone
 */
export type SocketWatcher = (services: Services, socket: WatchedSocket) => () => void
