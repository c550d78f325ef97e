import * as z from 'zod'
import type { Draft } from '../platform/change.ts'
import type { Prisma, Tx } from '../platform/db/index.ts'
import { textId } from '../platform/ids.ts'
import { job, mostTogether } from '../platform/jobs/job.ts'
import type { Services } from '../platform/services.ts'
import { notifyAll, toldAtOnce, type Notice } from './notify.ts'
import { whoListenInRoom, whoSee } from './who-is-told.ts'

interface Payload {
  messageId: string
  /** Up to this person all were told: the rest is a job of its own. */
  afterUserId?: number | undefined
}

/** Tells those whom a message mentions, by name or by "@room". After an edit it tells those whom it did not tell before. */
export const notifyMentioned = job({
  name: 'notify-mentioned',
  input: z.object({ messageId: textId, afterUserId: z.number().int().optional() }),
  handle: tellMentioned,
  handleTogether: tellAllMentioned,
})

/** Messages that name no more than this are told together: all that one transaction may hold then fits into it. */
const fewNamed = toldAtOnce / mostTogether

async function tellMentioned(services: Services, draft: Draft, { messageId, afterUserId = 0 }: Payload): Promise<void> {
  const [message] = await findMessages(draft.tx, [messageId])
  if (!message) return
  const reached = await nextReached(draft.tx, message, afterUserId)
  const told = reached.slice(0, toldAtOnce)
  await notifyAll(services, draft, noticesFor(message, told))
  if (reached.length > toldAtOnce) draft.enqueue(notifyMentioned, { messageId, afterUserId: told.at(-1) })
}

/** What a message that asks for somebody tells them; undefined where it does not, or may not reach them. */
export async function mentionFor(tx: Tx, messageId: string, userId: number): Promise<Notice | undefined> {
  const [message] = await findMessages(tx, [messageId])
  const reached = message ? await nextReached(tx, message, userId - 1) : []
  return message && reached[0] === userId ? noticesFor(message, [userId])[0] : undefined
}

/** Several messages that name a few people each, in as many statements as for one; any others one after the other. */
async function tellAllMentioned(services: Services, draft: Draft, payloads: Payload[]): Promise<void> {
  const messageIds = [...new Set(payloads.map(({ messageId }) => messageId))]
  const messages = await findMessages(draft.tx, messageIds)
  const namingFew = messages.filter(({ mentions, mentionsRoom }) => !mentionsRoom && mentions.length <= fewNamed)
  // Who of them sees the place is asked for all notices at once, where they are written.
  const notices = namingFew.flatMap((message) => noticesFor(message, namedIn(message)))
  await notifyAll(services, draft, notices)
  const done = new Set(namingFew.map(({ id }) => id))
  for (const payload of payloads) if (!done.has(payload.messageId)) await tellMentioned(services, draft, payload)
}

const mentioningFields = {
  id: true,
  authorId: true,
  mentionsRoom: true,
  room: { select: { id: true, boardId: true, isPrivate: true } },
  mentions: { select: { userId: true } },
} satisfies Prisma.ChatMessageSelect

type Mentioning = Prisma.ChatMessageGetPayload<{ select: typeof mentioningFields }>

function findMessages(tx: Tx, ids: string[]): Promise<Mentioning[]> {
  const where = { id: { in: ids }, deletedAt: null, room: { deletedAt: null } }
  return tx.chatMessage.findMany({ where, select: mentioningFields })
}

/** The next ones in the order of their ids, each once, one more than can be told now. */
async function nextReached(tx: Tx, message: Mentioning, after: number): Promise<number[]> {
  const place = { boardId: message.room.boardId, room: message.room }
  const named = namedIn(message).filter((userId) => userId > after)
  const limit = toldAtOnce + 1
  const called = message.mentionsRoom ? await whoListenInRoom(tx, place, { after, limit }) : []
  const reached = new Set([...(await whoSee(tx, place, named)), ...called])
  return [...reached].toSorted((one, other) => one - other).slice(0, limit)
}

function namedIn({ mentions }: Mentioning): number[] {
  return mentions.map(({ userId }) => userId)
}

function noticesFor({ id, authorId, room }: Mentioning, userIds: number[]): Notice[] {
  const recipientIds = userIds.filter((userId) => userId !== authorId)
  return recipientIds.map((recipientId) => ({
    type: 'mention',
    recipientId,
    senderId: authorId,
    boardId: room.boardId,
    roomId: room.id,
    messageId: id,
    sourceKey: `message:${id}`,
  }))
}
