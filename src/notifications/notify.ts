import type { Draft } from '../platform/change.ts'
import type { NotificationType, Tx } from '../platform/db/index.ts'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { describeCreated, nextInboxVersion } from './inbox-changes.ts'
import { findNotification, unreadCount } from './notifications.queries.ts'

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

/**
 * Puts a notice into somebody's inbox, unless it is there. For several people call it in the order of their ids, so that two jobs
 * never wait for each other's inboxes crosswise.
 */
export async function notify(services: Services, draft: Draft, notice: Notice): Promise<void> {
  const { tx } = draft
  const { recipientId, sourceKey } = notice
  const version = await nextInboxVersion(tx, recipientId)
  // The inbox is ours until the commit, so nobody writes the same notification between this look and the write.
  if (await isKnown(tx, recipientId, sourceKey)) return
  const id = newId()
  await tx.notification.create({ data: { id, ...notice, position: version, version } })
  const notification = await findNotification(tx, recipientId, id)
  const unread = await unreadCount(tx, recipientId)
  if (notification) draft.announce(`user:${recipientId}`, () => describeCreated(services, notification, unread))
}

async function isKnown(tx: Tx, recipientId: number, sourceKey: string): Promise<boolean> {
  const known = await tx.notification.findUnique({
    where: { recipientId_sourceKey: { recipientId, sourceKey } },
    select: { id: true },
  })
  return known !== null
}
