import { catchUpLimit, type CatchUp, type LiveChange, type Patch } from '../platform/live/channel.ts'
import type { Tx } from '../platform/db/index.ts'
import type { Services } from '../platform/services.ts'
import { notificationsSince, unreadCount, type NotificationView } from './notifications.queries.ts'

/** Takes the next versions of someone's inbox. @returns the last of them */
export async function takeInboxVersions(tx: Tx, userId: number, count: number): Promise<number> {
  const { inboxVersion } = await tx.user.update({
    where: { id: userId },
    data: { inboxVersion: { increment: count } },
    select: { inboxVersion: true },
  })
  return inboxVersion
}

/** A notification that came, with the new count. */
export function describeCreated(services: Services, notification: NotificationView, unread: number): LiveChange {
  return {
    type: 'notification:created',
    version: notification.version,
    notification,
    unread,
    patches: [
      { op: 'place', target: '#notifications', html: draw(services, notification), after: null },
      countPatch(services, unread),
    ],
  }
}

/** A notification that was read, with the new count. */
export function describeRead(services: Services, notification: NotificationView, unread: number): LiveChange {
  return {
    type: 'notification:read',
    version: notification.version,
    notification,
    unread,
    patches: [
      { op: 'replace', target: `#notification-${notification.id}`, html: draw(services, notification) },
      countPatch(services, unread),
    ],
  }
}

/** What someone's inbox missed since `since`. One that came and was read meanwhile is told as having come. */
export async function inboxChangesSince(
  services: Services,
  userId: number,
  since: number | undefined,
): Promise<CatchUp> {
  const { inboxVersion } = await services.db.user.findUniqueOrThrow({
    where: { id: userId },
    select: { inboxVersion: true },
  })
  if (since === undefined || since >= inboxVersion) return { version: inboxVersion, changes: [] }
  const missed = await notificationsSince(services.db, userId, since, catchUpLimit + 1)
  if (missed.length > catchUpLimit) return { version: inboxVersion, changes: [], reload: true }
  const unread = await unreadCount(services.db, userId)
  // Each that came is put on top: told in the order they came, whatever was read since, they lie as the page has them.
  const order = ({ position, version }: NotificationView): number => (position > since ? position : version)
  const changes = missed
    .toSorted((one, other) => order(one) - order(other))
    .map((notification) => {
      const describe = notification.position > since ? describeCreated : describeRead
      return describe(services, notification, unread)
    })
  return { version: Math.max(inboxVersion, missed.at(-1)?.version ?? 0), changes }
}

function draw({ views }: Services, notification: NotificationView): string {
  return views.render('notifications/_notification', { notification })
}

function countPatch({ views }: Services, unread: number): Patch {
  return {
    op: 'replace',
    target: '[data-unread-notifications]',
    html: views.render('notifications/_count', { unread }),
  }
}
