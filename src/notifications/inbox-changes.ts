import { catchUpLimit, type CatchUp, type LiveChange, type Patch } from '../platform/live/channel.ts'
import type { Tx } from '../platform/db/index.ts'
import type { Services } from '../platform/services.ts'
import { notificationsSince, unreadCount, type NotificationView } from './notifications.queries.ts'

/** Takes the next version of someone's inbox. The person's row stays locked until the transaction ends. */
export async function nextInboxVersion(tx: Tx, userId: number): Promise<number> {
  const { inboxVersion } = await tx.user.update({
    where: { id: userId },
    data: { inboxVersion: { increment: 1 } },
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

/** Notifications that were read by one act, with the new count. */
export function describeRead(
  services: Services,
  version: number,
  notifications: NotificationView[],
  unread: number,
): LiveChange {
  const redrawn = notifications.map((notification): Patch => ({
    op: 'replace',
    target: `#notification-${notification.id}`,
    html: draw(services, notification),
  }))
  return {
    type: 'notification:read',
    version,
    notificationIds: notifications.map(({ id }) => id),
    unread,
    patches: [...redrawn, countPatch(services, unread)],
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
    .map((notification) =>
      notification.position > since
        ? describeCreated(services, notification, unread)
        : describeRead(services, notification.version, [notification], unread),
    )
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
