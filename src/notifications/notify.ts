import type { Draft } from '../platform/change.ts'
import { insertMany, type NotificationType, type Row, type Tx } from '../platform/db/index.ts'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { holdPlaces } from './hold-places.ts'
import { describeCreated } from './inbox-changes.ts'
import { lockInboxes, raiseInboxVersions } from './inbox-versions.ts'
import { asView, notificationFields } from './notification-view.ts'
import { unreadCounts } from './notifications.queries.ts'
import { readAlready } from './read-already.ts'
import { whatIsSeen, type Placed } from './seen-places.ts'

/** How many are told in one transaction: SQLite's one writer is not held for longer than some ten milliseconds. */
export const toldAtOnce = 200

/** Something that asks for somebody; what it is about is one or more of message, comment, task and room. */
export interface Notice {
  recipientId: number
  /** Null where nobody did it: the day came. */
  senderId: number | null
  type: NotificationType
  boardId: number
  /** What it comes from, e.g. `message:<id>`: whatever asks twice, the recipient is told once. */
  sourceKey: string
  messageId?: string
  commentId?: string
  taskId?: number
  roomId?: number
}

/** A notice as it comes: what its recipient has read already comes as read. */
type Arriving = Notice & { isRead: boolean }

/** Puts a notice into somebody's inbox, unless it is there. For several people or notices there is `notifyAll`. */
export function notify(services: Services, draft: Draft, notice: Notice): Promise<void> {
  return notifyAll(services, draft, [notice])
}

/**
 * Puts notices into inboxes, unless they are there: in as many statements for two hundred as for one. More than `toldAtOnce` belong
 * into several transactions. Whom a notice may reach is decided before (who-is-told.ts); who has lost the place since is left out.
 */
export async function notifyAll(services: Services, draft: Draft, notices: Notice[]): Promise<void> {
  if (notices.length === 0) return
  const { tx } = draft
  const news = await leaveOutKnown(tx, await leaveOutOthers(tx, notices))
  if (news.length === 0) return
  const recipientIds = news.map(({ recipientId }) => recipientId)
  const rows = asRows(news, await raiseInboxVersions(tx, recipientIds))
  await insertMany(tx, 'Notification', rows)
  const ids = rows.map(({ id }) => id)
  const written = await tx.notification.findMany({ where: { id: { in: ids } }, select: notificationFields })
  const unread = await unreadCounts(tx, [...new Set(recipientIds)])
  for (const row of written.toSorted((one, other) => one.position - other.position))
    draft.announce(`user:${row.recipientId}`, () =>
      describeCreated(services, asView(row), unread.get(row.recipientId) ?? 0),
    )
}

// The inboxes are ours from here to the commit, so nobody writes the same notification between the look and the write. Whoever lost the
// place before is left out; whoever loses it later waits for us with what their inbox is told of it (notifications-changed.ts).
async function leaveOutOthers(tx: Tx, notices: Notice[]): Promise<Arriving[]> {
  const standing = await holdPlaces(tx, notices)
  const isRead = await readAlready(tx, standing)
  const people = await lockInboxes(
    tx,
    standing.map(({ recipientId }) => recipientId),
  )
  const placed = await withRooms(tx, standing)
  const seenBy = await whatIsSeen(tx, placed)
  return placed
    .filter((one) => people.has(one.recipientId) && seenBy(one).place)
    .map(({ notice }) => ({ ...notice, isRead: isRead(notice) }))
}

async function withRooms(tx: Tx, notices: Notice[]): Promise<(Placed & { notice: Notice })[]> {
  const ids = [...new Set(notices.flatMap(({ roomId }) => (roomId === undefined ? [] : [roomId])))]
  const where = { id: { in: ids } }
  const rooms = ids.length === 0 ? [] : await tx.chatRoom.findMany({ where, select: { id: true, isPrivate: true } })
  return notices.map((notice) => {
    const { recipientId, boardId, roomId } = notice
    return { recipientId, boardId, room: rooms.find(({ id }) => id === roomId) ?? null, notice }
  })
}

async function leaveOutKnown(tx: Tx, notices: Arriving[]): Promise<Arriving[]> {
  const known = await tx.notification.findMany({
    where: {
      recipientId: { in: [...new Set(notices.map(({ recipientId }) => recipientId))] },
      sourceKey: { in: [...new Set(notices.map(({ sourceKey }) => sourceKey))] },
    },
    select: { recipientId: true, sourceKey: true },
  })
  const taken = new Set(known.map(keyOf))
  return notices.filter((notice) => !taken.has(keyOf(notice)) && taken.add(keyOf(notice)))
}

function keyOf({ recipientId, sourceKey }: { recipientId: number; sourceKey: string }): string {
  return `${recipientId} ${sourceKey}`
}

function asRows(notices: Arriving[], lastVersions: Map<number, number>): Row<'Notification'>[] {
  const left = new Map(lastVersions)
  const createdAt = new Date()
  const rows = notices.toReversed().map(({ recipientId, ...notice }) => {
    const version = left.get(recipientId) ?? 0
    left.set(recipientId, version - 1)
    const about = { messageId: null, commentId: null, taskId: null, roomId: null, ...notice }
    return { id: newId(), recipientId, ...about, position: version, version, createdAt }
  })
  return rows.toReversed()
}
