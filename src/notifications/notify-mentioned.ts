import * as z from 'zod'
import type { Draft } from '../platform/change.ts'
import { newId, textId } from '../platform/ids.ts'
import { job } from '../platform/jobs/job.ts'
import type { Services } from '../platform/services.ts'
import { describeCreated, nextInboxVersion } from './inbox-changes.ts'
import { findNotification, unreadCount } from './notifications.queries.ts'

/** Tells those whom a message mentions. */
export const notifyMentioned = job({
  name: 'notify-mentioned',
  input: z.object({ messageId: textId }),
  handle: async (services, draft, { messageId }) => {
    const message = await draft.tx.chatMessage.findUnique({
      where: { id: messageId },
      select: { id: true, authorId: true, room: { select: { boardId: true } }, mentions: { select: { userId: true } } },
    })
    if (!message) return
    const mentioned = message.mentions.map(({ userId }) => userId).filter((userId) => userId !== message.authorId)
    const recipients = await stillOnBoard(draft, message.room.boardId, mentioned)
    // In the order of their ids, so that two jobs never wait for each other's inboxes crosswise.
    for (const recipientId of recipients) {
      await notify(services, draft, { recipientId, senderId: message.authorId, messageId })
    }
  },
})

async function stillOnBoard({ tx }: Draft, boardId: number, userIds: number[]): Promise<number[]> {
  const members = await tx.boardMember.findMany({
    where: { boardId, userId: { in: userIds }, leftAt: null },
    select: { userId: true },
    orderBy: { userId: 'asc' },
  })
  return members.map(({ userId }) => userId)
}

interface Mention {
  recipientId: number
  senderId: number
  messageId: string
}

async function notify(services: Services, draft: Draft, mention: Mention): Promise<void> {
  const { tx } = draft
  const version = await nextInboxVersion(tx, mention.recipientId)
  // The inbox is ours until the commit, so nobody writes the same notification between this look and the write.
  const known = await tx.notification.findFirst({
    where: { recipientId: mention.recipientId, messageId: mention.messageId, type: 'mention' },
    select: { id: true },
  })
  if (known) return
  const id = newId()
  await tx.notification.create({ data: { id, ...mention, type: 'mention', position: version, version } })
  const notification = await findNotification(tx, mention.recipientId, id)
  const unread = await unreadCount(tx, mention.recipientId)
  if (notification) draft.announce(`user:${mention.recipientId}`, () => describeCreated(services, notification, unread))
}
