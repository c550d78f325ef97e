import { sql, sqlList, type Sql, type Tx } from '../platform/db/index.ts'

/**
 * Lets somebody who comes to a board into its open rooms. What was said there before counts as read.
 * The board's row has to be locked: no room is made meanwhile.
 */
export async function enterOpenRooms(tx: Tx, { boardId, userId }: { boardId: number; userId: number }): Promise<void> {
  await enter(tx, userId, sql`"boardId" = ${boardId} AND "isPrivate" = FALSE AND "deletedAt" IS NULL`)
}

/** Lets somebody into rooms, for the first time or again, as if they had read all that was said there. */
export async function enterRooms(
  tx: Tx,
  { userId, roomIds }: { userId: number; roomIds: readonly number[] },
): Promise<void> {
  await enter(tx, userId, sql`"id" IN (${sqlList(tx, roomIds)})`)
}

async function enter(tx: Tx, userId: number, rooms: Sql): Promise<void> {
  const now = new Date()
  await tx.$executeRaw`
    INSERT INTO "ChatRoomMember" ("roomId", "userId", "joinedAt", "readVersion", "readCount")
    SELECT "id", ${userId}, ${now}, "version", "messageCount" FROM "ChatRoom" WHERE ${rooms} ORDER BY "id"
    ON CONFLICT ("roomId", "userId") DO UPDATE SET "leftAt" = NULL, "isMuted" = FALSE, "joinedAt" = excluded."joinedAt",
      "readVersion" = excluded."readVersion", "readCount" = excluded."readCount"`
}

/** Lets everyone who is on the board into a room that was just made. The board's row has to be locked. */
export async function fillOpenRoom(tx: Tx, { boardId, roomId }: { boardId: number; roomId: number }): Promise<void> {
  const now = new Date()
  await tx.$executeRaw`
    INSERT INTO "ChatRoomMember" ("roomId", "userId", "joinedAt")
    SELECT ${roomId}, "userId", ${now} FROM "BoardMember" WHERE "boardId" = ${boardId} AND "leftAt" IS NULL`
}
