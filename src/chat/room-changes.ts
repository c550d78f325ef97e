import type { ReadBoardChanges } from '../boards/index.ts'
import { catchUpLimit, type LiveChange, type Patch } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'
import { sidebarPatch } from './my-room-changes.ts'
import { findMyRooms } from './my-rooms.queries.ts'
import { readRoomStates, stateFacts, statePatches, type RoomState } from './room-state.ts'

/** An open room that is new, or has changed, told to its board. Private rooms are told to those who are in them. */
export function describeRoom(services: Services, room: RoomState, version: number, isNew = false): LiveChange {
  const isGone = room.archivedAt ?? room.deletedAt
  const sidebar: Patch[] = isGone ? [{ op: 'remove', target: `#sidebar-room-${room.id}` }] : []
  if (isNew) sidebar.push(newInSidebar(services, room))
  return describe(services, room, version, sidebar)
}

// Everyone on the board is in a room that was just made.
function newInSidebar({ views }: Services, { id, boardId, name, isPrivate }: RoomState): Patch {
  const room = { id, name, isPrivate, isMuted: false, messageCount: 0, readCount: 0, mentions: 0 }
  return { op: 'append', target: `#board-${boardId}-rooms`, html: views.render('shared/_sidebar_room', { room }) }
}

function describe(services: Services, room: RoomState, version: number, sidebar: Patch[]): LiveChange {
  return {
    type: 'board:changed',
    version,
    room: stateFacts(room),
    patches: [...sidebar, ...statePatches(services, room)],
  }
}

/** Open rooms of a board that came, went or changed since a version. In the sidebar stand those that who asks is in. */
export const readRoomChanges: ReadBoardChanges = async (services, boardId, since, limit, actor) => {
  const { db } = services
  const rooms = await db.chatRoom.findMany({
    where: { boardId, boardVersion: { gt: since }, isPrivate: false },
    orderBy: { boardVersion: 'asc' },
    take: limit,
    select: { id: true, boardVersion: true },
  })
  // The page will be fetched anew: they only have to be counted.
  if (rooms.length > catchUpLimit)
    return rooms.map(({ boardVersion: version }) => ({ type: 'board:changed', version, patches: [] }))
  const ids = rooms.map(({ id }) => id)
  const states = await readRoomStates(db, ids)
  const places = ids.map((roomId) => ({ roomId, userId: actor.id }))
  const own = new Map((await findMyRooms(db, places)).map((mine) => [mine.id, mine]))
  return rooms.flatMap(({ id, boardVersion }) => {
    const [state, mine] = [states.get(id), own.get(id)]
    const sidebar: Patch = mine ? sidebarPatch(services, mine) : { op: 'remove', target: `#sidebar-room-${id}` }
    return state ? [describe(services, state, boardVersion, [sidebar])] : []
  })
}
