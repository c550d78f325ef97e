import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { Log } from '../log.ts'
import { beatScript, claimScript, countScript, farewellScript, highestScript } from './scripts.ts'

/** The highest value that any process now claims for a key; 0 when none does. */
export type Claimed = [key: string, value: number]

/**
 * What each process says of its own (here is somebody), and what that comes to over all of them: the highest counts. A process's
 * word holds for as long as it lives. Nothing of it is durable: while Redis is away nothing is known, and nothing fails.
 */
export interface Claims {
  /** Claims a value for a key, 0 to give it up. Told to the others soon after. */
  claim(key: string, value: number): void
  /** The highest value of each key; null when that is not known just now. */
  highest(keys: string[]): Promise<number[] | null>
  /** How many keys are claimed, by whichever process; null when that is not known just now. */
  count(): Promise<number | null>
  /** Calls `tell` when this process has changed what is highest, or has noticed that another one died. */
  watch(tell: (changed: Claimed[]) => void): void
  /**
   * Calls `tell` when this process has found another one dead that had not said farewell: what that had to say it may not have said. From
   * now on this process's own death is found too, whether it claims anything or not.
   */
  watchDeaths(tell: () => void): void
  /** Says that this process is about to end, and owes nobody a word: its end is no death. */
  farewell(): Promise<void>
  /** Says nothing more. What was claimed holds a little longer, as if the process had died: people come back elsewhere meanwhile. */
  close(): void
}

export interface ClaimTimes {
  /** A process that has not been heard of for this long is dead. */
  aliveMs: number
  beatMs: number
  /** What changes within this time is told together, and not at all when it changes back. */
  gatherMs: number
}

const defaultTimes: ClaimTimes = { aliveMs: 20_000, beatMs: 5_000, gatherMs: 250 }
/** Redis does nothing else while it runs a script. */
const keysAtOnce = 500

/** @param redis a connection that gives up soon while Redis is away */
export function createClaims(redis: Redis, prefix: string, log: Log, times = defaultTimes): Claims {
  return new RedisClaims(redis, `${prefix}:claims`, log, times)
}

class RedisClaims implements Claims {
  readonly #redis: Redis
  readonly #root: string
  readonly #log: Log
  readonly #times: ClaimTimes
  readonly #process = randomUUID()
  readonly #own = new Map<string, number>()
  readonly #unsaid = new Set<string>()
  #tell: (changed: Claimed[]) => void = () => undefined
  #tellOfDeath: () => void = () => undefined
  #gathering: NodeJS.Timeout | undefined
  #beating: NodeJS.Timeout | undefined
  /** Redis may hold something else than what this process claims. */
  #isUncertain = true

  constructor(redis: Redis, root: string, log: Log, times: ClaimTimes) {
    this.#redis = redis
    this.#root = root
    this.#log = log
    this.#times = times
    // A Redis that was killed may have forgotten the last moments before.
    redis.on('ready', () => {
      this.#isUncertain = true
      if (this.#beating) void this.#beat()
    })
  }

  claim(key: string, value: number): void {
    if (value > 0) this.#own.set(key, value)
    else this.#own.delete(key)
    this.#unsaid.add(key)
    this.#gathering ??= setTimeout(() => void this.#say(), this.#times.gatherMs).unref()
    this.#keepBeating()
  }

  async highest(keys: string[]): Promise<number[] | null> {
    if (keys.length === 0) return []
    const parts = await this.#attempt(() =>
      Promise.all(inParts(keys).map((part) => this.#run<number[]>(highestScript, part))),
    )
    return parts && parts.flat()
  }

  count(): Promise<number | null> {
    return this.#attempt(() => this.#run<number>(countScript, []))
  }

  watch(tell: (changed: Claimed[]) => void): void {
    this.#tell = tell
  }

  watchDeaths(tell: () => void): void {
    this.#tellOfDeath = tell
    this.#keepBeating()
    void this.#beat()
  }

  async farewell(): Promise<void> {
    await this.#attempt(() => this.#run(farewellScript, [this.#process, this.#keptMs()]))
  }

  close(): void {
    clearTimeout(this.#gathering)
    clearInterval(this.#beating)
  }

  #keepBeating(): void {
    this.#beating ??= setInterval(() => void this.#beat(), this.#times.beatMs).unref()
  }

  async #say(): Promise<void> {
    this.#gathering = undefined
    if (this.#isUncertain) return this.#beat()
    const keys = [...this.#unsaid]
    this.#unsaid.clear()
    await this.#attempt(() => this.#write(keys))
  }

  async #beat(): Promise<void> {
    const { aliveMs } = this.#times
    await this.#attempt(async () => {
      const args = [this.#process, aliveMs, this.#keptMs()]
      const [isNew, deaths, ...told] = await this.#run<[number, number, ...(string | number)[]]>(beatScript, args)
      if (deaths > 0) this.#tellOfDeath()
      if (isNew || this.#isUncertain) await this.#writeAll()
      this.#tellOf(told)
    })
  }

  async #writeAll(): Promise<void> {
    const known = await this.#redis.hkeys(`${this.#root}:held:${this.#process}`)
    this.#isUncertain = false
    this.#unsaid.clear()
    await this.#write([...new Set([...known, ...this.#own.keys()])])
  }

  async #write(keys: string[]): Promise<void> {
    for (const part of inParts(keys)) {
      const values = part.flatMap((key) => [key, this.#own.get(key) ?? 0])
      this.#tellOf(await this.#run(claimScript, [this.#process, this.#keptMs(), ...values]))
    }
  }

  #tellOf(told: (string | number)[]): void {
    const changed = inPairs(told)
    if (changed.length > 0) this.#tell(changed)
  }

  /** Null when Redis is away; then everything is said again when it is back. */
  async #attempt<Result>(work: () => Promise<Result>): Promise<Result | null> {
    if (this.#redis.status !== 'ready') return null
    try {
      return await work()
    } catch (error) {
      this.#isUncertain = true
      this.#log.debug({ err: error }, 'claims are not known')
      return null
    }
  }

  #run<Answer>(script: string, args: (string | number)[]): Promise<Answer> {
    return this.#redis.eval(script, 1, this.#root, ...args) as Promise<Answer>
  }

  /** Long enough to be found by whoever buries a dead process. */
  #keptMs(): number {
    return 30 * this.#times.aliveMs
  }
}

function inParts(keys: string[]): string[][] {
  const count = Math.ceil(keys.length / keysAtOnce)
  return Array.from({ length: count }, (_, at) => keys.slice(at * keysAtOnce, (at + 1) * keysAtOnce))
}

function inPairs(told: (string | number)[]): Claimed[] {
  return Array.from({ length: told.length / 2 }, (_, at) => [String(told[2 * at]), Number(told[2 * at + 1])])
}
