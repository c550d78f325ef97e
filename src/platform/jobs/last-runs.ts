import type { Redis } from 'ioredis'

/** How a recurring job went the last time, in whichever worker. */
export interface LastRun {
  job: string
  startedAt: Date
  durationMs: number
  /** Why it failed; null when it did what it has to. */
  failure: string | null
}

/** Longer than any sentence of ours, shorter than what a database may say. */
const longestFailure = 500

/** Takes down how a recurring job went. It stands until its next run: old runs are nobody's concern. */
export async function recordRun(redis: Redis, prefix: string, { job, startedAt, ...run }: LastRun): Promise<void> {
  const failure = run.failure === null ? null : run.failure.slice(0, longestFailure)
  const stored: StoredRun = { startedAt: startedAt.toISOString(), durationMs: run.durationMs, failure }
  await redis.hset(keyOf(prefix), job, JSON.stringify(stored))
}

/** Of every recurring job that was ever done: how that went the last time. */
export async function readLastRuns(redis: Redis, prefix: string): Promise<LastRun[]> {
  const runs = await redis.hgetall(keyOf(prefix))
  return Object.entries(runs).map(([job, stored]) => {
    const { startedAt, ...run } = JSON.parse(stored) as StoredRun
    return { job, startedAt: new Date(startedAt), ...run }
  })
}

type StoredRun = Omit<LastRun, 'job' | 'startedAt'> & { startedAt: string }

function keyOf(prefix: string): string {
  return `${prefix}:last-runs`
}
