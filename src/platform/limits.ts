import type { Redis } from 'ioredis'
import {
  RateLimiterMemory,
  RateLimiterRedis,
  type RateLimiterAbstract,
  type RateLimiterRes,
} from 'rate-limiter-flexible'
import { RateLimited } from './errors.ts'

/** How much of something is allowed: `points` in `seconds`. */
export interface Limit {
  name: string
  points: number
  seconds: number
}

/** Counts what is done too often, across all processes. */
export interface Limits {
  /** @throws {RateLimited} when `key` has used up its points */
  consume(limit: Limit, key: string): Promise<void>
  /** @throws {RateLimited} when `key` has used up its points; takes none */
  check(limit: Limit, key: string): Promise<void>
  /** Gives all points back. */
  forgive(limit: Limit, key: string): Promise<void>
  /** Gives one point back. */
  giveBack(limit: Limit, key: string): Promise<void>
}

/** Counts in Redis; while Redis does not answer, each process counts for itself, so that an outage neither locks out nor lets loose. */
export function createLimits(redis: Redis, prefix: string): Limits {
  const limiters = new Map<string, RateLimiterAbstract>()
  const limiterOf = ({ name, points, seconds }: Limit): RateLimiterAbstract => {
    const known = limiters.get(name)
    if (known) return known
    const insuranceLimiter = new RateLimiterMemory({ points, duration: seconds })
    const made = new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `${prefix}:limit:${name}`,
      points,
      duration: seconds,
      insuranceLimiter,
    })
    limiters.set(name, made)
    return made
  }

  return {
    async consume(limit, key) {
      try {
        await limiterOf(limit).consume(key)
      } catch (refusal) {
        throw asRateLimited(refusal)
      }
    },
    async check(limit, key) {
      const used = await limiterOf(limit).get(key)
      if (used && used.remainingPoints <= 0) throw asRateLimited(used)
    },
    async forgive(limit, key) {
      await limiterOf(limit).delete(key)
    },
    async giveBack(limit, key) {
      await limiterOf(limit).reward(key)
    },
  }
}

function asRateLimited(refusal: unknown): unknown {
  if (refusal instanceof Error) return refusal
  return new RateLimited(Math.ceil((refusal as RateLimiterRes).msBeforeNext / 1000))
}
