import { NotFound } from '../platform/errors.ts'
import type { Db } from '../platform/db/index.ts'
import type { Services } from '../platform/services.ts'
import type { RoomAccess } from './chat.policy.ts'
import { drawMessages, type DrawingKey } from './drawn-messages.ts'
import { historyPageSize } from './messages.queries.ts'

/** Which stretch of a room's history to show; the newest unless something is named. */
export interface HistoryWindow {
  /** Only what came before this position. */
  before?: number | undefined
  /** Only what came after this position. */
  after?: number | undefined
  /** The id of a message to show in its place. */
  message?: string | undefined
}

/** A stretch of a room's history, drawn, in its order; and where it goes on, null at either end of the conversation. */
export interface History {
  /** A message each, as HTML. */
  messages: string[]
  olderBefore: number | null
  newerAfter: number | null
}

/**
 * Reads the stretch of history that a window names.
 * @throws {NotFound} when the room has no such message
 */
export async function readHistory(services: Services, access: RoomAccess, window: HistoryWindow): Promise<History> {
  const { rows, ...ends } = await readStretch(services.db, access, window)
  return { messages: await drawMessages(services, rows), ...ends }
}

interface Row extends DrawingKey {
  position: number
}

interface Stretch {
  rows: Row[]
  olderBefore: number | null
  newerAfter: number | null
}

async function readStretch(db: Db, access: RoomAccess, { before, after, message }: HistoryWindow): Promise<Stretch> {
  if (message !== undefined) return rowsAround(db, access, message)
  if (after !== undefined) return rowsAfter(db, access, after, historyPageSize)
  return rowsBefore(db, access, before, historyPageSize)
}

/** Beyond every position: "before this" then means the newest. */
const afterAll = 2_147_483_647

// Plain SQL, because it stands before every page of a room: Prisma takes twice as long to hand over fifty rows.
async function rowsBefore(db: Db, { roomId }: RoomAccess, before: number | undefined, limit: number): Promise<Stretch> {
  const found = await db.$queryRaw<Row[]>`
    SELECT "id", "version", "position" FROM "ChatMessage"
    WHERE "roomId" = ${roomId} AND "position" < ${before ?? afterAll}
    ORDER BY "position" DESC LIMIT ${limit + 1}`
  const rows = found.slice(0, limit).toReversed()
  const olderBefore = found.length > limit ? (rows[0]?.position ?? null) : null
  const newerAfter = before === undefined ? null : (rows.at(-1)?.position ?? before - 1)
  return { rows, olderBefore, newerAfter }
}

async function rowsAfter(db: Db, { roomId }: RoomAccess, after: number, limit: number): Promise<Stretch> {
  const found = await db.chatMessage.findMany({
    where: { roomId, position: { gt: after } },
    orderBy: { position: 'asc' },
    take: limit + 1,
    select: { id: true, version: true, position: true },
  })
  const rows = found.slice(0, limit)
  const newerAfter = found.length > limit ? (rows.at(-1)?.position ?? null) : null
  return { rows, olderBefore: rows[0]?.position ?? after + 1, newerAfter }
}

async function rowsAround(db: Db, access: RoomAccess, messageId: string): Promise<Stretch> {
  const target = await db.chatMessage.findFirst({
    where: { id: messageId, roomId: access.roomId },
    select: { position: true },
  })
  if (!target) throw new NotFound()
  const half = historyPageSize / 2
  const [earlier, later] = await Promise.all([
    rowsBefore(db, access, target.position, half),
    rowsAfter(db, access, target.position - 1, half),
  ])
  return { rows: [...earlier.rows, ...later.rows], olderBefore: earlier.olderBefore, newerAfter: later.newerAfter }
}
