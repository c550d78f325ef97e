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
  isPrivate: boolean
  version: number
  /** How many messages were ever posted. */
  messageCount: number
  archivedAt: Date | null
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

const roomFields = {
  id: true,
  boardId: true,
  name: true,
  description: true,
  isPrivate: true,
  version: true,
  messageCount: true,
  archivedAt: true,
} as const

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

/** The rooms of a board that somebody sees, in the order they were made: the first is where it began. */
export async function roomsOf(db: Db, access: BoardAccess): Promise<RoomView[]> {
  return db.chatRoom.findMany({ where: seenBy(access), orderBy: { id: 'asc' }, select: roomFields })
}

/** The same, each with its last message. */
export async function roomRows(db: Db, access: BoardAccess): Promise<RoomRow[]> {
  const rooms = await db.chatRoom.findMany({ where: seenBy(access), orderBy: { id: 'asc' }, select: rowFields })
  return rooms.map(asRow)
}

/** Rooms that somebody on a board sees: the open ones and those that they are in. What is in the archive is left out. */
function seenBy({ boardId, actor }: BoardAccess) {
  return { boardId, ...seenByUser(actor.id) }
}

function seenByUser(userId: number) {
  return {
    archivedAt: null,
    deletedAt: null,
    OR: [{ isPrivate: false }, { members: { some: { userId, leftAt: null } } }],
  }
}

/** All rooms that someone sees, board by board. */
export async function roomsByBoard(db: Db, actor: Actor): Promise<BoardRooms[]> {
  const members = await db.boardMember.findMany({
    where: { userId: actor.id, leftAt: null },
    orderBy: { board: { name: 'asc' } },
    select: {
      role: true,
      board: {
        select: {
          id: true,
          name: true,
          rooms: { where: seenByUser(actor.id), orderBy: { id: 'asc' }, select: rowFields },
        },
      },
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
