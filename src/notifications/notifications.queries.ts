import type { Actor } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/db/index.ts'
import { filtered, type InboxFilter } from './inbox-filter.ts'
import { asViews, notificationFields, type NotificationView } from './notification-view.ts'

/** How many notifications the inbox shows at once. */
const inboxPageSize = 50

/** A page of someone's inbox, newest first, and where the next one begins. */
export async function inboxOf(
  db: Db,
  actor: Actor,
  filter: InboxFilter,
  before: number | undefined,
): Promise<{ notifications: NotificationView[]; nextBefore: number | null }> {
  const rows = await db.notification.findMany({
    where: { ...filtered(actor.id, filter), ...(before === undefined ? {} : { position: { lt: before } }) },
    orderBy: { position: 'desc' },
    take: inboxPageSize + 1,
    select: notificationFields,
  })
  const shown = rows.slice(0, inboxPageSize)
  const nextBefore = rows.length > inboxPageSize ? (shown.at(-1)?.position ?? null) : null
  return { notifications: await asViews(db, shown), nextBefore }
}

/** Someone's notifications that came or changed since a version, in that order. */
export async function notificationsSince(
  db: Db | Tx,
  userId: number,
  since: number,
  limit: number,
): Promise<NotificationView[]> {
  const rows = await db.notification.findMany({
    where: { recipientId: userId, version: { gt: since } },
    orderBy: [{ version: 'asc' }, { position: 'asc' }],
    take: limit,
    select: notificationFields,
  })
  return asViews(db, rows)
}

/** One of someone's notifications; null when it is not theirs. */
export async function findNotification(db: Db | Tx, userId: number, id: string): Promise<NotificationView | null> {
  const row = await db.notification.findFirst({ where: { id, recipientId: userId }, select: notificationFields })
  const [view = null] = row ? await asViews(db, [row]) : []
  return view
}

export async function unreadCount(db: Db | Tx, userId: number): Promise<number> {
  return db.notification.count({ where: { recipientId: userId, isRead: false } })
}

/** The same of many people, by their ids, in one statement. */
export async function unreadCounts(db: Db | Tx, userIds: number[]): Promise<Map<number, number>> {
  const counted = await db.notification.groupBy({
    by: ['recipientId'],
    where: { recipientId: { in: userIds }, isRead: false },
    _count: { _all: true },
  })
  return new Map(counted.map(({ recipientId, _count }) => [recipientId, _count._all]))
}

/** What every page's frame shows of the inbox, and which time zone is kept of the person, in one statement. */
export async function inboxState(
  db: Db,
  userId: number,
): Promise<{ unreadNotifications: number; inboxVersion: number; keptTimeZone: string | null }> {
  const [state] = await db.$queryRaw<{ inboxVersion: number; timeZone: string | null; unread: bigint }[]>`
    SELECT person."inboxVersion", person."timeZone", (
      SELECT COUNT(*) FROM "Notification" WHERE "recipientId" = person."id" AND "isRead" = FALSE
    ) AS "unread"
    FROM "User" person
    WHERE person."id" = ${userId}`
  return {
    unreadNotifications: Number(state?.unread ?? 0),
    inboxVersion: state?.inboxVersion ?? 0,
    keptTimeZone: state?.timeZone ?? null,
  }
}
