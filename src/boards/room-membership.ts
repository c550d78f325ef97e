import type { Tx } from '../platform/db/index.ts'

/**
 * Lets somebody who comes to a board into its open rooms. What was said there before counts as read.
 * The board's row has to be locked: no room is made meanwhile.
 */
export async function enterOpenRooms(tx: Tx, { boardId, userId }: { boardId: number; userId: number }): Promise<void> {
  const now = new Date()
  await tx.$executeRaw`
    INSERT INTO "ChatRoomMember" ("roomId", "userId", "joinedAt", "readVersion", "readCount")
    SELECT "id", ${userId}, ${now}, "version", "messageCount" FROM "ChatRoom"
    WHERE "boardId" = ${boardId} AND "isPrivate" = FALSE AND "deletedAt" IS NULL
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

/** Takes somebody who goes out of all rooms of the board. */
export async function leaveRooms(tx: Tx, { boardId, userId }: { boardId: number; userId: number }): Promise<void> {
  await tx.chatRoomMember.updateMany({
    where: { userId, leftAt: null, room: { boardId } },
    data: { leftAt: new Date() },
  })
}
