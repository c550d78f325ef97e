import { sqlRowLock, sqlRows, type Tx } from '../platform/db/index.ts'

/** Somebody who is to be told of a message, in its room. */
interface Reader {
  recipientId: number
  messageId: string
  roomId: number
}

/**
 * Which messages have been read before their notification came: a room that somebody looks at is faster than a job. What was edited
 * may say something else than what was read, and counts as not read. Locks how far people have read until the transaction ends, so
 * that whoever reads on meanwhile waits, and then finds the notification (mentions-read.ts).
 */
export async function readAlready(
  tx: Tx,
  notices: { recipientId: number; messageId?: string; roomId?: number }[],
): Promise<(notice: { recipientId: number; messageId?: string }) => boolean> {
  const readers = notices.flatMap(({ recipientId, messageId, roomId }): Reader[] =>
    messageId === undefined || roomId === undefined ? [] : [{ recipientId, messageId, roomId }],
  )
  if (readers.length === 0) return () => false
  const given = sqlRows(
    tx,
    { recipientId: 'int', messageId: 'text', roomId: 'int' },
    readers.map((reader) => ({ ...reader })),
  )
  const marks = await tx.$queryRaw<(Reader & { readVersion: number; position: number | bigint | null })[]>`
    SELECT given."recipientId", given."messageId", mine."readVersion", (
      SELECT "position" FROM "ChatMessage" message WHERE message."id" = given."messageId" AND message."editedAt" IS NULL
    ) AS "position"
    FROM ${given} AS given
    JOIN "ChatRoomMember" mine
      ON mine."roomId" = given."roomId" AND mine."userId" = given."recipientId" AND mine."leftAt" IS NULL
    ORDER BY mine."roomId", mine."userId" ${sqlRowLock(tx)}`
  const read = new Set(
    marks
      .filter(({ readVersion, position }) => position !== null && position <= readVersion)
      .map(({ recipientId, messageId }) => `${recipientId} ${messageId}`),
  )
  return ({ recipientId, messageId }) => read.has(`${recipientId} ${messageId}`)
}
