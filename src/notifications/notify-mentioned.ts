import * as z from 'zod'
import type { Draft } from '../platform/change.ts'
import type { Tx } from '../platform/db/index.ts'
import { textId } from '../platform/ids.ts'
import { job } from '../platform/jobs/job.ts'
import type { Services } from '../platform/services.ts'
import { notifyAll, toldAtOnce } from './notify.ts'
import { whoListenInRoom, whoSee, type Place } from './who-is-told.ts'

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
})

async function tellMentioned(services: Services, draft: Draft, { messageId, afterUserId = 0 }: Payload): Promise<void> {
  const message = await findMessage(draft.tx, messageId)
  if (!message || message.deletedAt || message.room.deletedAt) return
  const { authorId: senderId, room } = message
  const place = { boardId: room.boardId, room }
  const reached = await nextReached(draft.tx, place, message, afterUserId)
  const about = { type: 'mention', boardId: room.boardId, roomId: room.id, messageId, senderId } as const
  const told = reached.slice(0, toldAtOnce)
  const notices = told.filter((recipientId) => recipientId !== senderId)
  await notifyAll(
    services,
    draft,
    notices.map((recipientId) => ({ ...about, recipientId, sourceKey: `message:${messageId}` })),
  )
  if (reached.length > toldAtOnce) draft.enqueue(notifyMentioned, { messageId, afterUserId: told.at(-1) })
}

function findMessage(tx: Tx, messageId: string) {
  return tx.chatMessage.findUnique({
    where: { id: messageId },
    select: {
      authorId: true,
      deletedAt: true,
      mentionsRoom: true,
      room: { select: { id: true, boardId: true, isPrivate: true, deletedAt: true } },
      mentions: { select: { userId: true } },
    },
  })
}

/** The next ones in the order of their ids, each once, one more than can be told now. */
async function nextReached(
  tx: Tx,
  place: Required<Place>,
  { mentionsRoom, mentions }: { mentionsRoom: boolean; mentions: { userId: number }[] },
  after: number,
): Promise<number[]> {
  const named = mentions.map(({ userId }) => userId).filter((userId) => userId > after)
  const limit = toldAtOnce + 1
  const called = mentionsRoom ? await whoListenInRoom(tx, place, { after, limit }) : []
  const reached = new Set([...(await whoSee(tx, place, named)), ...called])
  return [...reached].toSorted((one, other) => one - other).slice(0, limit)
}
