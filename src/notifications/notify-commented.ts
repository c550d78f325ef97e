import * as z from 'zod'
import type { Draft } from '../platform/change.ts'
import type { NotificationType, Tx } from '../platform/db/index.ts'
import { textId } from '../platform/ids.ts'
import { job } from '../platform/jobs/job.ts'
import type { Services } from '../platform/services.ts'
import { notifyAll, toldAtOnce, type Notice } from './notify.ts'
import { whoListen, whoSee } from './who-is-told.ts'

interface Payload {
  commentId: string
  /** After an edit: what was said is old news to all but those whom it mentions. */
  onlyMentioned: boolean
  /** Up to this person all were told: the rest is a job of its own. */
  afterUserId?: number | undefined
}

/**
 * Tells those whom a comment concerns, each once and as what concerns them most: whom it mentions, who wrote what it answers or
 * answered that before, who is to do the task.
 */
export const notifyCommented = job({
  name: 'notify-commented',
  input: z.object({
    commentId: textId,
    onlyMentioned: z.boolean().default(false),
    afterUserId: z.number().int().optional(),
  }),
  handle: tellConcerned,
})

async function tellConcerned(services: Services, draft: Draft, payload: Payload): Promise<void> {
  const { commentId, onlyMentioned, afterUserId = 0 } = payload
  const notices = await noticesOf(draft.tx, commentId, onlyMentioned)
  const reached = notices.filter(({ recipientId }) => recipientId > afterUserId)
  const told = reached.slice(0, toldAtOnce)
  await notifyAll(services, draft, told)
  if (reached.length > toldAtOnce) draft.enqueue(notifyCommented, { ...payload, afterUserId: told.at(-1)?.recipientId })
}

/** What a comment that concerns somebody tells them; undefined where it does not, or may not reach them. */
export async function concernFor(tx: Tx, commentId: string, userId: number): Promise<Notice | undefined> {
  return (await noticesOf(tx, commentId, false)).find(({ recipientId }) => recipientId === userId)
}

/** What a comment tells those whom it reaches, in the order of their ids. */
async function noticesOf(tx: Tx, commentId: string, onlyMentioned: boolean): Promise<Notice[]> {
  const comment = await findComment(tx, commentId)
  if (!comment || comment.deletedAt || comment.task.deletedAt) return []
  const { authorId: senderId, taskId } = comment
  const { boardId } = comment.task
  const concerned = concernedBy(comment, onlyMentioned)
  concerned.delete(senderId)
  const about = { boardId, taskId, commentId, senderId, sourceKey: `comment:${commentId}` }
  const reached = await whoAreReached(tx, boardId, concerned)
  return reached.map((recipientId) => ({ ...about, recipientId, type: concerned.get(recipientId) ?? 'comment' }))
}

const concernedFields = {
  authorId: true,
  taskId: true,
  deletedAt: true,
  mentions: { select: { userId: true } },
  parent: { select: { authorId: true, replies: { select: { authorId: true }, where: { deletedAt: null } } } },
  task: { select: { boardId: true, deletedAt: true, assignees: { select: { userId: true } } } },
} as const

interface Comment {
  mentions: { userId: number }[]
  parent: { authorId: number; replies: { authorId: number }[] } | null
  task: { assignees: { userId: number }[] }
}

function findComment(tx: Tx, id: string) {
  return tx.taskThreadComment.findUnique({ where: { id }, select: concernedFields })
}

/** The weakest first: what is said later takes its place. */
function concernedBy({ mentions, parent, task }: Comment, onlyMentioned: boolean): Map<number, NotificationType> {
  const mentioned = mentions.map(({ userId }) => [userId, 'mention'] as const)
  if (onlyMentioned) return new Map<number, NotificationType>(mentioned)
  const chain = parent ? [parent, ...parent.replies] : []
  return new Map<number, NotificationType>([
    ...task.assignees.map(({ userId }) => [userId, 'comment'] as const),
    ...chain.map(({ authorId }) => [authorId, 'reply'] as const),
    ...mentioned,
  ])
}

/** Of those concerned, who is on the board now, in the order of their ids. Muting keeps away all but a mention. */
async function whoAreReached(tx: Tx, boardId: number, concerned: Map<number, NotificationType>): Promise<number[]> {
  const named = [...concerned].filter(([, type]) => type === 'mention').map(([id]) => id)
  const others = [...concerned.keys()].filter((id) => !named.includes(id))
  const reached = [...(await whoSee(tx, { boardId }, named)), ...(await whoListen(tx, { boardId }, others))]
  return reached.toSorted((one, other) => one - other)
}
