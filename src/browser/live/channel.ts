import type { Change, ChangesEvent } from './protocol.ts'
import { judge } from './versions.ts'

/** How an attempt to join ended. `later` means that it is worth trying again. */
export type JoinOutcome =
  | { kind: 'joined'; version: number; changes: Change[] }
  | { kind: 'reload' }
  | { kind: 'refused'; reason: string }
  | { kind: 'later' }

/** What a channel needs from outside. */
export type ChannelPorts = {
  /** Joins on the server and asks for what happened after version `since`. Never rejects. */
  join: (since: number) => Promise<JoinOutcome>
  /** Brings the page up to date; must bear being told the same change twice. */
  apply: (changes: Change[]) => void
  /** Fetches the page part anew and answers the version it shows. Rejects when that fails. */
  refetch: () => Promise<number>
  /** The viewer may not follow this channel any more. */
  lose: (reason: string) => void
  pause: (milliseconds: number) => Promise<void>
}

const RETRY_MS = 2000

/** A versioned channel: drops what was seen, and joins again from the version it holds when something is missing. */
export class Channel {
  #held: number
  #ports: ChannelPorts
  #phase: 'apart' | 'joining' | 'joined' | 'lost' = 'apart'
  #attempt = 0
  #waiting: ChangesEvent[] = []
  #gapAt = -1

  /** `version` is the one that the page shows. */
  constructor(version: number, ports: ChannelPorts) {
    this.#held = version
    this.#ports = ports
  }

  get version(): number {
    return this.#held
  }

  /** Joins from the version held, again and again until it worked, was refused, or `part` was called. */
  async join(): Promise<void> {
    if (this.#phase === 'lost') return
    this.#phase = 'joining'
    const attempt = ++this.#attempt
    for (let tries = 0; !this.#isOver(attempt); tries += 1) {
      if (tries > 0) await this.#ports.pause(RETRY_MS)
      if (!this.#isOver(attempt)) await this.#tryToJoin(attempt)
    }
  }

  /** Goes back to `version` and is told again what came after it. */
  async resume(version: number): Promise<void> {
    this.#held = version
    if (this.#phase !== 'apart') await this.join()
  }

  /** The connection is gone: what comes is caught up at the next `join`. */
  part(): void {
    this.#attempt += 1
    this.#waiting = []
    if (this.#phase !== 'lost') this.#phase = 'apart'
  }

  /** The server put the viewer out. */
  lose(reason: string): void {
    if (this.#phase === 'lost') return
    this.#attempt += 1
    this.#phase = 'lost'
    this.#ports.lose(reason)
  }

  /** Takes an event of this channel. While a join is under way it waits for the answer. */
  receive(event: ChangesEvent): void {
    if (this.#phase === 'joining') this.#waiting.push(event)
    if (this.#phase !== 'joined') return
    const verdict = judge(this.#held, event)
    if (verdict.kind === 'gap') this.#closeGap(event)
    if (verdict.kind === 'next') this.#advance(verdict.changes, event.version)
  }

  /** Catches up if something is not there within a second, though the server said it is done: events may be lost. */
  async expect(isThere: () => boolean): Promise<void> {
    await this.#ports.pause(1000)
    if (!isThere() && this.#phase === 'joined') await this.join()
  }

  async #tryToJoin(attempt: number): Promise<void> {
    const outcome = await this.#ports.join(this.#held)
    if (this.#isOver(attempt)) return
    if (outcome.kind === 'refused') this.lose(outcome.reason)
    if (outcome.kind === 'reload') await this.#refetch(attempt)
    if (outcome.kind === 'joined') this.#settle(outcome.changes, outcome.version)
  }

  /** After this the next try joins from the fresh page's version; the pause before it keeps this from spinning. */
  async #refetch(attempt: number): Promise<void> {
    const version = await this.#ports.refetch().catch(() => null)
    if (version !== null && !this.#isOver(attempt)) this.#held = version
  }

  #settle(changes: Change[], version: number): void {
    const waiting = this.#waiting
    this.#waiting = []
    this.#phase = 'joined'
    this.#advance(changes, version)
    for (const event of waiting) this.receive(event)
  }

  #advance(changes: Change[], version: number): void {
    this.#held = version
    if (changes.length > 0) this.#ports.apply(changes)
  }

  #closeGap(event: ChangesEvent): void {
    const isSameGap = this.#gapAt === this.#held
    this.#gapAt = this.#held
    this.#phase = 'joining'
    this.#waiting.push(event)
    void (isSameGap ? this.#joinLater() : this.join())
  }

  /** The last join did not close this gap. Asking at once again would ask without end. */
  async #joinLater(): Promise<void> {
    const attempt = ++this.#attempt
    await this.#ports.pause(RETRY_MS)
    if (!this.#isOver(attempt)) await this.join()
  }

  #isOver(attempt: number): boolean {
    return attempt !== this.#attempt || this.#phase !== 'joining'
  }
}
