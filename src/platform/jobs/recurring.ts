import { Queue, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Log } from '../log.ts'
import type { Services } from '../services.ts'
import type { RecurringJob } from './job.ts'
import { recordRun, type LastRun } from './last-runs.ts'
import { scheduleQueueName } from './queue.ts'
import type { WorkerOptions } from './outbox-worker.ts'

/** The scheduler writes its plan again this often, so that an emptied Redis has it back soon. */
const renewMs = 10_000

/** Keeps the plan of recurring jobs in Redis. Any number of schedulers may run: the plan is keyed by the job's name. */
export function startScheduler(
  plan: Record<string, { everyMs: number }>,
  redis: Redis,
  prefix: string,
  log: Log,
): { close(): Promise<void> } {
  const queue = new Queue(scheduleQueueName, { connection: redis, prefix, skipMetasUpdate: true })
  queue.on('error', (error) => log.debug({ reason: error.message }, 'schedule queue'))
  const renew = async (): Promise<void> => {
    for (const [name, { everyMs }] of Object.entries(plan)) {
      await queue.upsertJobScheduler(
        name,
        { every: everyMs },
        { name, opts: { removeOnComplete: true, removeOnFail: 100 } },
      )
    }
  }
  const renewOrLog = (): void => {
    renew().catch((error: unknown) => log.warn({ err: error }, 'could not write the schedule; trying again'))
  }
  renewOrLog()
  const timer = setInterval(renewOrLog, renewMs)
  return {
    async close() {
      clearInterval(timer)
      await queue.close()
    },
  }
}

/** Does the recurring jobs when they are due, one at a time. */
export function startScheduleWorker(
  services: Services,
  jobs: Record<string, RecurringJob>,
  { onRun, ...options }: Omit<WorkerOptions, 'concurrency'>,
): Worker {
  const record = (run: LastRun): void => {
    // What was done is done, known or not.
    recordRun(options.connection, options.prefix, run).catch((error: unknown) => {
      services.log.debug({ err: error, job: run.job }, 'could not take down how a recurring job went')
    })
  }
  const worker = new Worker(
    scheduleQueueName,
    async ({ name }) => {
      const job = jobs[name]
      // A plan left in Redis by another version names a job that this one does not have.
      if (job) await runAndRecord(name, () => job(services), record)
    },
    { ...options, lockDuration: 10_000, stalledInterval: 5_000, maxStalledCount: 10 },
  )
  worker.on('error', (error) => services.log.debug({ reason: error.message }, 'schedule worker'))
  worker.on('completed', ({ name }) => onRun?.(scheduleQueueName, name, 'done'))
  worker.on('failed', (task, error) => {
    onRun?.(scheduleQueueName, task?.name ?? 'unknown', 'failed')
    services.log.error({ err: error, job: task?.name }, 'recurring job failed')
  })
  return worker
}

async function runAndRecord(job: string, run: () => Promise<void>, record: (run: LastRun) => void): Promise<void> {
  const startedAt = new Date()
  const began = performance.now()
  const recordEnd = (failure: string | null): void =>
    record({ job, startedAt, durationMs: Math.round(performance.now() - began), failure })
  try {
    await run()
  } catch (error) {
    recordEnd(error instanceof Error ? error.message : String(error))
    throw error
  }
  recordEnd(null)
}
