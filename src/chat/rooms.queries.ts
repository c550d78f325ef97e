import { canEdit, type BoardAccess } from '../boards/index.ts'
import type { Actor, Person } from '../platform/actor.ts'
import type { BoardRole, Db } from '../platform/db/index.ts'
import { excerpt } from '../platform/views/formatting.ts'
import { personFields } from '../users/index.ts'

const excerptCharacters = 120

export interface RoomView {
  id: number
  boardId: number
  name: string
  description: string
  version: number
}

/** A room in a list, with its last message. */
export interface RoomRow {
  id: number
  name: string
  description: string
  last: { author: Person; excerpt: string; createdAt: Date } | null
}

export interface BoardRooms {
  id: number
  name: string
  canCreate: boolean
  rooms: RoomRow[]
}

const roomFields = { id: true, boardId: true, name: true, description: true, version: true } as const

const rowFields = {
  id: true,
  name: true,
  description: true,
  messages: {
    orderBy: { position: 'desc' },
    take: 1,
    select: { content: true, createdAt: true, author: { select: personFields } },
  },
} as const

/** A board's rooms in the order they were made: the first is where it began. */
export async function roomsOf(db: Db, boardId: number): Promise<RoomView[]> {
  return db.chatRoom.findMany({ where: { boardId }, orderBy: { id: 'asc' }, select: roomFields })
}

/** A board's rooms, each with its last message. */
export async function roomRows(db: Db, { boardId }: BoardAccess): Promise<RoomRow[]> {
  const rooms = await db.chatRoom.findMany({ where: { boardId }, orderBy: { id: 'asc' }, select: rowFields })
  return rooms.map(asRow)
}

/** All rooms that someone sees, board by board. */
export async function roomsByBoard(db: Db, actor: Actor): Promise<BoardRooms[]> {
  const members = await db.boardMember.findMany({
    where: { userId: actor.id, leftAt: null },
    orderBy: { board: { name: 'asc' } },
    select: {
      role: true,
      board: { select: { id: true, name: true, rooms: { orderBy: { id: 'asc' }, select: rowFields } } },
    },
  })
  return members.map(({ role, board }: { role: BoardRole; board: { id: number; name: string; rooms: Row[] } }) => ({
    id: board.id,
    name: board.name,
    canCreate: canEdit(role),
    rooms: board.rooms.map(asRow),
  }))
}

interface Row {
  id: number
  name: string
  description: string
  messages: { content: string; createdAt: Date; author: Person }[]
}

function asRow({ messages: [last], ...room }: Row): RoomRow {
  if (!last) return { ...room, last: null }
  const { author, content, createdAt } = last
  return { ...room, last: { author, excerpt: excerpt(content, excerptCharacters), createdAt } }
}
