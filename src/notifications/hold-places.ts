import { sql, sqlList, sqlReferenceLock, type Sql, type Tx } from '../platform/db/index.ts'

/** Where something that asks for somebody belongs, and what it points at. */
interface Place {
  boardId: number
  roomId?: number
  messageId?: string
  commentId?: string
}

/**
 * Holds what notices will refer to, so that none of it goes before the commit. In the order in which all take their locks: boards, rooms,
 * what was said, and behind that how far people have read, and inboxes. Whoever renames a room and then tells its people holds the
 * room; we would hold their inboxes, and wait for the room with the first row that refers to it.
 * @returns the notices but for those of what was said and has just gone, with its task or its room
 */
export async function holdPlaces<Notice extends Place>(tx: Tx, notices: Notice[]): Promise<Notice[]> {
  const lock = sqlReferenceLock(tx)
  // Empty where the transaction is the lock.
  if (lock.sql === '') return notices
  const boardIds = sqlList(tx, [...new Set(notices.map(({ boardId }) => boardId))])
  await tx.$queryRaw`SELECT "id" FROM "Board" WHERE "id" IN (${boardIds}) ORDER BY "id" ${lock}`
  const roomIds = [...new Set(notices.flatMap(({ roomId }) => roomId ?? []))]
  if (roomIds.length > 0)
    await tx.$queryRaw`SELECT "id" FROM "ChatRoom" WHERE "id" IN (${sqlList(tx, roomIds)}) ORDER BY "id" ${lock}`
  const messageIds = notices.map(({ messageId }) => messageId)
  const commentIds = notices.map(({ commentId }) => commentId)
  const messages = await held(tx, sql`"ChatMessage"`, messageIds, lock)
  const comments = await held(tx, sql`"TaskThreadComment"`, commentIds, lock)
  const said = new Set([undefined, ...messages, ...comments])
  return notices.filter(({ messageId, commentId }) => said.has(messageId) && said.has(commentId))
}

async function held(tx: Tx, table: Sql, wanted: (string | undefined)[], lock: Sql): Promise<string[]> {
  const ids = [...new Set(wanted)].filter((id) => id !== undefined)
  if (ids.length === 0) return []
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM ${table} WHERE "id" = ANY(${ids}) ORDER BY "id" ${lock}`
  return rows.map(({ id }) => id)
}
