import type { Socket } from 'socket.io-client'
import { ask } from './people.ts'

/** A change as it is told, docs/protocol.md. */
export interface ToldChange {
  type: string
  version: number
  message?: { id: string; content: string; version: number }
  notification?: { id: string }
}

interface ChangesEvent {
  channel: string
  version: number
  changes: ToldChange[]
}

/** Follows one channel by the written protocol and nothing else: applies what comes next, and joins again where something is missing. */
export class Follower {
  readonly seen: ToldChange[] = []
  /** Whether it has been let in at all. */
  hasJoined = false
  /** Whether it goes on where it is told that it was away for too long; then it leaves out what came meanwhile. */
  mayReload = false
  /** What it left out: from the version after the first one of a pair to the second one. */
  readonly leftOut: [after: number, to: number][] = []
  /** Called when something new was told or caught up. */
  onNews: () => void = () => undefined
  readonly #socket: Socket
  readonly #channel: string
  readonly #join: { event: string; payload: object }
  #held: number
  #isJoining = false
  #joinAgain = false

  constructor(socket: Socket, channel: string, join: { event: string; payload: object }, held: number) {
    this.#socket = socket
    this.#channel = channel
    this.#join = join
    this.#held = held
    socket.on('changes', (event: ChangesEvent) => this.#receive(event))
    socket.on('connect', () => void this.join())
  }

  get version(): number {
    return this.#held
  }

  /** Joins from the version held, until it is answered. */
  async join(): Promise<void> {
    this.#joinAgain = this.#isJoining
    if (this.#isJoining) return
    this.#isJoining = true
    await this.#joinOnce()
    this.#isJoining = false
    if (this.#joinAgain) await this.join()
  }

  async #joinOnce(): Promise<void> {
    const payload = { ...this.#join.payload, since: this.#held }
    const answer = await ask<{ version: number; changes: ToldChange[]; reload?: true }>(
      this.#socket,
      this.#join.event,
      payload,
      2_000,
    ).catch(() => undefined)
    if (!answer?.ok) this.#joinAgain = this.#socket.connected
    else if (answer.reload) this.#leaveOut(answer.version)
    else {
      this.hasJoined = true
      this.#advance(answer.changes, answer.version)
    }
  }

  #leaveOut(version: number): void {
    if (!this.mayReload) throw new Error('it was away for too long')
    this.leftOut.push([this.#held, version])
    this.#held = version
    this.onNews()
  }

  #receive({ channel, changes, version }: ChangesEvent): void {
    if (channel !== this.#channel || version <= this.#held) return
    const first = changes[0]?.version ?? 0
    if (first > this.#held + 1) void this.join()
    else this.#advance(changes, version)
  }

  #advance(changes: ToldChange[], version: number): void {
    const news = changes.filter((change) => change.version > this.#held)
    this.seen.push(...news)
    this.#held = Math.max(this.#held, version)
    if (news.length > 0) this.onNews()
  }
}
