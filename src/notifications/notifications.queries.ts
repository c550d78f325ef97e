import type { Actor, Person } from '../platform/actor.ts'
import type { Db, NotificationType, Tx } from '../platform/db/index.ts'
import { personFields } from '../users/index.ts'
import { excerpt } from '../platform/views/formatting.ts'

/** How many notifications the inbox shows at once. */
export const inboxPageSize = 50
const excerptCharacters = 160

export interface NotificationView {
  id: string
  position: number
  version: number
  isRead: boolean
  type: NotificationType
  /** Null where nobody did it: the day came. */
  sender: Person | null
  board: { id: number; name: string }
  room: { id: number; name: string } | null
  task: { id: number; title: string } | null
  messageId: string | null
  commentId: string | null
  /** The beginning of what was said; empty where nothing was. */
  excerpt: string
  createdAt: Date
}

const notificationFields = {
  id: true,
  position: true,
  version: true,
  isRead: true,
  type: true,
  createdAt: true,
  messageId: true,
  commentId: true,
  sender: { select: personFields },
  board: { select: { id: true, name: true } },
  room: { select: { id: true, name: true } },
  task: { select: { id: true, title: true } },
  message: { select: { content: true } },
  comment: { select: { content: true } },
} as const

export interface InboxFilter {
  unreadOnly: boolean
  /** Only what came before this position. */
  before: number | undefined
}

/** A page of someone's inbox, newest first, and where the next one begins. */
export async function inboxOf(
  db: Db,
  actor: Actor,
  { unreadOnly, before }: InboxFilter,
): Promise<{ notifications: NotificationView[]; nextBefore: number | null }> {
  const rows = await db.notification.findMany({
    where: {
      recipientId: actor.id,
      ...(unreadOnly ? { isRead: false } : {}),
      ...(before === undefined ? {} : { position: { lt: before } }),
    },
    orderBy: { position: 'desc' },
    take: inboxPageSize + 1,
    select: notificationFields,
  })
  const shown = rows.slice(0, inboxPageSize)
  const nextBefore = rows.length > inboxPageSize ? (shown.at(-1)?.position ?? null) : null
  return { notifications: shown.map(asView), nextBefore }
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
    orderBy: { version: 'asc' },
    take: limit,
    select: notificationFields,
  })
  return rows.map(asView)
}

/** One of someone's notifications; null when it is not theirs. */
export async function findNotification(db: Db | Tx, userId: number, id: string): Promise<NotificationView | null> {
  const row = await db.notification.findFirst({ where: { id, recipientId: userId }, select: notificationFields })
  return row && asView(row)
}

export async function unreadCount(db: Db | Tx, userId: number): Promise<number> {
  return db.notification.count({ where: { recipientId: userId, isRead: false } })
}

/** What every page's frame shows of the inbox, in one statement. */
export async function inboxState(
  db: Db,
  userId: number,
): Promise<{ unreadNotifications: number; inboxVersion: number }> {
  const [state] = await db.$queryRaw<{ inboxVersion: number; unread: bigint }[]>`
    SELECT person."inboxVersion", (
      SELECT COUNT(*) FROM "Notification" WHERE "recipientId" = person."id" AND "isRead" = FALSE
    ) AS "unread"
    FROM "User" person
    WHERE person."id" = ${userId}`
  return { unreadNotifications: Number(state?.unread ?? 0), inboxVersion: state?.inboxVersion ?? 0 }
}

interface NotificationRow extends Omit<NotificationView, 'excerpt'> {
  message: { content: string } | null
  comment: { content: string } | null
}

function asView({ message, comment, ...row }: NotificationRow): NotificationView {
  return { ...row, excerpt: excerpt((message ?? comment)?.content ?? '', excerptCharacters) }
}
