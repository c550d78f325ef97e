import type { Unsent, UnsentQueue } from './unsent-queue.ts'

/** How posting one message ended. */
export type PostOutcome = { kind: 'sent' } | { kind: 'later' } | { kind: 'refused'; reason: string }

/** What a delivery needs from outside. */
export type DeliveryPorts = {
  /** Posts one message. Never rejects. */
  post: (unsent: Unsent) => Promise<PostOutcome>
  /** The queue looks different now. */
  changed: () => void
  /** Runs the work while no other tab runs it for this place, as far as the browser can tell. */
  alone: (work: () => Promise<void>) => Promise<void>
  /** Calls back after so many milliseconds; the answer cancels it. */
  later: (run: () => void, milliseconds: number) => () => void
}

const FIRST_RETRY_MS = 1000
const LONGEST_RETRY_MS = 30_000

/** How long to wait before the next try, after so many failures in a row: 1 s, 2 s, 4 s … 30 s. */
export function retryDelayMs(failures: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1))
}

/** Posts a queue strictly in order, one at a time, until it is empty. What fails is tried again, later and later. */
export class Delivery {
  #queue: UnsentQueue
  #ports: DeliveryPorts
  #isRunning = false
  #runAgain = false
  #failures = 0
  #cancelRetry = (): void => {}

  constructor(queue: UnsentQueue, ports: DeliveryPorts) {
    this.#queue = queue
    this.#ports = ports
  }

  /** Delivers now: after a message was added, at a reload, when the connection is back. */
  async run(): Promise<void> {
    this.#cancelRetry()
    // Asked for in the middle of a run: the run may just have looked for the last time.
    this.#runAgain = this.#isRunning
    if (this.#isRunning) return
    this.#isRunning = true
    await this.#ports.alone(() => this.#drain())
    this.#isRunning = false
    if (this.#runAgain) await this.run()
  }

  async #drain(): Promise<void> {
    for (let unsent = this.#queue.next(); unsent !== undefined; unsent = this.#queue.next()) {
      const outcome = await this.#ports.post(unsent)
      this.#note(unsent, outcome)
      this.#ports.changed()
      if (outcome.kind === 'later') return this.#retryLater()
      this.#failures = 0
    }
  }

  #note({ clientId }: Unsent, outcome: PostOutcome): void {
    if (outcome.kind === 'sent') this.#queue.remove(clientId)
    if (outcome.kind === 'later') this.#queue.wait(clientId)
    if (outcome.kind === 'refused') this.#queue.refuse(clientId, outcome.reason)
  }

  #retryLater(): void {
    this.#failures += 1
    this.#cancelRetry = this.#ports.later(() => void this.run(), retryDelayMs(this.#failures))
  }
}
