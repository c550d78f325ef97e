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

/** How else somebody is told of what is theirs alone, such as their places in rooms. At most `limit`, in the order of their versions. */
export type ReadInboxChanges = (
  services: Services,
  userId: number,
  since: number,
  limit: number,
) => Promise<LiveChange[]>

/**
 * What someone's own channel missed since `since`: of the inbox, and of what other slices tell there. What is committed while this
 * reads has a version beyond the one that is answered, and is told live.
 */
export async function inboxChangesSince(
  services: Services,
  sources: ReadInboxChanges[],
  userId: number,
  since: number | undefined,
): Promise<CatchUp> {
  const { inboxVersion: version } = await services.db.user.findUniqueOrThrow({
    where: { id: userId },
    select: { inboxVersion: true },
  })
  if (since === undefined || since >= version) return { version, changes: [] }
  const reads = [readNotificationChanges, ...sources]
  const found = await Promise.all(reads.map((read) => read(services, userId, since, catchUpLimit + 1)))
  const missed = found.flat()
  if (missed.length > catchUpLimit) return { version, changes: [], reload: true }
  return { version, changes: missed.filter((change) => change.version <= version) }
}

/** Notifications since a version. One that came and was read meanwhile is told as having come. */
const readNotificationChanges: ReadInboxChanges = async (services, userId, since, limit) => {
  const missed = await notificationsSince(services.db, userId, since, limit)
  const unread = await unreadCount(services.db, userId)
  // Each that came is put on top: told in the order they came, whatever was read since, they lie as the page has them.
  const order = ({ position, version }: NotificationView): number => (position > since ? position : version)
  return missed
    .toSorted((one, other) => order(one) - order(other))
    .map((notification) =>
      notification.position > since
        ? describeCreated(services, notification, unread)
        : describeRead(services, notification.version, [notification], unread),
    )
}

function draw({ views }: Services, notification: NotificationView): string {
  return views.render('notifications/_notification', { notification })
}

/** The new count, wherever it stands. */
export function countPatch({ views }: Services, unread: number): Patch {
  return {
    op: 'replace',
    target: '[data-unread-notifications]',
    html: views.render('notifications/_count', { unread }),
  }
}
