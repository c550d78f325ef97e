import { sqlRows, type Tx } from '../platform/db/index.ts'

/** Where a room stands after some messages were counted. */
export interface RaisedRoom {
  version: number
  messageCount: number
}

/**
 * Counts new messages into their rooms, by one statement for all of them. The rooms are locked (settled-posts.ts), so versions are
 * committed in their order.
 * @param counts how many messages each room gets, by its id
 * @returns where each room stands now, by its id
 */
export async function raiseRooms(tx: Tx, counts: Map<number, number>): Promise<Map<number, RaisedRoom>> {
  const rooms = Array.from(counts, ([id, count]) => ({ id, count }))
  const raised = await tx.$queryRaw<(RaisedRoom & { id: number })[]>`
    UPDATE "ChatRoom" SET "version" = "version" + given."count", "messageCount" = "messageCount" + given."count"
    FROM ${sqlRows(tx, { id: 'int', count: 'int' }, rooms)} AS given
    WHERE "ChatRoom"."id" = given."id"
    RETURNING "ChatRoom"."id", "version", "messageCount"`
  return new Map(raised.map(({ id, ...stand }) => [id, stand]))
}
