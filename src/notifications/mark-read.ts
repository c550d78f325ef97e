import type { Actor } from '../platform/actor.ts'
import type { Draft } from '../platform/change.ts'
import { NotFound } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { catchUpLimit } from '../platform/live/channel.ts'
import { describeAllRead, describeRead, describeUnread, nextInboxVersion } from './inbox-changes.ts'
import { filtered, type InboxFilter } from './inbox-filter.ts'
import type { NotificationView } from './notification-view.ts'
import { findNotification, unreadCount } from './notifications.queries.ts'

/**
 * Marks one of the actor's notifications as read. One that is read already stays so.
 * @throws {NotFound} when it is not theirs
 */
export function markRead(services: Services, draft: Draft, actor: Actor, id: string): Promise<NotificationView> {
  return setRead(services, draft, actor, { id, isRead: true })
}

/**
 * Makes one of the actor's notifications count as unread again.
 * @throws {NotFound} when it is not theirs
 */
export function markUnread(services: Services, draft: Draft, actor: Actor, id: string): Promise<NotificationView> {
  return setRead(services, draft, actor, { id, isRead: false })
}

async function setRead(
  services: Services,
  draft: Draft,
  actor: Actor,
  { id, isRead }: { id: string; isRead: boolean },
): Promise<NotificationView> {
  const { tx } = draft
  const found = await findNotification(tx, actor.id, id)
  if (!found) throw new NotFound()
  if (found.isRead === isRead) return found
  const version = await nextInboxVersion(tx, actor.id)
  await tx.notification.update({ where: { id }, data: { isRead, version } })
  const notification = { ...found, isRead, version }
  const unread = await unreadCount(tx, actor.id)
  draft.announce(`user:${actor.id}`, () =>
    isRead ? describeRead(services, version, [id], unread) : describeUnread(services, notification, unread),
  )
  return notification
}

/**
 * Marks all of the actor's notifications that a filter lets through as read: one change of a few statements, however many they are.
 * @returns how many were not
 */
export async function markAllRead(
  services: Services,
  draft: Draft,
  actor: Actor,
  { types, boardId }: Omit<InboxFilter, 'unreadOnly'>,
): Promise<number> {
  const { tx } = draft
  const version = await nextInboxVersion(tx, actor.id)
  const where = filtered(actor.id, { unreadOnly: true, types, boardId })
  const newest = await tx.notification.findMany({
    where,
    orderBy: { position: 'desc' },
    take: catchUpLimit,
    select: { id: true },
  })
  const { count } = await tx.notification.updateMany({ where, data: { isRead: true, version } })
  const unread = await unreadCount(tx, actor.id)
  const told = { notificationIds: newest.map(({ id }) => id), unread }
  draft.announce(`user:${actor.id}`, () => describeAllRead(services, version, { types, boardId }, told))
  return count
}
