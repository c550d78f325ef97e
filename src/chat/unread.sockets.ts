import * as z from 'zod'
import { boardsWithRooms } from '../boards/index.ts'
import { signedIn } from '../platform/door.ts'
import { socketEvent } from '../platform/live/socket-event.ts'

/**
 * One's boards and rooms as they stand in the sidebar, and what is unread in each. Asked for at every connect: the passing events that
 * tell of it may have been lost. The socket follows its own channel since it was let in, so what changes after this answer is told.
 */
const unread = socketEvent({
  name: 'unread:list',
  input: z.object({}),
  door: signedIn,
  handle: async ({ services, access: actor }) => {
    const boards = await boardsWithRooms(services.db, actor)
    const rooms = boards.flatMap((board) => board.rooms)
    return {
      boards: boards.map(({ id: boardId, name }) => ({ boardId, name })),
      rooms: rooms.map(({ id: roomId, name, isMuted, messageCount, readCount, mentions }) => ({
        roomId,
        name,
        isMuted,
        messageCount,
        readCount,
        mentions,
      })),
    }
  },
})

export const unreadSocketEvents = [unread]
