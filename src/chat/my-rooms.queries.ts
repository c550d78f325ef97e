import type { MyRoom } from '../boards/index.ts'
import { sqlRows, type Db, type Tx } from '../platform/db/index.ts'
import { readRoomStates, type RoomState } from './room-state.ts'

/** One person's place in one room. */
export interface RoomPlace {
  roomId: number
  userId: number
}

/** A room as it is for one person who is, or was, in it. */
export interface MyRoomState extends Omit<MyRoom, 'name'> {
  userId: number
  state: RoomState
  isIn: boolean
  /** Whether they are on the room's board: who is not is told nothing of its rooms. */
  isOnBoard: boolean
  /** Whether the room itself is muted, and not only its board. */
  isRoomMuted: boolean
  /** Stamp of the last change on the person's own channel. */
  inboxVersion: number
}

/** The rooms that somebody is or was in, whose place there changed since a version of their inbox: which, and at which version. */
export async function changedPlaces(
  db: Db,
  userId: number,
  since: number,
  limit: number,
): Promise<(RoomPlace & { inboxVersion: number })[]> {
  return db.chatRoomMember.findMany({
    where: { userId, inboxVersion: { gt: since } },
    orderBy: { inboxVersion: 'asc' },
    take: limit,
    select: { roomId: true, userId: true, inboxVersion: true },
  })
}

interface Row extends RoomPlace {
  isPresent: boolean
  isRoomMuted: boolean
  readCount: number
  inboxVersion: number
  messageCount: number
  isOnBoard: boolean
  isBoardMuted: boolean | null
}

/**
 * Rooms as they are for people, in as many statements for many as for one. Where somebody never was in the room there is none.
 * @param places without two of the same
 */
export async function findMyRooms(db: Db | Tx, places: RoomPlace[]): Promise<MyRoomState[]> {
  if (places.length === 0) return []
  const given = sqlRows(
    db,
    { roomId: 'int', userId: 'int' },
    places.map(({ roomId, userId }) => ({ roomId, userId })),
  )
  const rows = await db.$queryRaw<Row[]>`
    SELECT mine."roomId", mine."userId", mine."leftAt" IS NULL AS "isPresent", mine."isMuted" AS "isRoomMuted", mine."readCount",
      mine."inboxVersion", room."messageCount", member."userId" IS NOT NULL AS "isOnBoard", member."isMuted" AS "isBoardMuted"
    FROM ${given} AS given
    JOIN "ChatRoomMember" mine ON mine."roomId" = given."roomId" AND mine."userId" = given."userId"
    JOIN "ChatRoom" room ON room."id" = mine."roomId"
    LEFT JOIN "BoardMember" member
      ON member."boardId" = room."boardId" AND member."userId" = mine."userId" AND member."leftAt" IS NULL
    ORDER BY mine."inboxVersion", mine."roomId", mine."userId"`
  const mentions = await countMentions(db, rows)
  const states = await readRoomStates(db, [...new Set(rows.map(({ roomId }) => roomId))])
  return rows.flatMap((row) => {
    const state = states.get(row.roomId)
    return state ? [asMyRoom(row, state, mentions.get(keyOf(row)) ?? 0)] : []
  })
}

async function countMentions(db: Db | Tx, rows: RoomPlace[]): Promise<Map<string, number>> {
  const given = sqlRows(
    db,
    { roomId: 'int', userId: 'int' },
    rows.map(({ roomId, userId }) => ({ roomId, userId })),
  )
  // By a notification's recipient and whether it is read: one look for each person, not for each of their rooms.
  const counts = await db.$queryRaw<(RoomPlace & { count: bigint })[]>`
    SELECT "roomId", "recipientId" AS "userId", COUNT(*) AS "count" FROM "Notification"
    WHERE "recipientId" IN (SELECT "userId" FROM ${given} AS given) AND "isRead" = FALSE AND "type" = 'mention'
      AND "roomId" IN (SELECT "roomId" FROM ${given} AS named)
    GROUP BY "roomId", "recipientId"`
  return new Map(counts.map(({ count, ...place }) => [keyOf(place), Number(count)]))
}

function keyOf({ roomId, userId }: RoomPlace): string {
  return `${roomId} ${userId}`
}

function asMyRoom(row: Row, state: RoomState, mentions: number): MyRoomState {
  const { roomId: id, userId, readCount, inboxVersion, messageCount } = row
  const [isOnBoard, isRoomMuted] = [Boolean(row.isOnBoard), Boolean(row.isRoomMuted)]
  return {
    id,
    userId,
    isPrivate: state.isPrivate,
    isOnBoard,
    isIn: isOnBoard && Boolean(row.isPresent) && state.deletedAt === null,
    isRoomMuted,
    isMuted: isRoomMuted || Boolean(row.isBoardMuted),
    messageCount,
    readCount,
    mentions,
    inboxVersion,
    state,
  }
}
