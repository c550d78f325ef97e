import { RateLimited } from '../errors.ts'

/** How many events of one person are carried out at once, in one process. */
const mostAtOnce = 8
/** How many more may wait: far more than a page sends. */
const mostWaiting = 500

/** One person's turns: whoever sends a thousand events at once waits for their own, and nobody else does. */
export class Turns {
  #underWay = 0
  readonly #waiting: (() => void)[] = []

  /**
   * Does `work` when it is its turn.
   * @throws {RateLimited} when too many wait already
   */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#underWay >= mostAtOnce) await this.#wait()
    else this.#underWay += 1
    try {
      return await work()
    } finally {
      this.#passOn()
    }
  }

  #wait(): Promise<void> {
    if (this.#waiting.length >= mostWaiting) throw new RateLimited(1)
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  // The turn goes over as it is: it stays counted. Not at once: SQLite answers within the same turn of the event loop, so a long
  // queue would be done to its end before anybody else's request was even read.
  #passOn(): void {
    const next = this.#waiting.shift()
    if (next) setImmediate(next)
    else this.#underWay -= 1
  }
}
