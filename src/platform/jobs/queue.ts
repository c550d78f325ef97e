import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Log } from '../log.ts'

/** The names of the two queues. */
export const outboxQueueName = 'outbox'
export const scheduleQueueName = 'schedule'

/** An outbox row that waits to be done. */
export interface OutboxHandOver {
  id: string
  job: string
}

/** The producer's side of the outbox queue. */
export interface JobQueue {
  /** Hands rows over to the workers, in the background. A failure is logged and left to the sweep. */
  handOver(entries: OutboxHandOver[]): void
  /** The same, awaited. */
  handOverNow(entries: OutboxHandOver[]): Promise<void>
  close(): Promise<void>
}

const retries = { attempts: 8, backoff: { type: 'exponential', delay: 1000 } } as const

/** A queue that only carries row ids: what is to be done stands in the database. */
export function createJobQueue(redis: Redis, prefix: string, log: Log): JobQueue {
  const queue = new Queue(outboxQueueName, { connection: redis, prefix, skipMetasUpdate: true })
  queue.on('error', (error) => log.debug({ reason: error.message }, 'outbox queue'))

  const handOverNow = async (entries: OutboxHandOver[]): Promise<void> => {
    // The row's id as job id: handed over twice, it is one job. A job that failed for good keeps its id, for the administrator.
    await queue.addBulk(
      entries.map(({ id, job }) => ({ name: job, data: {}, opts: { jobId: id, removeOnComplete: true, ...retries } })),
    )
  }
  return {
    handOverNow,
    handOver(entries) {
      if (entries.length === 0) return
      handOverNow(entries).catch((error: unknown) => {
        log.warn({ err: error, entries: entries.length }, 'could not hand over to the job queue; the sweep will')
      })
    },
    async close() {
      await queue.close()
    },
  }
}
