import type { Db } from '../platform/db/index.ts'
import type { RoomAccess } from './chat.policy.ts'

/** What somebody has not read of a room. */
export interface Unread {
  count: number
  /** The first message of somebody else that they have not read. */
  first: { id: string; createdAt: Date } | null
}

/** Reads what the actor has not read of a room; nothing for who is not in it. */
export async function readUnread(db: Db, { roomId, room, board, membership }: RoomAccess): Promise<Unread> {
  const count = membership ? Math.max(0, room.messageCount - membership.readCount) : 0
  if (!membership || count === 0) return { count: 0, first: null }
  const first = await db.chatMessage.findFirst({
    where: { roomId, position: { gt: membership.readVersion }, authorId: { not: board.actor.id } },
    orderBy: { position: 'asc' },
    select: { id: true, createdAt: true },
  })
  return { count, first }
}
