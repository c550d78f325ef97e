import { canEdit, type BoardAccess } from '../boards/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { BoardRole, Db } from '../platform/db/index.ts'
import { lastMessages, type LastMessage } from './last-messages.queries.ts'
import { ownMembership, placeOf, seenBy, type OwnPlace } from './rooms.queries.ts'

/** A room in a list, with its last message. */
export interface RoomRow extends OwnPlace {
  id: number
  name: string
  description: string
  isPrivate: boolean
  archivedAt: Date | null
  /** How many unread notifications say that one was mentioned there. */
  mentions: number
  last: LastMessage | null
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
  const marks = { mentions, last: await lastMessages(db, rooms.map(idOf)) }
  const rows = asRows(rooms, marks, member.isMuted)
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
    members.flatMap(({ board: { rooms } }) => rooms.map(idOf)),
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

interface FoundBoard {
  role: BoardRole
  isMuted: boolean
  board: { id: number; name: string; version: number; rooms: Found[] }
}

interface Found extends Omit<RoomRow, keyof OwnPlace | 'mentions' | 'last'> {
  messageCount: number
  members: { isMuted: boolean; readCount: number }[]
}

/** What is told of rooms besides their rows, by their ids. */
interface Marks {
  mentions: Map<number | null, number>
  last: Map<number, LastMessage>
}

function idOf({ id }: { id: number }): number {
  return id
}

function asRows(rooms: Found[], marks: Marks, isBoardMuted: boolean): RoomRow[] {
  const lastAt = ({ last }: RoomRow): number => last?.createdAt.getTime() ?? 0
  return rooms.map((room) => asRow(room, marks, isBoardMuted)).toSorted((one, other) => lastAt(other) - lastAt(one))
}

function asRow(
  { members: [mine], messageCount, ...room }: Found,
  { mentions, last }: Marks,
  isBoardMuted: boolean,
): RoomRow {
  const own = mine ? { ...mine, isMuted: mine.isMuted || isBoardMuted } : null
  const place = placeOf({ messageCount }, own)
  return { ...room, ...place, mentions: mentions.get(room.id) ?? 0, last: last.get(room.id) ?? null }
}
