import type { Redis } from 'ioredis'
import type { RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible'
import { RateLimited } from './errors.ts'
import { createPrepaid, type Grant, type Prepaid } from './prepaid.ts'

/** How much of something is allowed: `points` in `seconds`. */
export interface Limit {
  name: string
  points: number
  seconds: number
  /**
   * How many points a process takes from the common count at a time, to spend them by itself; one unless said otherwise. For what is done
   * so often that asking Redis each time would cost more than the deed: somebody may then be refused up to so many points early.
   */
  atOnce?: number
}

/** What one person may make (boards, rooms, tasks, members): more than hands can, less than would fill a database. */
export const creations: Limit = { name: 'create', points: 120, seconds: 60 }

/** How often one person may change what others are told of: a room, who is in it, whether it is muted. */
export const changes: Limit = { name: 'change', points: 60, seconds: 60 }

/** How often one person may change or take back what they said. */
export const corrections: Limit = { name: 'correct', points: 120, seconds: 60 }

/** What one person may say in a minute, in rooms and in threads together. */
export function postLimit({ postsPerMinute }: { postsPerMinute: number }): Limit {
  // Asked of Redis for a few seconds' worth of hasty typing: a thousand people who post are not a thousand questions a second.
  return { name: 'post', points: postsPerMinute, seconds: 60, atOnce: Math.ceil(postsPerMinute / 20) }
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
export function createLimits(
  redis: Redis,
  prefix: string,
  onRefusal: (limit: string) => void = () => undefined,
): Limits {
  const limiters = new Map<string, Promise<RateLimiterAbstract>>()
  const prepaid = new Map<string, Prepaid>()
  const limiterOf = (limit: Limit): Promise<RateLimiterAbstract> => {
    const limiter = limiters.get(limit.name) ?? createLimiter(redis, prefix, limit)
    limiters.set(limit.name, limiter)
    return limiter
  }
  const take = async (limit: Limit, key: string): Promise<Grant> => takePoints(await limiterOf(limit), limit, key)
  const prepaidOf = (limit: Limit): Prepaid => {
    const known = prepaid.get(limit.name) ?? createPrepaid((key) => take(limit, key))
    prepaid.set(limit.name, known)
    return known
  }

  return {
    async consume(limit, key) {
      try {
        if (limit.atOnce === undefined) await take(limit, key)
        else await prepaidOf(limit).spend(key)
      } catch (error) {
        if (error instanceof RateLimited) onRefusal(limit.name)
        throw error
      }
    },
    async forgive(limit, key) {
      prepaid.get(limit.name)?.forget(key)
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

async function takePoints(limiter: RateLimiterAbstract, { points, atOnce = 1 }: Limit, key: string): Promise<Grant> {
  try {
    const { msBeforeNext } = await limiter.consume(key, atOnce)
    return { points: atOnce, forMs: msBeforeNext }
  } catch (refusal) {
    if (refusal instanceof Error) throw refusal
    const { consumedPoints, msBeforeNext } = refusal as RateLimiterRes
    // Not as many as were asked for, but some.
    const left = points - (consumedPoints - atOnce)
    if (left > 0) return { points: left, forMs: msBeforeNext }
    throw asRateLimited(refusal as RateLimiterRes)
  }
}

function asRateLimited({ msBeforeNext }: RateLimiterRes): RateLimited {
  return new RateLimited(Math.ceil(msBeforeNext / 1000))
}
