import { notificationsChanged } from '../notifications/index.ts'
import type { Draft } from '../platform/change.ts'
import type { Services } from '../platform/services.ts'
import { lockMessage } from './lock-message.ts'
import { describeDeleted } from './message-changes.ts'
import { requireDeletingMessage, type MessageDeleting } from './messages.policy.ts'
import type { MessageView } from './messages.queries.ts'
import { nextRoomVersion } from './room-version.ts'
import { tellLastChanged } from './tell-unread.ts'

/**
 * Takes back what a message says. Its line stays, and says that it was deleted.
 * @throws {Conflict} when it was deleted before
 * @throws {NotFound} or {Forbidden} when the actor lost the room, or the right to it, since the door looked
 */
export async function deleteMessage(services: Services, draft: Draft, deleting: MessageDeleting): Promise<MessageView> {
  const { tx } = draft
  const { message: before, access } = await lockMessage(tx, deleting)
  const { messageId, room } = requireDeletingMessage(access)
  const version = await nextRoomVersion(tx, room.roomId)
  const changed = { content: '', mentionsRoom: false, deletedAt: new Date(), version }
  await tx.chatMessage.update({ where: { id: messageId }, data: changed })
  await tx.messageMention.deleteMany({ where: { messageId } })
  const after = { ...before, ...changed, mentions: [] }
  draft.announce(`room:${room.roomId}`, () => describeDeleted(services, after))
  draft.enqueue(notificationsChanged, { about: { messageId } })
  draft.afterCommit(() => tellLastChanged(services, room, after))
  return after
}
