import * as z from 'zod'
import { boardsWithRooms } from '../boards/index.ts'
import { signedIn } from '../platform/door.ts'
import { socketEvent } from '../platform/live/socket-event.ts'

/**
 * What is unread in each of one's rooms. Asked for at every connect: the passing events that tell of it may have been lost. The socket
 * follows its own channel since it was let in, so what changes after this answer is told.
 */
const unread = socketEvent({
  name: 'unread:list',
  input: z.object({}),
  door: signedIn,
  handle: async ({ services, access: actor }) => {
    const boards = await boardsWithRooms(services.db, actor)
    const rooms = boards.flatMap((board) => board.rooms)
    return {
      rooms: rooms.map(({ id: roomId, isMuted, messageCount, readCount, mentions }) => ({
        roomId,
        isMuted,
        messageCount,
        readCount,
        mentions,
      })),
    }
  },
})

export const unreadSocketEvents = [unread]
