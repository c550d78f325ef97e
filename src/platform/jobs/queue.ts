import { Queue } from 'bullmq'
import type { RequestHandler } from 'express'
import type { Redis } from 'ioredis'
import type { Log } from '../log.ts'
import { readLastRuns, type LastRun } from './last-runs.ts'
import { openQueueBoard } from './queue-board.ts'

/** The names of the two queues. */
export const outboxQueueName = 'outbox'
export const scheduleQueueName = 'schedule'

/** An outbox row that waits to be done. */
export interface OutboxHandOver {
  id: string
  job: string
}

/** How many jobs a queue holds, by what becomes of them. Those that were done are not kept. */
export interface QueueDepth {
  queue: string
  /** To be done as soon as a worker is free. */
  waiting: number
  active: number
  /** To be done at a time to come: the next run of what recurs, or the next attempt of what failed. */
  delayed: number
  /** Failed for the last time. */
  failed: number
}

/** The producer's side of the queues. */
export interface JobQueue {
  /** Hands rows over to the workers, in the background. A failure is logged and left to the sweep. */
  handOver(entries: OutboxHandOver[]): void
  /** The same, awaited. What BullMQ had given up, though its row still has to be done, is taken up again. */
  handOverNow(entries: OutboxHandOver[]): Promise<void>
  /**
   * Has the job of a row that was set aside done again. To be called after the commit that has cleared the row's `failedAt`: a worker then
   * finds it at once. Where Redis does not answer, or has forgotten the job, the sweep hands it over within seconds.
   */
  retry(outboxEntryId: string): Promise<void>
  /** How much waits in each queue; null while Redis is away. */
  depths(): Promise<QueueDepth[] | null>
  /** When each recurring job was last done, in no order; null while Redis is away. One that was never done is not among them. */
  lastRuns(): Promise<LastRun[] | null>
  /** Pages on which the queues are looked at; `path` is where they are served. */
  board(path: string): Promise<RequestHandler>
  close(): Promise<void>
}

const retries = { attempts: 8, backoff: { type: 'exponential', delay: 1000 } } as const

/** The outbox queue only carries row ids: what is to be done stands in the database. */
export function createJobQueue(redis: Redis, prefix: string, log: Log): JobQueue {
  const open = (name: string): Queue => {
    const queue = new Queue(name, { connection: redis, prefix, skipMetasUpdate: true })
    queue.on('error', (error) => log.debug({ reason: error.message }, `${name} queue`))
    return queue
  }
  const outbox = open(outboxQueueName)
  const schedule = open(scheduleQueueName)

  // The row's id as job id: handed over twice, it is one job. A job that failed for good keeps its id, for the administrator.
  const add = async (entries: OutboxHandOver[]): Promise<void> => {
    await outbox.addBulk(
      entries.map(({ id, job }) => ({ name: job, data: {}, opts: { jobId: id, removeOnComplete: true, ...retries } })),
    )
  }
  const whileRedisAnswers = async <Answer>(ask: () => Promise<Answer>): Promise<Answer | null> => {
    // BullMQ would wait for a connection that has not been made yet.
    if (redis.status !== 'ready') return null
    return ask().catch((error: unknown) => {
      log.debug({ err: error }, 'the queues are not known')
      return null
    })
  }
  return {
    async handOverNow(entries) {
      await add(entries)
      await retryFailed(
        redis,
        outbox,
        entries.map(({ id }) => id),
      )
    },
    handOver(entries) {
      if (entries.length === 0) return
      add(entries).catch((error: unknown) => {
        log.warn({ err: error, entries: entries.length }, 'could not hand over to the job queue; the sweep will')
      })
    },
    async retry(outboxEntryId) {
      await whileRedisAnswers(() => retryFailed(redis, outbox, [outboxEntryId]))
    },
    depths: () => whileRedisAnswers(() => Promise.all([outbox, schedule].map(depthOf))),
    board: (path) => openQueueBoard([outbox, schedule], path),
    lastRuns: () => whileRedisAnswers(() => readLastRuns(redis, prefix)),
    async close() {
      await Promise.all([outbox.close(), schedule.close()])
    },
  }
}

/** Takes up again those of these jobs that stand among the failed; they have all their attempts anew. */
async function retryFailed(redis: Redis, queue: Queue, ids: string[]): Promise<void> {
  for (const id of await failedAmong(redis, queue, ids)) {
    const failed = await queue.getJob(id)
    // Another process may have been faster.
    if (await failed?.isFailed()) await failed?.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true })
  }
}

async function failedAmong(redis: Redis, queue: Queue, ids: string[]): Promise<string[]> {
  const failedKey = queue.toKey('failed')
  const scores = await Promise.all(ids.map((id) => redis.zscore(failedKey, id)))
  return ids.filter((_, at) => scores[at] !== null)
}

async function depthOf(queue: Queue): Promise<QueueDepth> {
  const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed')
  const { waiting = 0, active = 0, delayed = 0, failed = 0 } = counts
  return { queue: queue.name, waiting, active, delayed, failed }
}
