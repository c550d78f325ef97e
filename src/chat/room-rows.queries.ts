import { canEdit, type BoardAccess } from '../boards/index.ts'
import type { Actor, Person } from '../platform/actor.ts'
import { sqlRows, type BoardRole, type Db } from '../platform/db/index.ts'
import { excerpt } from '../platform/views/formatting.ts'
import { personFields } from '../users/index.ts'
import { ownMembership, placeOf, seenBy, type OwnPlace } from './rooms.queries.ts'

const excerptCharacters = 120

/** A room in a list, with its last message. */
export interface RoomRow extends OwnPlace {
  id: number
  name: string
  description: string
  isPrivate: boolean
  archivedAt: Date | null
  /** How many unread notifications say that one was mentioned there. */
  mentions: number
  last: { author: Person; excerpt: string; createdAt: Date } | null
}

/** A board of the rooms' hub. */
export interface BoardRooms {
  id: number
  name: string
  version: number
  canCreate: boolean
  isMuted: boolean
  rooms: RoomRow[]
}

function rowFields(userId: number) {
  return {
    id: true,
    name: true,
    description: true,
    isPrivate: true,
    archivedAt: true,
    messageCount: true,
    members: ownMembership(userId),
  } as const
}

/** All rooms of a board that somebody sees, each with its last message: the liveliest first, and those in the archive by themselves. */
export async function roomRows(
  db: Db,
  access: BoardAccess,
): Promise<{ rooms: RoomRow[]; archived: RoomRow[]; isMuted: boolean }> {
  const { boardId, actor } = access
  const [rooms, mentions, member] = await Promise.all([
    db.chatRoom.findMany({ where: seenBy(access), orderBy: { id: 'asc' }, select: rowFields(actor.id) }),
    mentionsByRoom(db, actor.id),
    db.boardMember.findUniqueOrThrow({ where: { boardId_userId: { boardId, userId: actor.id } } }),
  ])
  const last = await lastMessages(db, rooms)
  const rows = asRows(rooms, { mentions, last }, member.isMuted)
  return {
    rooms: rows.filter(({ archivedAt }) => archivedAt === null),
    archived: rows.filter(({ archivedAt }) => archivedAt !== null),
    isMuted: member.isMuted,
  }
}

/** The rooms that somebody is in, board by board, the liveliest first. */
export async function roomsByBoard(db: Db, actor: Actor): Promise<BoardRooms[]> {
  const isMine = { archivedAt: null, deletedAt: null, members: { some: { userId: actor.id, leftAt: null } } }
  const [members, mentions] = await Promise.all([
    db.boardMember.findMany({
      where: { userId: actor.id, leftAt: null },
      orderBy: [{ board: { name: 'asc' } }, { boardId: 'asc' }],
      select: {
        role: true,
        isMuted: true,
        board: {
          select: {
            id: true,
            name: true,
            version: true,
            rooms: { where: isMine, orderBy: { id: 'asc' }, select: rowFields(actor.id) },
          },
        },
      },
    }),
    mentionsByRoom(db, actor.id),
  ])
  const last = await lastMessages(
    db,
    members.flatMap(({ board }) => board.rooms),
  )
  return members.map(({ role, isMuted, board: { rooms, ...board } }: FoundBoard) => ({
    ...board,
    isMuted,
    canCreate: canEdit(role),
    rooms: asRows(rooms, { mentions, last }, isMuted),
  }))
}

async function mentionsByRoom(db: Db, recipientId: number): Promise<Map<number | null, number>> {
  const counts = await db.notification.groupBy({
    by: ['roomId'],
    where: { recipientId, isRead: false, type: 'mention', roomId: { not: null } },
    _count: true,
  })
  return new Map(counts.map(({ roomId, _count }) => [roomId, _count]))
}

/** By room. Looked for room by room in the index: a message that is asked for with its room comes with all that were said before it. */
async function lastMessages(db: Db, rooms: { id: number }[]): Promise<Map<number, LastMessage>> {
  if (rooms.length === 0) return new Map()
  const given = sqlRows(
    db,
    { roomId: 'int' },
    rooms.map(({ id }) => ({ roomId: id })),
  )
  const found = await db.$queryRaw<{ id: string }[]>`
    SELECT message."id" FROM ${given} AS given
    JOIN "ChatMessage" message ON message."id" = (
      SELECT "id" FROM "ChatMessage" WHERE "roomId" = given."roomId" ORDER BY "position" DESC LIMIT 1
    )`
  const messages = await db.chatMessage.findMany({
    where: { id: { in: found.map(({ id }) => id) } },
    select: { roomId: true, content: true, createdAt: true, author: { select: personFields } },
  })
  return new Map(messages.map((message) => [message.roomId, message]))
}

interface LastMessage {
  content: string
  createdAt: Date
  author: Person
}

interface FoundBoard {
  role: BoardRole
  isMuted: boolean
  board: { id: number; name: string; version: number; rooms: Found[] }
}

interface Found extends Omit<RoomRow, keyof OwnPlace | 'mentions' | 'last'> {
  messageCount: number
  members: { isMuted: boolean; readCount: number }[]
}

/** What is found of all rooms at once, by room. */
interface Besides {
  mentions: Map<number | null, number>
  last: Map<number, LastMessage>
}

function asRows(rooms: Found[], { mentions, last }: Besides, isBoardMuted: boolean): RoomRow[] {
  const lastAt = ({ last }: RoomRow): number => last?.createdAt.getTime() ?? 0
  return rooms
    .map((room) => asRow(room, { mentions: mentions.get(room.id) ?? 0, last: last.get(room.id) }, isBoardMuted))
    .toSorted((one, other) => lastAt(other) - lastAt(one))
}

function asRow(
  { members: [mine], messageCount, ...room }: Found,
  { mentions, last }: { mentions: number; last: LastMessage | undefined },
  isBoardMuted: boolean,
): RoomRow {
  const own = mine ? { ...mine, isMuted: mine.isMuted || isBoardMuted } : null
  const row = { ...room, mentions, ...placeOf({ messageCount }, own), last: null }
  if (!last) return row
  const { author, content, createdAt } = last
  return { ...row, last: { author, excerpt: excerpt(content, excerptCharacters), createdAt } }
}
