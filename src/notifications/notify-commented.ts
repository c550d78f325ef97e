import * as z from 'zod'
import type { NotificationType, Tx } from '../platform/db/index.ts'
import { textId } from '../platform/ids.ts'
import { job } from '../platform/jobs/job.ts'
import { notify } from './notify.ts'

/**
 * Tells those whom a comment concerns, each once and as what concerns them most: whom it mentions, who wrote what it answers or
 * answered that before, who is to do the task. After an edit only those whom it mentions: what was said is old news to the others.
 */
export const notifyCommented = job({
  name: 'notify-commented',
  input: z.object({ commentId: textId, onlyMentioned: z.boolean().default(false) }),
  handle: async (services, draft, { commentId, onlyMentioned }) => {
    const comment = await findComment(draft.tx, commentId)
    if (!comment || comment.deletedAt || comment.task.deletedAt) return
    const { authorId: senderId, taskId } = comment
    const { boardId } = comment.task
    const concerned = concernedBy(comment, onlyMentioned)
    concerned.delete(senderId)
    const about = { boardId, taskId, commentId, senderId, sourceKey: `comment:${commentId}` }
    for (const recipientId of await whoSee(draft.tx, boardId, [...concerned.keys()]))
      await notify(services, draft, { ...about, recipientId, type: concerned.get(recipientId) ?? 'comment' })
  },
})

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

/** Those of `userIds` who are on a board now, in the order of their ids. */
async function whoSee(tx: Tx, boardId: number, userIds: number[]): Promise<number[]> {
  const members = await tx.user.findMany({
    where: { id: { in: userIds }, isDisabled: false, memberships: { some: { boardId, leftAt: null } } },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  return members.map(({ id }) => id)
}
