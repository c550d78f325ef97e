import { lockBoard, roomsLeft } from '../boards/index.ts'
import { sqlList, sqlRowLock, type Tx } from '../platform/db/index.ts'
import { job } from '../platform/jobs/job.ts'
import { tellPlaces, type ChangedPlace } from './my-room-changes.ts'
import { tellInvited } from './room-members.ts'

/**
 * Tells those in private rooms that somebody went with their place on the board, and whoever got a room by that, as for an invitation.
 * Told twice, it is the same.
 */
export const tellRoomsLeft = job({
  ...roomsLeft,
  handle: async (services, draft, { boardId, userId, roomIds, heir }) => {
    const { tx } = draft
    if ((await tx.board.count({ where: { id: boardId } })) === 0) return
    await lockBoard(tx, boardId)
    await lockRooms(tx, roomIds)
    const members = await tx.chatRoomMember.findMany({
      where: { roomId: { in: roomIds }, leftAt: null, room: { deletedAt: null } },
      orderBy: [{ roomId: 'asc' }, { userId: 'asc' }],
      select: { roomId: true, userId: true },
    })
    const isNew = (place: { roomId: number; userId: number }): boolean =>
      place.userId === heir?.userId && heir.roomIds.includes(place.roomId)
    const places = members.map((place): ChangedPlace => ({
      ...place,
      type: isNew(place) ? 'member:joined' : 'board:changed',
    }))
    await tellPlaces(services, draft, places)
    for (const place of places.filter(isNew))
      await tellInvited(draft, { id: place.roomId, boardId }, { senderId: userId, userId: place.userId })
  },
})

async function lockRooms(tx: Tx, roomIds: number[]): Promise<void> {
  const lock = sqlRowLock(tx)
  // Empty where the transaction is the lock.
  if (lock.sql === '') return
  await tx.$queryRaw`SELECT "id" FROM "ChatRoom" WHERE "id" IN (${sqlList(tx, roomIds)}) ORDER BY "id" ${lock}`
}
