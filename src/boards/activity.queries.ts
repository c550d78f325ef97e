import type { Db } from '../platform/db/index.ts'
import { asActivity, type ActivityView } from './activity-changes.ts'
import { activityFields } from './activity.ts'
import type { BoardAccess } from './boards.policy.ts'

/** How many deeds a page of a history shows; a few more where its last change made several. */
const pageSize = 50

/** Part of a history, newest first, and the version before which the rest of it lies. */
export interface ActivityPage {
  items: ActivityView[]
  nextCursor: number | null
}

/** What was done on a board, before a version of it. */
export async function activityOf(
  db: Db,
  { boardId }: BoardAccess,
  before?: number,
  limit = pageSize,
): Promise<ActivityPage> {
  const { rows, nextCursor } = await readRows(db, { boardId }, before, limit)
  return { items: rows.map((row) => asActivity(row)), nextCursor }
}

/** What was done to a task, before a version of its board, in words that need not name it. */
export async function taskActivity(db: Db, taskId: number, before?: number, limit = pageSize): Promise<ActivityPage> {
  const { rows, nextCursor } = await readRows(db, { taskId }, before, limit)
  return { items: rows.map((row) => asActivity(row, true)), nextCursor }
}

type Whose = { boardId: number } | { taskId: number }

async function readRows(db: Db, whose: Whose, before: number | undefined, limit: number) {
  const rows = await db.activity.findMany({
    where: { ...whose, ...(before !== undefined && { version: { lt: before } }) },
    orderBy: [{ version: 'desc' }, { id: 'asc' }],
    take: limit + 1,
    select: activityFields,
  })
  const last = rows[limit - 1]
  if (rows.length <= limit || !last) return { rows, nextCursor: null }
  const earlier = await db.activity.findFirst({ where: { ...whose, version: { lt: last.version } } })
  return {
    rows: [...rows.slice(0, limit), ...(await restOfChange(db, whose, last))],
    nextCursor: earlier && last.version,
  }
}

/** What one change did is not torn apart: the next page begins with an earlier one. */
async function restOfChange(db: Db, whose: Whose, { version, id }: { version: number; id: string }) {
  return db.activity.findMany({
    where: { ...whose, version, id: { gt: id } },
    orderBy: { id: 'asc' },
    select: activityFields,
  })
}
