import { Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { change } from '../change.ts'
import type { Services } from '../services.ts'
import type { AnyOutboxJob } from './job.ts'
import { outboxQueueName } from './queue.ts'

/** A job that was being done by a process that died is taken up again after this: lock duration plus the look for stalled ones. */
const stalledAfter = { lockDuration: 10_000, stalledInterval: 5_000 }

export interface WorkerOptions {
  connection: Redis
  prefix: string
  concurrency: number
}

/** Takes outbox rows from the queue and does their jobs. */
export function startOutboxWorker(services: Services, jobs: AnyOutboxJob[], options: WorkerOptions): Worker {
  const byName = new Map(jobs.map((known) => [known.name, known]))
  const worker = new Worker(
    outboxQueueName,
    async (task) => {
      if (task.id === undefined) throw new Error('an outbox job without the id of its row')
      await doOutboxEntry(services, byName, task.id)
    },
    { ...options, ...stalledAfter, maxStalledCount: 10 },
  )
  worker.on('error', (error) => services.log.debug({ reason: error.message }, 'outbox worker'))
  worker.on('failed', (task, error) => {
    services.log.error(
      { err: error, entry: task?.id, job: task?.name, attempt: task?.attemptsMade },
      'outbox job failed',
    )
    if (task?.id !== undefined && task.attemptsMade >= (task.opts.attempts ?? 1)) setAside(services, task.id)
  })
  return worker
}

// The sweep would hand it over for ever, before all that came later.
function setAside({ db, log }: Services, entryId: string): void {
  db.outboxEntry
    .updateMany({ where: { id: entryId, doneAt: null }, data: { failedAt: new Date() } })
    .catch((error: unknown) => log.error({ err: error, entry: entryId }, 'could not set a failed job aside'))
}

/** Does one row's job and marks the row done in the transaction of its effect. A row that is done, or gone, is left alone. */
export async function doOutboxEntry(
  services: Services,
  jobs: Map<string, AnyOutboxJob>,
  entryId: string,
): Promise<void> {
  await change(services, async (draft) => {
    // Marking first takes the row's lock: a second run of the same job waits here and then finds it done.
    const { count } = await draft.tx.outboxEntry.updateMany({
      where: { id: entryId, doneAt: null },
      data: { doneAt: new Date(), failedAt: null },
    })
    if (count === 0) return
    const entry = await draft.tx.outboxEntry.findUniqueOrThrow({ where: { id: entryId } })
    const known = jobs.get(entry.job)
    if (!known) throw new Error(`no job is called "${entry.job}"`)
    await known.handle(services, draft, known.input.parse(JSON.parse(entry.payload)))
  })
}
