import type { Person } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/db/index.ts'
import { NotFound } from '../platform/errors.ts'
import type { Patch } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'
import { facesOfRooms } from './room-members.queries.ts'

/** A room as all who see it are shown it. */
export interface RoomState {
  id: number
  boardId: number
  name: string
  description: string
  isPrivate: boolean
  archivedAt: Date | null
  deletedAt: Date | null
  members: Person[]
  memberCount: number
}

const stateFields = {
  id: true,
  boardId: true,
  name: true,
  description: true,
  isPrivate: true,
  archivedAt: true,
  deletedAt: true,
} as const

/** Reads a room as it is now, or was when it was deleted. */
export async function readRoomState(db: Db | Tx, roomId: number): Promise<RoomState> {
  const state = (await readRoomStates(db, [roomId])).get(roomId)
  if (!state) throw new NotFound()
  return state
}

/** The same of several rooms, by their ids, in as many statements. */
export async function readRoomStates(db: Db | Tx, roomIds: number[]): Promise<Map<number, RoomState>> {
  const rooms = await db.chatRoom.findMany({ where: { id: { in: roomIds } }, select: stateFields })
  const faces = await facesOfRooms(db, roomIds)
  const nobody = { members: [], memberCount: 0 }
  return new Map(rooms.map((room) => [room.id, { ...room, ...(faces.get(room.id) ?? nobody) }]))
}

/** What a client is told of a room; of one that is gone no more than that. */
export function stateFacts({ id, boardId, name, description, isPrivate, archivedAt, deletedAt }: RoomState): object {
  if (deletedAt) return { id, boardId, isDeleted: true }
  return { id, boardId, name, description, isPrivate, isArchived: archivedAt !== null }
}

/** Brings to every page what is the same for all who see the room: its name, its own page, the choice beside the board. */
export function statePatches({ views }: Services, room: RoomState): Patch[] {
  const { id, boardId, archivedAt, deletedAt } = room
  if (deletedAt) return [choiceRemoval(id)]
  const draw = (template: string): string => views.render(`chat/${template}`, { room, ...room })
  const choice: Patch = archivedAt
    ? choiceRemoval(id)
    : {
        op: 'append',
        target: `#board-${boardId}-room-choices`,
        html: views.render('boards/_room_choice', { board: { id: boardId }, room }),
      }
  return [
    choice,
    { op: 'replace', target: `[data-room-name="${id}"]`, html: draw('_room_name') },
    { op: 'replace', target: `#room-${id}-description`, html: draw('_room_description') },
    { op: 'replace', target: `#room-${id}-closed`, html: draw('_room_closed') },
    { op: 'replace', target: `#room-${id}-archiving`, html: draw('_room_archiving') },
    { op: 'replace', target: `#room-${id}-faces`, html: draw('_room_faces') },
  ]
}

function choiceRemoval(id: number): Patch {
  return { op: 'remove', target: `#room-choice-${id}` }
}
