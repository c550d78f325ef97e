import type { RecurringJob } from './job.ts'

const overdueMs = 5_000
const handOverAtOnce = 500
const keepDoneMs = 7 * 24 * 60 * 60 * 1000

/** Hands over again what was committed but not done: because Redis was away or emptied, or because a process died in between. */
export const sweepOutbox: RecurringJob = async ({ db, jobs, log }) => {
  const entries = await db.outboxEntry.findMany({
    where: { doneAt: null, failedAt: null, createdAt: { lt: new Date(Date.now() - overdueMs) } },
    select: { id: true, job: true },
    orderBy: { createdAt: 'asc' },
    take: handOverAtOnce,
  })
  if (entries.length === 0) return
  log.info({ entries: entries.length }, 'handing over again what was not done')
  await jobs.handOverNow(entries)
}

/** Drops rows that were done long ago. */
export const clearDoneOutbox: RecurringJob = async ({ db }) => {
  await db.outboxEntry.deleteMany({ where: { doneAt: { lt: new Date(Date.now() - keepDoneMs) } } })
}
