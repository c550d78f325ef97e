import { sqlList, sqlRowLock, sqlRows, type Tx } from '../platform/db/index.ts'
import { whyClosed } from './room-version.ts'

/** Where a room stands after some messages were counted. */
export interface RaisedRoom {
  version: number
  messageCount: number
}

/**
 * Counts new messages into their rooms, by one statement for all of them. The rows stay locked until the transaction ends, so versions
 * are committed in their order.
 * @param counts how many messages each room gets, by its id
 * @returns by room, where it stands now, or why nothing can be written into it: doors may have been remembered from before it was put
 *   away or deleted
 */
export async function raiseRooms(tx: Tx, counts: Map<number, number>): Promise<Map<number, RaisedRoom | Error>> {
  const rooms = Array.from(counts, ([id, count]) => ({ id, count }))
  await lockInOrder(tx, [...counts.keys()])
  const raised = await tx.$queryRaw<(RaisedRoom & { id: number })[]>`
    UPDATE "ChatRoom" SET "version" = "version" + given."count", "messageCount" = "messageCount" + given."count"
    FROM ${sqlRows(tx, { id: 'int', count: 'int' }, rooms)} AS given
    WHERE "ChatRoom"."id" = given."id" AND "archivedAt" IS NULL AND "deletedAt" IS NULL
    RETURNING "ChatRoom"."id", "version", "messageCount"`
  const stands = new Map<number, RaisedRoom | Error>(raised.map(({ id, ...stand }) => [id, stand]))
  const closed = [...counts.keys()].filter((id) => !stands.has(id))
  for (const [id, reason] of await whyClosed(tx, closed)) stands.set(id, reason)
  return stands
}

// An UPDATE locks its rows as they come. Two processes that wrote into the same rooms would wait for each other crosswise.
async function lockInOrder(tx: Tx, roomIds: number[]): Promise<void> {
  if (roomIds.length < 2) return
  const lock = sqlRowLock(tx)
  // Empty where the transaction is the lock.
  if (lock.sql === '') return
  await tx.$queryRaw`SELECT "id" FROM "ChatRoom" WHERE "id" IN (${sqlList(tx, roomIds)}) ORDER BY "id" ${lock}`
}
