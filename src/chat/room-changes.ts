import type { ReadBoardChanges } from '../boards/index.ts'
import type { LiveChange } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'

interface RoomStamp {
  id: number
  boardId: number
  name: string
  description: string
  boardVersion: number
}

/** A room that came to a board. */
export function describeRoom({ views }: Services, { boardVersion, ...room }: RoomStamp): LiveChange {
  const { id, boardId, name } = room
  return {
    type: 'board:changed',
    version: boardVersion,
    room,
    patches: [
      {
        op: 'append',
        target: `#board-${boardId}-rooms`,
        html: views.render('shared/_sidebar_room', { room: { id, name } }),
      },
      {
        op: 'append',
        target: `#board-${boardId}-room-choices`,
        html: views.render('boards/_room_choice', { board: { id: boardId }, room: { id, name } }),
      },
    ],
  }
}

/** Open rooms that came to a board since a version: what is private is told to those who are in it. */
export const readRoomChanges: ReadBoardChanges = async (services, boardId, since, limit) => {
  const rooms = await services.db.chatRoom.findMany({
    where: { boardId, boardVersion: { gt: since }, isPrivate: false, deletedAt: null },
    orderBy: { boardVersion: 'asc' },
    take: limit,
    select: { id: true, boardId: true, name: true, description: true, boardVersion: true },
  })
  return rooms.map((room) => describeRoom(services, room))
}
