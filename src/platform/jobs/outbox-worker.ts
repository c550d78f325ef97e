import { Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { change, type Draft } from '../change.ts'
import { createGroupCommit, type GatherPace } from '../group-commit.ts'
import type { JobOutcome } from '../metrics/metrics.ts'
import type { Services } from '../services.ts'
import { mostTogether, type AnyOutboxJob } from './job.ts'
import { outboxQueueName } from './queue.ts'

/** A job that was being done by a process that died is taken up again after this: lock duration plus the look for stalled ones. */
const stalledAfter = { lockDuration: 10_000, stalledInterval: 5_000 }

/** Where many are told of something, the second of them waits up to a tenth of a second for the others. */
const pace: GatherPace = { largest: mostTogether, msPerEntry: 10, longestMs: 100 }

export type OnRun = (queue: string, job: string, outcome: JobOutcome) => void

export interface WorkerOptions {
  connection: Redis
  prefix: string
  concurrency: number
  /** Told of each attempt. */
  onRun?: OnRun
}

/** Takes outbox rows from the queue and does their jobs. */
export function startOutboxWorker(
  services: Services,
  jobs: AnyOutboxJob[],
  { onRun, ...options }: WorkerOptions,
): Worker {
  const byName = new Map(jobs.map((known) => [known.name, known]))
  const together = createGroupCommit(async (ids: string[]) => {
    await doOutboxEntries(services, byName, ids)
    return ids
  }, pace)
  const worker = new Worker(
    outboxQueueName,
    async ({ id, name }) => {
      if (id === undefined) throw new Error('an outbox job without the id of its row')
      if (byName.get(name)?.handleTogether) await together.add(id)
      else await doOutboxEntries(services, byName, [id])
    },
    { ...options, ...stalledAfter, maxStalledCount: 10 },
  )
  worker.on('error', (error) => services.log.debug({ reason: error.message }, 'outbox worker'))
  worker.on('completed', ({ name }) => onRun?.(outboxQueueName, name, 'done'))
  worker.on('failed', (task, error) => {
    onRun?.(outboxQueueName, task?.name ?? 'unknown', 'failed')
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

/** Does the jobs of rows and marks these done in the transaction of their effect. Rows that are done, or gone, are left alone. */
export async function doOutboxEntries(
  services: Services,
  jobs: Map<string, AnyOutboxJob>,
  entryIds: string[],
): Promise<void> {
  await change(services, async (draft) => {
    // Marking first takes the rows' locks: a second run of the same job waits here and then finds it done.
    const entries = await draft.tx.outboxEntry.updateManyAndReturn({
      where: { id: { in: entryIds }, doneAt: null },
      data: { doneAt: new Date(), failedAt: null },
      select: { job: true, payload: true },
    })
    for (const [name, payloads] of payloadsByJob(entries)) {
      const known = jobs.get(name)
      if (!known) throw new Error(`no job is called "${name}"`)
      await handleAll(services, draft, known, payloads)
    }
  })
}

function payloadsByJob(entries: { job: string; payload: string }[]): Map<string, string[]> {
  const payloads = new Map<string, string[]>()
  for (const { job, payload } of entries) payloads.set(job, [...(payloads.get(job) ?? []), payload])
  return payloads
}

async function handleAll(services: Services, draft: Draft, job: AnyOutboxJob, stored: string[]): Promise<void> {
  const payloads: unknown[] = stored.map((payload) => job.input.parse(JSON.parse(payload)))
  if (job.handleTogether && payloads.length > 1) return job.handleTogether(services, draft, payloads)
  for (const payload of payloads) await job.handle(services, draft, payload)
}
