import type { Db } from '../platform/db/index.ts'
import { activityFields } from './activity.ts'
import { asActivity, type ActivityView } from './activity-changes.ts'

const pageSize = 50

/** What was done to a task, newest first; `before` is the version at which the page before this one ended. */
export async function taskActivity(
  db: Db,
  taskId: number,
  before?: number,
): Promise<{ items: ActivityView[]; nextCursor: number | null }> {
  const rows = await db.activity.findMany({
    where: { taskId, ...(before !== undefined && { version: { lt: before } }) },
    orderBy: [{ version: 'desc' }, { id: 'asc' }],
    take: pageSize,
    select: activityFields,
  })
  return { items: rows.map(asActivity), nextCursor: rows.length < pageSize ? null : (rows.at(-1)?.version ?? null) }
}
