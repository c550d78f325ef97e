import type { Draft } from '../platform/change.ts'
import type { Services } from '../platform/services.ts'
import type { MessageView } from './messages.queries.ts'
import { tellUnreadSoon } from './tell-unread.ts'

/**
 * Marks what somebody has just posted as read by them, but only if they had read all before it: otherwise their unread would lie.
 * Tells the room's people how many messages there are now.
 * @param messages what one transaction writes into one room, in its order
 */
export async function readOwnPosts(services: Services, draft: Draft, messages: MessageView[]): Promise<void> {
  const [first] = messages
  const last = messages.at(-1)
  if (!first || !last) return
  const { roomId } = first
  const userId = first.author.id
  // Nobody but the first one's author can have read all before theirs: the others' posts have one before them that is just being made.
  const end = messages.findIndex(({ author }) => author.id !== userId)
  const { position, ordinal } = messages.at(end === -1 ? -1 : end - 1) ?? first
  const read = await draft.tx.$executeRaw`
    UPDATE "ChatRoomMember" SET "readVersion" = ${position}, "readCount" = ${ordinal}
    WHERE "roomId" = ${roomId} AND "userId" = ${userId} AND "leftAt" IS NULL AND "readCount" >= ${first.ordinal - 1}`
  draft.afterCommit(() => {
    const told = { roomId, messageCount: last.ordinal, readCount: ordinal }
    if (read > 0) services.tell(`user:${userId}`, 'unread:changed', told)
    tellUnreadSoon(services, roomId, last.ordinal)
  })
}
