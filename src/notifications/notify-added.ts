import * as z from 'zod'
import type { Tx } from '../platform/db/index.ts'
import { strictIntegerId, versionNumber } from '../platform/ids.ts'
import { job } from '../platform/jobs/job.ts'
import { notify } from './notify.ts'
import { whoListen, type Place } from './who-is-told.ts'

/**
 * Tells somebody whom somebody else has put on a board, or into a private room: not for who came by themselves. `version` is that of the
 * board at the deed: whoever is put there again later is told again.
 */
export const notifyAdded = job({
  name: 'notify-added',
  input: z.object({
    userId: strictIntegerId,
    boardId: strictIntegerId,
    roomId: strictIntegerId.optional(),
    senderId: strictIntegerId,
    version: versionNumber,
  }),
  handle: async (services, draft, { userId, boardId, roomId, senderId, version }) => {
    const place = await findPlace(draft.tx, boardId, roomId)
    if (userId === senderId || !place) return
    const [recipientId] = await whoListen(draft.tx, place, [userId])
    if (recipientId === undefined) return
    const about = { recipientId, senderId, boardId }
    if (roomId === undefined)
      await notify(services, draft, {
        ...about,
        type: 'added_to_board',
        sourceKey: `added_to_board:${boardId}:${version}`,
      })
    else
      await notify(services, draft, {
        ...about,
        roomId,
        type: 'added_to_room',
        sourceKey: `added_to_room:${roomId}:${version}`,
      })
  },
})

/** The place; null for a room that is gone. Who is put into a room has to be in it still, though others see it too. */
async function findPlace(tx: Tx, boardId: number, roomId: number | undefined): Promise<Place | null> {
  if (roomId === undefined) return { boardId }
  const room = await tx.chatRoom.findFirst({ where: { id: roomId, boardId, deletedAt: null }, select: { id: true } })
  return room && { boardId, room: { id: roomId, isPrivate: true } }
}
