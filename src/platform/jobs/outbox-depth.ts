import type { Db } from '../db/index.ts'

/** How many outbox rows wait to be done, and how many were set aside because their job had failed for the last time. */
export async function outboxDepth(db: Db): Promise<{ waiting: number; setAside: number }> {
  const [waiting, setAside] = await Promise.all([
    db.outboxEntry.count({ where: { doneAt: null, failedAt: null } }),
    db.outboxEntry.count({ where: { doneAt: null, failedAt: { not: null } } }),
  ])
  return { waiting, setAside }
}
