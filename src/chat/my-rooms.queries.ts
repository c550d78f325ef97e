import type { MyRoom } from '../boards/index.ts'
import type { Db, Tx } from '../platform/db/index.ts'
import { readRoomState, type RoomState } from './room-state.ts'

/** A room as it is for one person who is, or was, in it. */
export interface MyRoomState extends Omit<MyRoom, 'name'> {
  state: RoomState
  isIn: boolean
  /** Whether the room itself is muted, and not only its board. */
  isRoomMuted: boolean
  /** Stamp of the last change on the person's own channel. */
  inboxVersion: number
}

const fields = {
  roomId: true,
  leftAt: true,
  isMuted: true,
  readCount: true,
  inboxVersion: true,
  room: { select: { boardId: true, messageCount: true, isPrivate: true, deletedAt: true } },
} as const

/** Rooms that somebody is or was in, whose place there changed since a version of their inbox. */
export async function myRoomsSince(db: Db, userId: number, since: number, limit: number): Promise<MyRoomState[]> {
  const rows = await db.chatRoomMember.findMany({
    where: { userId, inboxVersion: { gt: since } },
    orderBy: { inboxVersion: 'asc' },
    take: limit,
    select: fields,
  })
  return Promise.all(rows.map((row) => asState(db, userId, row)))
}

/** One room as it is for somebody; null when they never were in it. */
export async function findMyRoom(db: Db | Tx, userId: number, roomId: number): Promise<MyRoomState | null> {
  const row = await db.chatRoomMember.findUnique({ where: { roomId_userId: { roomId, userId } }, select: fields })
  return row && asState(db, userId, row)
}

interface Row {
  roomId: number
  leftAt: Date | null
  isMuted: boolean
  readCount: number
  inboxVersion: number
  room: { boardId: number; messageCount: number; isPrivate: boolean; deletedAt: Date | null }
}

async function asState(db: Db | Tx, userId: number, row: Row): Promise<MyRoomState> {
  const { roomId: id, leftAt, isMuted: isRoomMuted, readCount, inboxVersion, room } = row
  const board = await db.boardMember.findFirst({
    where: { boardId: room.boardId, userId, leftAt: null },
    select: { isMuted: true },
  })
  return {
    id,
    isPrivate: room.isPrivate,
    isIn: leftAt === null && room.deletedAt === null && board !== null,
    isRoomMuted,
    isMuted: isRoomMuted || (board?.isMuted ?? false),
    messageCount: room.messageCount,
    readCount,
    mentions: await db.notification.count({
      where: { recipientId: userId, roomId: id, isRead: false, type: 'mention' },
    }),
    inboxVersion,
    state: await readRoomState(db, id),
  }
}
