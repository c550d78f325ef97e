import { sqlRowLock, sqlRows, type Tx } from '../platform/db/index.ts'

/** Somebody in a room. */
export interface RoomReader {
  roomId: number
  userId: number
}

/** How far somebody has read a room, and how many messages it has. */
export interface ReadMark extends RoomReader {
  readVersion: number
  readCount: number
  messageCount: number
}

/**
 * Reads how far people have read, and locks it until the transaction ends, in one order for all who do: two who mark the same people
 * never wait for each other crosswise. Those who are not in their room are left out.
 */
export function lockReadMarks(tx: Tx, readers: RoomReader[]): Promise<ReadMark[]> {
  const given = sqlRows(
    tx,
    { roomId: 'int', userId: 'int' },
    readers.map(({ roomId, userId }) => ({ roomId, userId })),
  )
  return tx.$queryRaw<ReadMark[]>`
    SELECT mine."roomId", mine."userId", mine."readVersion", mine."readCount",
      (SELECT "messageCount" FROM "ChatRoom" WHERE "id" = mine."roomId") AS "messageCount"
    FROM ${given} AS given
    JOIN "ChatRoomMember" mine
      ON mine."roomId" = given."roomId" AND mine."userId" = given."userId" AND mine."leftAt" IS NULL
    ORDER BY mine."roomId", mine."userId" ${sqlRowLock(tx)}`
}
