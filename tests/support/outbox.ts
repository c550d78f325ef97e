import { outboxJobs } from '../../src/app/outbox-jobs.ts'
import { doOutboxEntries } from '../../src/platform/jobs/outbox-worker.ts'
import type { Services } from '../../src/platform/services.ts'
import { until } from './until.ts'

const jobsByName = new Map(outboxJobs.map((job) => [job.name, job]))

/** Does all that changes owe, and what these jobs owe in turn, as a worker does: for an app without one. @returns how many jobs */
export async function doDebts(services: Services): Promise<number> {
  let done = 0
  for (;;) {
    const entries = await services.db.outboxEntry.findMany({ where: { doneAt: null }, orderBy: { createdAt: 'asc' } })
    if (entries.length === 0) return done
    for (const { id } of entries) await doOutboxEntries(services, jobsByName, [id])
    done += entries.length
  }
}

/** Waits until a worker has done all that changes owe: what follows changes nothing any more. */
export async function untilDebtsAreDone({ db }: Pick<Services, 'db'>): Promise<void> {
  await until('all that is owed is done', async () => (await db.outboxEntry.count({ where: { doneAt: null } })) === 0)
}

/** Does one job that was done already once more, as after a worker that died before it could say so. */
export async function doAgain(services: Services, entryId: string): Promise<void> {
  await services.db.outboxEntry.update({ where: { id: entryId }, data: { doneAt: null } })
  await doOutboxEntries(services, jobsByName, [entryId])
}
