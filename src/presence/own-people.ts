import { best, type Status } from './status.ts'

/** A page that is changed or loaded again has no socket for a moment: so long a socket that is gone still counts. */
const defaultGraceMs = 10_000

/** The people whose sockets this process holds. */
export class OwnPeople {
  readonly #socketsByUser = new Map<number, Map<string, Status>>()
  readonly #changed: (userId: number, status: Status) => void
  readonly #graceMs: number

  /** @param changed called with what somebody is by all their sockets here, whenever that changes */
  constructor(changed: (userId: number, status: Status) => void, graceMs = defaultGraceMs) {
    this.#changed = changed
    this.#graceMs = graceMs
  }

  /** Says what somebody is by one of their sockets. */
  set(userId: number, socketId: string, status: Status): void {
    this.#update(userId, (sockets) => sockets.set(socketId, status))
  }

  /** A socket is gone. */
  closed(userId: number, socketId: string): void {
    setTimeout(() => this.#update(userId, (sockets) => sockets.delete(socketId)), this.#graceMs).unref()
  }

  #update(userId: number, change: (sockets: Map<string, Status>) => void): void {
    const sockets = this.#socketsByUser.get(userId) ?? new Map<string, Status>()
    const before = best(sockets.values())
    change(sockets)
    if (sockets.size > 0) this.#socketsByUser.set(userId, sockets)
    else this.#socketsByUser.delete(userId)
    const after = best(sockets.values())
    if (after !== before) this.#changed(userId, after)
  }
}
