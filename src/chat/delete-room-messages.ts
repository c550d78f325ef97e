import * as z from 'zod'
import { strictIntegerId } from '../platform/ids.ts'
import { job } from '../platform/jobs/job.ts'

const deletedAtOnce = 500

/**
 * Takes away what was said in a room that is deleted, all that was said in years as it may be: some in each transaction, the rest by a
 * job of its own. What inboxes tell of it stays there, without its words.
 */
export const deleteRoomMessages = job({
  name: 'delete-room-messages',
  input: z.object({ roomId: strictIntegerId }),
  handle: async (_services, { tx, enqueue }, { roomId }) => {
    const next = { where: { roomId, room: { deletedAt: { not: null } } }, take: deletedAtOnce, select: { id: true } }
    const ids = (await tx.chatMessage.findMany(next)).map(({ id }) => id)
    await tx.chatMessage.deleteMany({ where: { id: { in: ids } } })
    if (ids.length === deletedAtOnce) enqueue(deleteRoomMessages, { roomId })
  },
})
