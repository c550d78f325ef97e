import type { Actor } from '../platform/actor.ts'
import { dayAfter } from '../platform/calendar-day.ts'
import type { Db, TaskPriority } from '../platform/db/index.ts'
import { soonDays } from '../platform/views/formatting.ts'

/** Which of my tasks: all, those due within three days, or those overdue. */
export const shows = ['mine', 'soon', 'overdue'] as const
export type Show = (typeof shows)[number]

/**
 * How my tasks are ordered. What is equal is followed by what was added last.
 *
 * - `urgency`: overdue ones first, then by due day, those without a due day last; on one day by priority.
 * - `due`: by due day, whatever the priority.
 * - `priority`: urgent ones first, those without a priority last; within one priority by due day.
 * - `newest`: what was added last first.
 */
export const sorts = ['urgency', 'due', 'priority', 'newest'] as const
export type Sort = (typeof sorts)[number]

/** An open task of mine, and where it lies. */
export interface MyTask {
  id: number
  title: string
  priority: TaskPriority | null
  dueOn: string | null
  createdAt: Date
  board: { id: number; name: string }
  column: { id: number; name: string }
}

/** How many open tasks are assigned to somebody. */
export type MyTallies = Record<Show, number>

// Both begin at TaskAssignee(userId): they read what is assigned to the person, however large the boards are. What is open and
// shown, on a board that the person is on, is said twice, because a statement is one text.

/** @param today the viewer's calendar day, as `2026-03-12` */
export async function myTallies(db: Db, actor: Actor, today: string): Promise<MyTallies> {
  const [row] = await db.$queryRaw<Record<Show, bigint>[]>`
    SELECT COUNT(*) AS "mine",
      COUNT(CASE WHEN task."dueOn" BETWEEN ${today} AND ${dayAfter(today, soonDays)} THEN 1 END) AS "soon",
      COUNT(CASE WHEN task."dueOn" < ${today} THEN 1 END) AS "overdue"
    FROM "TaskAssignee" assigned
    JOIN "Task" task ON task."id" = assigned."taskId"
    JOIN "Column" col ON col."id" = task."columnId"
    WHERE assigned."userId" = ${actor.id}
      AND task."finishedAt" IS NULL AND task."archivedAt" IS NULL AND task."deletedAt" IS NULL
      AND col."archivedAt" IS NULL AND col."deletedAt" IS NULL
      AND EXISTS (
        SELECT 1 FROM "BoardMember" member
        WHERE member."boardId" = task."boardId" AND member."userId" = assigned."userId" AND member."leftAt" IS NULL)`
  return { mine: Number(row?.mine ?? 0), soon: Number(row?.soon ?? 0), overdue: Number(row?.overdue ?? 0) }
}

export interface MyTasksWanted {
  show: Show
  sort: Sort
  /** The viewer's calendar day, as `2026-03-12`. */
  today: string
  limit: number
}

type Row = Omit<MyTask, 'board' | 'column'> &
  Record<'boardId' | 'columnId', number> &
  Record<'boardName' | 'columnName', string>

/** Somebody's open tasks in the order that is wanted, at most `limit`. */
export async function myTasks(db: Db, actor: Actor, { show, sort, today, limit }: MyTasksWanted): Promise<MyTask[]> {
  const { from, to } = dueBetween(show, today)
  // What an order does not look at counts as equal.
  const [byPriority, byDue, thenByPriority] = keysOf[sort]
  const rows = await db.$queryRaw<Row[]>`
    SELECT task."id", task."title", task."priority", task."dueOn", task."createdAt",
      board."id" AS "boardId", board."name" AS "boardName", col."id" AS "columnId", col."name" AS "columnName"
    FROM "TaskAssignee" assigned
    JOIN "Task" task ON task."id" = assigned."taskId"
    JOIN "Column" col ON col."id" = task."columnId"
    JOIN "Board" board ON board."id" = task."boardId"
    WHERE assigned."userId" = ${actor.id}
      AND COALESCE(task."dueOn", ${never}) BETWEEN ${from} AND ${to}
      AND task."finishedAt" IS NULL AND task."archivedAt" IS NULL AND task."deletedAt" IS NULL
      AND col."archivedAt" IS NULL AND col."deletedAt" IS NULL
      AND EXISTS (
        SELECT 1 FROM "BoardMember" member
        WHERE member."boardId" = task."boardId" AND member."userId" = assigned."userId" AND member."leftAt" IS NULL)
    ORDER BY
      ${byPriority} * CASE task."priority" WHEN 'urgent' THEN 1 WHEN 'high' THEN 2 WHEN 'medium' THEN 3 WHEN 'low' THEN 4 ELSE 5 END,
      CASE WHEN ${byDue} = 1 THEN COALESCE(task."dueOn", ${never}) ELSE '' END,
      ${thenByPriority} * CASE task."priority" WHEN 'urgent' THEN 1 WHEN 'high' THEN 2 WHEN 'medium' THEN 3 WHEN 'low' THEN 4 ELSE 5 END,
      task."id" DESC
    LIMIT ${limit}`
  return rows.map(({ boardId, boardName, columnId, columnName, ...task }) => ({
    ...task,
    board: { id: boardId, name: boardName },
    column: { id: columnId, name: columnName },
  }))
}

/** For a task that has no due day: after every day that there is. */
const never = '9999-12-31'

/** Which parts of the order count: the priority before the due day, the due day, the priority behind it. */
const keysOf: Record<Sort, [0 | 1, 0 | 1, 0 | 1]> = {
  urgency: [0, 1, 1],
  due: [0, 1, 0],
  priority: [1, 1, 0],
  newest: [0, 0, 0],
}

function dueBetween(show: Show, today: string): { from: string; to: string } {
  if (show === 'soon') return { from: today, to: dayAfter(today, soonDays) }
  return show === 'overdue' ? { from: '', to: dayAfter(today, -1) } : { from: '', to: never }
}
