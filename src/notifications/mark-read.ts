import type { Actor } from '../platform/actor.ts'
import type { Draft } from '../platform/change.ts'
import { NotFound } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { describeRead, takeInboxVersions } from './inbox-changes.ts'
import { findNotification, unreadCount, type NotificationView } from './notifications.queries.ts'

/**
 * Marks one of the actor's notifications as read. One that is read already stays so.
 * @throws {NotFound} when it is not theirs
 */
export async function markRead(services: Services, draft: Draft, actor: Actor, id: string): Promise<NotificationView> {
  const { tx } = draft
  const found = await findNotification(tx, actor.id, id)
  if (!found) throw new NotFound()
  if (found.isRead) return found
  const version = await takeInboxVersions(tx, actor.id, 1)
  await tx.notification.update({ where: { id }, data: { isRead: true, version } })
  const notification = { ...found, isRead: true, version }
  const unread = await unreadCount(tx, actor.id)
  draft.announce(`user:${actor.id}`, () => describeRead(services, notification, unread))
  return notification
}

/** Marks all of the actor's notifications as read. @returns how many were not */
export async function markAllRead(services: Services, draft: Draft, actor: Actor): Promise<number> {
  const unread = await draft.tx.notification.findMany({
    where: { recipientId: actor.id, isRead: false },
    select: { id: true },
    orderBy: { position: 'asc' },
  })
  for (const { id } of unread) await markRead(services, draft, actor, id)
  return unread.length
}
