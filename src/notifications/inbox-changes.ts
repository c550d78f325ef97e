import { catchUpLimit, type CatchUp, type LiveChange, type Patch } from '../platform/live/channel.ts'
import type { Tx } from '../platform/db/index.ts'
import type { Services } from '../platform/services.ts'
import type { InboxFilter } from './inbox-filter.ts'
import { everyListed, listsFor, listedOne, listedOnes, unreadLists } from './inbox-lists.ts'
import type { NotificationView } from './notification-view.ts'
import { notificationsSince, unreadCount } from './notifications.queries.ts'

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
  const html = draw(services, notification)
  return {
    type: 'notification:created',
    version: notification.version,
    notification,
    unread,
    patches: [{ op: 'append', target: listsFor(notification), html }, countPatch(services, unread)],
  }
}

/** Notifications that were read, with the new count. */
export function describeRead(
  services: Services,
  version: number,
  notificationIds: string[],
  unread: number,
): LiveChange {
  const facts = { type: 'notification:read', version, notificationIds, unread }
  return { ...facts, patches: [...readPatches(listedOnes(notificationIds)), countPatch(services, unread)] }
}

/**
 * All that a filter lets through was read by one act, however many they were.
 * @param notificationIds the newest of them
 */
export function describeAllRead(
  services: Services,
  version: number,
  filter: Omit<InboxFilter, 'unreadOnly'>,
  { notificationIds, unread }: { notificationIds: string[]; unread: number },
): LiveChange {
  const facts = { type: 'notification:read', version, notificationIds, unread }
  return { ...facts, filter, patches: [...readPatches(everyListed(filter)), countPatch(services, unread)] }
}

/** A notification that counts as unread again, with the new count. */
export function describeUnread(services: Services, notification: NotificationView, unread: number): LiveChange {
  const html = draw(services, notification)
  return {
    type: 'notification:unread',
    version: notification.version,
    notificationIds: [notification.id],
    unread,
    patches: [
      { op: 'replace', target: listedOne(notification.id), html },
      { op: 'append', target: listsFor(notification, unreadLists), html },
      countPatch(services, unread),
    ],
  }
}

/** A notification that is told as it is now, because what it tells of is not what it was. */
export function describeChanged(services: Services, notification: NotificationView): LiveChange {
  const { id, version } = notification
  const patches: Patch[] = [{ op: 'replace', target: listedOne(id), html: draw(services, notification) }]
  return { type: 'notification:changed', version, notification, patches }
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
  const missed = found.flat().toSorted((one, other) => one.version - other.version)
  if (missed.length > catchUpLimit) return { version, changes: [], reload: true }
  return { version, changes: missed.filter((change) => change.version <= version) }
}

/** Notifications since a version. One that came and was read meanwhile is told as having come; any other in full, as it is now. */
const readNotificationChanges: ReadInboxChanges = async (services, userId, since, limit) => {
  const missed = await notificationsSince(services.db, userId, since, limit)
  const unread = await unreadCount(services.db, userId)
  return missed.map((notification) => {
    if (notification.position > since) return describeCreated(services, notification, unread)
    if (!notification.isRead) return describeUnread(services, notification, unread)
    // It may say something else, too.
    const { patches } = describeChanged(services, notification)
    const read = describeRead(services, notification.version, [notification.id], unread)
    return { ...read, patches: [...patches, ...read.patches] }
  })
}

function draw({ views }: Services, notification: NotificationView): string {
  return views.render('notifications/_notification', { notification })
}

// A notification that was read is the one that was not, without the marks. So one patch does for any number of them.
function readPatches(listed: string): Patch[] {
  return [
    { op: 'remove', target: `${listed} [data-unread]` },
    { op: 'remove', target: `${unreadLists} > ${listed}` },
  ]
}

/** The new count, wherever it stands. */
export function countPatch({ views }: Services, unread: number): Patch {
  return {
    op: 'replace',
    target: '[data-unread-notifications]',
    html: views.render('notifications/_count', { unread }),
  }
}
