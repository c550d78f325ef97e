import * as z from 'zod'
import type { Tx } from '../platform/db/index.ts'
import { textId } from '../platform/ids.ts'
import { job } from '../platform/jobs/job.ts'
import { notify } from './notify.ts'

/** Tells those whom a message mentions. */
export const notifyMentioned = job({
  name: 'notify-mentioned',
  input: z.object({ messageId: textId }),
  handle: async (services, draft, { messageId }) => {
    const message = await draft.tx.chatMessage.findUnique({
      where: { id: messageId },
      select: {
        authorId: true,
        deletedAt: true,
        room: { select: { id: true, boardId: true, isPrivate: true, deletedAt: true } },
        mentions: { select: { userId: true } },
      },
    })
    if (!message || message.deletedAt || message.room.deletedAt) return
    const { authorId: senderId, room } = message
    const mentioned = message.mentions.map(({ userId }) => userId).filter((userId) => userId !== senderId)
    const about = { type: 'mention', boardId: room.boardId, roomId: room.id, messageId, senderId } as const
    for (const recipientId of await whoSee(draft.tx, room, mentioned))
      await notify(services, draft, { ...about, recipientId, sourceKey: `message:${messageId}` })
  },
})

/** Those of `userIds` who see a room now, in the order of their ids. */
async function whoSee(
  tx: Tx,
  { id: roomId, boardId, isPrivate }: { id: number; boardId: number; isPrivate: boolean },
  userIds: number[],
): Promise<number[]> {
  const members = await tx.user.findMany({
    where: {
      id: { in: userIds },
      isDisabled: false,
      memberships: { some: { boardId, leftAt: null } },
      ...(isPrivate ? { roomMemberships: { some: { roomId, leftAt: null } } } : {}),
    },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  return members.map(({ id }) => id)
}
