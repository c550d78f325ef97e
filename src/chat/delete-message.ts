import { notificationsChanged } from '../notifications/index.ts'
import type { Draft } from '../platform/change.ts'
import type { Services } from '../platform/services.ts'
import { describeDeleted } from './message-changes.ts'
import { messageIsDeleted, type MessageDeleting } from './messages.policy.ts'
import { getMessage } from './messages.queries.ts'
import { lockRoom, nextRoomVersion } from './room-version.ts'

/**
 * Takes back what a message says. Its line stays, and says that it was deleted.
 * @throws {Conflict} when it was deleted before
 */
export async function deleteMessage(
  services: Services,
  draft: Draft,
  { messageId, room }: MessageDeleting,
): Promise<void> {
  const { tx } = draft
  await lockRoom(tx, room.roomId)
  const before = await getMessage(tx, messageId)
  if (before.deletedAt) throw messageIsDeleted()
  const version = await nextRoomVersion(tx, room.roomId)
  const changed = { content: '', mentionsRoom: false, deletedAt: new Date(), version }
  await tx.chatMessage.update({ where: { id: messageId }, data: changed })
  await tx.messageMention.deleteMany({ where: { messageId } })
  draft.announce(`room:${room.roomId}`, () => describeDeleted(services, { ...before, ...changed, mentions: [] }))
  draft.enqueue(notificationsChanged, { about: { messageId } })
}
