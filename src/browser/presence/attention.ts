export type Attention = 'active' | 'away'

const IDLE_AFTER_MS = 5 * 60_000
/** Looking something up in another tab is not going away. */
const HIDDEN_AFTER_MS = 60_000

/** Whether the viewer is at this page, by what they did last. Times are in milliseconds, by any one clock. */
export class AttentionWatch {
  #lastInputAt: number
  #hiddenAt: number | null

  constructor(now: number, isHidden: boolean) {
    this.#lastInputAt = now
    this.#hiddenAt = isHidden ? now : null
  }

  input(now: number): void {
    this.#lastInputAt = now
  }

  hidden(now: number): void {
    this.#hiddenAt ??= now
  }

  /** Who comes back to the page has done so by hand. */
  shown(now: number): void {
    this.#hiddenAt = null
    this.#lastInputAt = now
  }

  statusAt(now: number): Attention {
    return now >= this.#awayAt() ? 'away' : 'active'
  }

  /** How long it takes from `now` until they are away if nothing happens; null when they are. */
  awayInMs(now: number): number | null {
    return this.statusAt(now) === 'away' ? null : this.#awayAt() - now
  }

  #awayAt(): number {
    const idleAt = this.#lastInputAt + IDLE_AFTER_MS
    return this.#hiddenAt === null ? idleAt : Math.min(idleAt, this.#hiddenAt + HIDDEN_AFTER_MS)
  }
}
