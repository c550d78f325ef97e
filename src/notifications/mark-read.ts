import type { Actor } from '../platform/actor.ts'
import type { Draft } from '../platform/change.ts'
import { NotFound } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { catchUpLimit } from '../platform/live/channel.ts'
import { describeRead, nextInboxVersion } from './inbox-changes.ts'
import { findNotification, notificationsSince, unreadCount, type NotificationView } from './notifications.queries.ts'

/**
 * Marks one of the actor's notifications as read. One that is read already stays so.
 * @throws {NotFound} when it is not theirs
 */
export async function markRead(services: Services, draft: Draft, actor: Actor, id: string): Promise<NotificationView> {
  const { tx } = draft
  const found = await findNotification(tx, actor.id, id)
  if (!found) throw new NotFound()
  if (found.isRead) return found
  const version = await nextInboxVersion(tx, actor.id)
  await tx.notification.update({ where: { id }, data: { isRead: true, version } })
  const notification = { ...found, isRead: true, version }
  const unread = await unreadCount(tx, actor.id)
  draft.announce(`user:${actor.id}`, () => describeRead(services, version, [notification], unread))
  return notification
}

/** Marks all of the actor's notifications as read: one change, however many they are. @returns how many were not */
export async function markAllRead(services: Services, draft: Draft, actor: Actor): Promise<number> {
  const { tx } = draft
  const version = await nextInboxVersion(tx, actor.id)
  const { count } = await tx.notification.updateMany({
    where: { recipientId: actor.id, isRead: false },
    data: { isRead: true, version },
  })
  const newest = await notificationsSince(tx, actor.id, version - 1, catchUpLimit)
  draft.announce(`user:${actor.id}`, () => describeRead(services, version, newest, 0))
  return count
}
