import type { Redis } from 'ioredis'
import type { RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible'
import { RateLimited } from './errors.ts'

/** How much of something is allowed: `points` in `seconds`. */
export interface Limit {
  name: string
  points: number
  seconds: number
}

/** What one person may make (boards, rooms, tasks, members): more than hands can, less than would fill a database. */
export const creations: Limit = { name: 'create', points: 120, seconds: 60 }

/** What one person may say in a minute, in rooms and in threads together. */
export function postLimit({ postsPerMinute }: { postsPerMinute: number }): Limit {
  return { name: 'post', points: postsPerMinute, seconds: 60 }
}

/** Counts what is done too often, across all processes. */
export interface Limits {
  /** @throws {RateLimited} when `key` has used up its points */
  consume(limit: Limit, key: string): Promise<void>
  /** Gives `key` all its points back. */
  forgive(limit: Limit, key: string): Promise<void>
  /** Gives one point back. */
  giveBack(limit: Limit, key: string): Promise<void>
}

/** Counts in Redis; while Redis does not answer, each process counts for itself, so that an outage neither locks out nor lets loose. */
export function createLimits(redis: Redis, prefix: string): Limits {
  const limiters = new Map<string, Promise<RateLimiterAbstract>>()
  const limiterOf = (limit: Limit): Promise<RateLimiterAbstract> => {
    const limiter = limiters.get(limit.name) ?? createLimiter(redis, prefix, limit)
    limiters.set(limit.name, limiter)
    return limiter
  }

  return {
    async consume(limit, key) {
      const limiter = await limiterOf(limit)
      try {
        await limiter.consume(key)
      } catch (refusal) {
        throw asRateLimited(refusal)
      }
    },
    async forgive(limit, key) {
      const limiter = await limiterOf(limit)
      await limiter.delete(key)
    },
    async giveBack(limit, key) {
      const limiter = await limiterOf(limit)
      await limiter.reward(key)
    },
  }
}

async function createLimiter(
  redis: Redis,
  prefix: string,
  { name, points, seconds }: Limit,
): Promise<RateLimiterAbstract> {
  // Loaded at first use: a process that limits nothing, the worker, is spared 12 MB.
  const { RateLimiterMemory, RateLimiterRedis } = await import('rate-limiter-flexible')
  const insuranceLimiter = new RateLimiterMemory({ points, duration: seconds })
  return new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: `${prefix}:limit:${name}`,
    points,
    duration: seconds,
    insuranceLimiter,
  })
}

function asRateLimited(refusal: unknown): unknown {
  if (refusal instanceof Error) return refusal
  return new RateLimited(Math.ceil((refusal as RateLimiterRes).msBeforeNext / 1000))
}
