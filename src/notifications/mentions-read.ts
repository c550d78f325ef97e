import * as z from 'zod'
import type { Draft } from '../platform/change.ts'
import { sqlRows, type Sql, type Tx } from '../platform/db/index.ts'
import { strictIntegerId } from '../platform/ids.ts'
import { job } from '../platform/jobs/job.ts'
import type { Services } from '../platform/services.ts'
import { describeRead } from './inbox-changes.ts'
import { lockInboxes, raiseInboxVersions } from './inbox-versions.ts'
import { unreadCounts } from './notifications.queries.ts'
import { toldAtOnce } from './notify.ts'

const stretch = z.strictObject({
  userId: strictIntegerId,
  roomId: strictIntegerId,
  after: z.number().int(),
  upTo: z.number().int(),
})

/** What somebody has just read of a room: what stands behind one version of it, up to another. */
export type ReadStretch = z.output<typeof stretch>

/** Marks the mentions in what people have read of rooms as read. */
export const mentionsRead = job({
  name: 'mentions-read',
  input: z.object({ stretches: z.array(stretch).max(toldAtOnce) }),
  handle: (services, draft, { stretches }) => markMentionsRead(services, draft, stretches),
})

/**
 * Has the mentions in what people have read marked as read, where there are any: one statement, as marks come often and mentions
 * seldom. What lies before a stretch stays as it is: who made that unread again meant it.
 */
export async function readMentions({ tx, enqueue }: Draft, stretches: ReadStretch[]): Promise<void> {
  if (stretches.length === 0) return
  const calling = await tx.$queryRaw<{ place: number | bigint }[]>`
    SELECT given."place" FROM ${asSql(tx, stretches)} AS given
    WHERE EXISTS (
      SELECT 1 FROM "Notification" mention JOIN "ChatMessage" message ON message."id" = mention."messageId"
      WHERE mention."recipientId" = given."userId" AND mention."isRead" = FALSE AND mention."type" = 'mention'
        AND message."roomId" = given."roomId" AND message."position" > given."after" AND message."position" <= given."upTo"
    )`
  const places = new Set(calling.map(({ place }) => Number(place)))
  const read = stretches.filter((_, place) => places.has(place))
  for (let at = 0; at < read.length; at += toldAtOnce)
    enqueue(mentionsRead, { stretches: read.slice(at, at + toldAtOnce) })
}

async function markMentionsRead(services: Services, draft: Draft, stretches: ReadStretch[]): Promise<void> {
  const { tx } = draft
  await lockInboxes(
    tx,
    stretches.map(({ userId }) => userId),
  )
  const unread = await findUnread(tx, stretches)
  if (unread.length === 0) return
  const readers = [...new Set(unread.map(({ recipientId }) => recipientId))]
  const versions = await raiseInboxVersions(tx, readers)
  await setRead(tx, unread)
  const counts = await unreadCounts(tx, readers)
  for (const userId of readers) {
    const version = versions.get(userId) ?? 0
    const ids = unread.filter(({ recipientId }) => recipientId === userId).map(({ id }) => id)
    draft.announce(`user:${userId}`, () => describeRead(services, version, ids, counts.get(userId) ?? 0))
  }
}

function findUnread(tx: Tx, stretches: ReadStretch[]): Promise<{ id: string; recipientId: number }[]> {
  return tx.$queryRaw`
    SELECT mention."id", mention."recipientId" FROM ${asSql(tx, stretches)} AS given
    JOIN "Notification" mention
      ON mention."recipientId" = given."userId" AND mention."isRead" = FALSE AND mention."type" = 'mention'
    JOIN "ChatMessage" message
      ON message."id" = mention."messageId" AND message."roomId" = given."roomId"
      AND message."position" > given."after" AND message."position" <= given."upTo"`
}

function asSql(tx: Tx, stretches: ReadStretch[]): Sql {
  const columns = { userId: 'int', roomId: 'int', after: 'int', upTo: 'int', place: 'int' } as const
  const rows = stretches.map((stretch, place) => ({ ...stretch, place }))
  return sqlRows(tx, columns, rows)
}

async function setRead(tx: Tx, unread: { id: string }[]): Promise<void> {
  const given = sqlRows(
    tx,
    { id: 'text' },
    unread.map(({ id }) => ({ id })),
  )
  await tx.$executeRaw`
    UPDATE "Notification" SET "isRead" = TRUE,
      "version" = (SELECT "inboxVersion" FROM "User" WHERE "User"."id" = "recipientId")
    WHERE "id" IN (SELECT "id" FROM ${given} AS given)`
}
