import { sqlRows, type Db } from '../platform/db/index.ts'

const daysShown = 14
const dayMs = 24 * 60 * 60 * 1000

/** How many messages were posted on a day, by UTC. */
export interface DayCount {
  /** As `2026-03-12`. */
  day: string
  count: number
}

/** The messages of the last two weeks, day by day, the oldest first. Ids are ordered by time, so each day is a stretch of their index. */
export async function messagesADay(db: Db, now: Date): Promise<DayCount[]> {
  const today = Math.floor(now.getTime() / dayMs) * dayMs
  const days = Array.from({ length: daysShown }, (_, at) => today - (daysShown - 1 - at) * dayMs)
  const stretches = days.map((day) => ({
    day: new Date(day).toISOString().slice(0, 10),
    first: idAt(day),
    last: idAt(day + dayMs),
  }))
  const given = sqlRows(db, { day: 'text', first: 'text', last: 'text' }, stretches)
  const counted = await db.$queryRaw<{ day: string; count: bigint }[]>`
    SELECT given."day", (
      SELECT COUNT(*) FROM "ChatMessage" message WHERE message."id" >= given."first" AND message."id" < given."last"
    ) AS "count"
    FROM ${given} AS given ORDER BY given."day"`
  return counted.map(({ day, count }) => ({ day, count: Number(count) }))
}

/** The lowest id that could be made at a time: a UUID of version 7 begins with it (RFC 9562, 5.7). */
function idAt(timeMs: number): string {
  const time = timeMs.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}
