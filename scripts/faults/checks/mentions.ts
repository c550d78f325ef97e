import type { Db } from '../../../src/platform/db/index.ts'
import type { Stage } from '../stage.ts'
import { groupedBy } from './grouped-by.ts'

/** A notification that somebody should have, or may have. */
interface Owed {
  /** As `Notification.sourceKey`. */
  source: string
  recipientId: number
  /** Of what was deleted meanwhile there may be none. */
  isCertain: boolean
}

/** Whoever was mentioned or answered is told exactly once; whoever was invited at most as often as that. */
export async function checkMentions(db: Db, stage: Stage): Promise<string[]> {
  const owed = [...(await owedForMessages(db)), ...(await owedForComments(db, stage))]
  const notifications = await db.notification.findMany({ where: { type: { in: ['mention', 'reply', 'comment'] } } })
  const gone = await sourcesGone(db)
  const told = groupedBy(notifications, ({ sourceKey, recipientId }) => `${sourceKey} → ${recipientId}`)
  const known = new Set(owed.map(keyOf))
  const missing = owed.filter((one) => one.isCertain && !told.has(keyOf(one)))
  const strange = [...told].filter(([key, found]) => found.length > 1 || (!known.has(key) && !found.some(isOfGone)))
  return [
    ...missing.map((one) => `no notification for ${keyOf(one)}`),
    ...strange.map(([key, found]) => `${found.length} notifications for ${key}`),
    ...(await checkInvitations(db, stage)),
  ]

  /** What a deleted room's messages and a deleted entry's mentions were is not known any more. */
  function isOfGone({ sourceKey, messageId, commentId }: (typeof notifications)[number]): boolean {
    return (messageId === null && commentId === null) || gone.has(sourceKey)
  }
}

function keyOf({ source, recipientId }: Owed): string {
  return `${source} → ${recipientId}`
}

async function owedForMessages(db: Db): Promise<Owed[]> {
  const mentions = await db.messageMention.findMany({ include: { message: { include: { room: true } } } })
  return mentions
    .filter(({ message, userId }) => message.authorId !== userId)
    .map(({ message, userId }) => ({
      source: `message:${message.id}`,
      recipientId: userId,
      isCertain: message.deletedAt === null && message.room.deletedAt === null,
    }))
}

/** Those whom a comment mentions; who wrote what it answers, unless they had muted the board; maybe who answered that, too. */
async function owedForComments(db: Db, { ledger }: Stage): Promise<Owed[]> {
  const comments = await db.taskThreadComment.findMany({
    include: { mentions: true, parent: { include: { replies: true } } },
  })
  const everMuted = new Set([...ledger.boardMuted.keys()].map(({ id }) => id))
  return comments.flatMap(({ id, authorId, deletedAt, mentions, parent }) => {
    const named = new Set(mentions.map(({ userId }) => userId))
    const answered = parent && !everMuted.has(parent.authorId) ? [parent.authorId] : []
    const certain = new Set([...named, ...answered])
    const possible = new Set([...certain, ...[parent ?? [], parent?.replies ?? []].flat().map((one) => one.authorId)])
    return [...possible]
      .filter((recipientId) => recipientId !== authorId)
      .map((recipientId) => ({
        source: `comment:${id}`,
        recipientId,
        isCertain: deletedAt === null && certain.has(recipientId),
      }))
  })
}

async function sourcesGone(db: Db): Promise<Set<string>> {
  const where = { deletedAt: { not: null } }
  const messages = await db.chatMessage.findMany({ where, select: { id: true } })
  const comments = await db.taskThreadComment.findMany({ where, select: { id: true } })
  return new Set([...messages.map(({ id }) => `message:${id}`), ...comments.map(({ id }) => `comment:${id}`)])
}

/** Whoever was put out again before they were told is not told. */
async function checkInvitations(db: Db, { ledger, people }: Stage): Promise<string[]> {
  const told = await db.notification.groupBy({
    by: ['roomId', 'recipientId'],
    where: { type: 'added_to_room' },
    _count: true,
  })
  return told.flatMap(({ roomId, recipientId, _count }) => {
    const room = ledger.rooms.find(({ id }) => id === roomId)
    const person = people.find(({ id }) => id === recipientId)
    // One of which nobody knows whether it was made.
    if (!room && ledger.unsureRooms.size > 0) return []
    const invited = (person && room?.invites.get(person)) ?? 0
    return _count > invited
      ? [`${person?.displayName} was told ${_count} times of room ${roomId}, invited ${invited} times`]
      : []
  })
}
