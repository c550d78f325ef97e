import { dayAfter, daysBetween } from '../platform/calendar-day.ts'
import { change } from '../platform/change.ts'
import type { Db } from '../platform/db/index.ts'
import type { Services } from '../platform/services.ts'
import { localTime } from '../platform/time-zones.ts'
import { notifyAll, toldAtOnce, type Notice } from './notify.ts'
import { reminderKey, reminderKeyPrefix, type ReminderType } from './reminder-key.ts'

/** Nobody is woken by a reminder: the day's come from this hour of the person's own day on. */
const fromHour = 7
/** What was due longer ago than this is not reminded of: TaskFlow was off for long, or the board was just imported. */
const lateDays = 7

/** For each kind of reminder, the days until the task is due on which it comes; negative when it was due. */
const daysUntilDue: Record<ReminderType, { least: number; most: number }> = {
  due_soon: { least: 0, most: 1 },
  overdue: { least: -lateDays, most: -1 },
}

/** Somebody who is to do a task that is due on a day around today, and was not reminded of it. */
interface Due {
  taskId: number
  boardId: number
  dueOn: string
  userId: number
  timeZone: string | null
}

/**
 * Reminds those who are to do a task that it is due today or tomorrow, and when it was due: once each, by what is today where the person
 * is. It goes through the tasks a batch at a time. Wherever it ends, the next run goes on from there; two at once remind once.
 */
export async function remindOfDays(services: Services, now = new Date()): Promise<void> {
  for (const type of ['due_soon', 'overdue'] as const) await remind(services, type, now)
}

async function remind(services: Services, type: ReminderType, now: Date): Promise<void> {
  let batch: Due[] = []
  do {
    batch = await nextDue(services.db, type, now, batch.at(-1))
    const notices = batch.filter((due) => isTime(type, due, now)).map((due) => noticeOf(type, due))
    if (notices.length > 0) await change(services, (draft) => notifyAll(services, draft, notices))
  } while (batch.length === toldAtOnce)
}

// The days are a day wider on both sides than any place on earth needs: what is today there is said by isTime.
function nextDue(db: Db, type: ReminderType, now: Date, behind: Due | undefined): Promise<Due[]> {
  const today = now.toISOString().slice(0, 10)
  const { least, most } = daysUntilDue[type]
  const [first, last] = [dayAfter(today, least - 1), dayAfter(today, most + 1)]
  const { taskId, userId } = behind ?? { taskId: 0, userId: 0 }
  // CROSS JOIN tells SQLite to go by boards, each with a look into the index of its days.
  return db.$queryRaw<Due[]>`
    SELECT task."id" AS "taskId", task."boardId", task."dueOn", assignee."userId", person."timeZone"
    FROM "Board" board
    CROSS JOIN "Task" task
    JOIN "Column" place ON place."id" = task."columnId" AND place."archivedAt" IS NULL
    JOIN "TaskAssignee" assignee ON assignee."taskId" = task."id"
    JOIN "User" person ON person."id" = assignee."userId" AND person."isDisabled" = FALSE
    JOIN "BoardMember" member ON member."boardId" = task."boardId" AND member."userId" = person."id"
      AND member."leftAt" IS NULL AND member."isMuted" = FALSE
    WHERE task."boardId" = board."id" AND task."dueOn" BETWEEN ${first} AND ${last}
      AND task."finishedAt" IS NULL AND task."archivedAt" IS NULL AND task."deletedAt" IS NULL
      AND (task."id" > ${taskId} OR (task."id" = ${taskId} AND assignee."userId" > ${userId}))
      AND NOT EXISTS (
        SELECT 1 FROM "Notification" known
        WHERE known."recipientId" = assignee."userId"
          AND known."sourceKey" =
            CAST(${reminderKeyPrefix(type)} AS TEXT) || CAST(task."id" AS TEXT) || ':' || task."dueOn"
      )
    ORDER BY task."id", assignee."userId"
    LIMIT ${toldAtOnce}`
}

function isTime(type: ReminderType, { dueOn, timeZone }: Due, now: Date): boolean {
  const local = localTime(timeZone ?? 'UTC', now) ?? localTime('UTC', now)
  if (!local || local.hour < fromHour) return false
  const { least, most } = daysUntilDue[type]
  const days = daysBetween(local.day, dueOn)
  return days >= least && days <= most
}

function noticeOf(type: ReminderType, { taskId, boardId, dueOn, userId }: Due): Notice {
  const sourceKey = reminderKey(type, { taskId, dueOn })
  return { recipientId: userId, senderId: null, type, boardId, taskId, sourceKey }
}
