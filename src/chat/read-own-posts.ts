import type { Draft } from '../platform/change.ts'
import { sqlRowLock, sqlRows, type Tx } from '../platform/db/index.ts'
import type { Services } from '../platform/services.ts'
import { byRoom } from './by-room.ts'
import { lockReadMarks } from './lock-read-marks.ts'
import type { MessageView } from './messages.queries.ts'
import { tellUnreadSoon } from './tell-unread.ts'

/**
 * Marks what people have just posted as read by them, but only if they had read all before it: otherwise their unread would lie. One
 * statement for all rooms. Tells the rooms' people how many messages there are now.
 * @param messages what one transaction writes, each room's in its order
 */
export async function readOwnPosts(services: Services, draft: Draft, messages: MessageView[]): Promise<void> {
  if (messages.length === 0) return
  const rooms = byRoom(messages)
  const read = await markRead(draft.tx, [...rooms.values()].map(firstStretch))
  draft.afterCommit(() => {
    for (const [roomId, roomMessages] of rooms) tellUnreadSoon(services, roomId, roomMessages.at(-1)?.ordinal ?? 0)
    for (const { roomId, userId, readCount } of read) {
      const messageCount = rooms.get(roomId)?.at(-1)?.ordinal ?? readCount
      services.tell(`user:${userId}`, 'unread:changed', { roomId, messageCount, readCount })
    }
  })
}

/** The messages with which a room's first author of a group begins, and how many were there before. */
interface Stretch {
  roomId: number
  userId: number
  before: number
  position: number
  ordinal: number
}

// Nobody but the first one's author can have read all before theirs: the others' posts have one before them that is just being made.
function firstStretch(roomMessages: MessageView[]): Stretch {
  const [first] = roomMessages as [MessageView]
  const end = roomMessages.findIndex(({ author }) => author.id !== first.author.id)
  const { position, ordinal } = roomMessages.at(end === -1 ? -1 : end - 1) ?? first
  return { roomId: first.roomId, userId: first.author.id, before: first.ordinal - 1, position, ordinal }
}

async function markRead(
  tx: Tx,
  stretches: Stretch[],
): Promise<{ roomId: number; userId: number; readCount: number }[]> {
  if (stretches.length > 1 && !isOwnLock(tx)) await lockReadMarks(tx, stretches)
  const columns = { roomId: 'int', userId: 'int', before: 'int', position: 'int', ordinal: 'int' } as const
  const given = sqlRows(
    tx,
    columns,
    stretches.map((stretch) => ({ ...stretch })),
  )
  return tx.$queryRaw`
    UPDATE "ChatRoomMember" SET "readVersion" = given."position", "readCount" = given."ordinal"
    FROM ${given} AS given
    WHERE "ChatRoomMember"."roomId" = given."roomId" AND "ChatRoomMember"."userId" = given."userId"
      AND "leftAt" IS NULL AND "readCount" >= given."before"
    RETURNING "ChatRoomMember"."roomId", "ChatRoomMember"."userId", "readCount"`
}

/** Whether the transaction itself keeps all others from writing. */
function isOwnLock(tx: Tx): boolean {
  return sqlRowLock(tx).sql === ''
}
