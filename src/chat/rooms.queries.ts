import type { BoardAccess } from '../boards/index.ts'
import type { Db } from '../platform/db/index.ts'

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
  createdById: number
}

/** What is read of a room for its view; for `select`. */
export const roomFields = {
  id: true,
  boardId: true,
  name: true,
  description: true,
  isPrivate: true,
  version: true,
  messageCount: true,
  archivedAt: true,
  createdById: true,
} as const

/** What somebody has of a room in a list; for one who is not in it, nothing is unread. */
export interface OwnPlace {
  isMember: boolean
  isMuted: boolean
  unread: number
}

/** Rooms that somebody on a board sees: the open ones and those that they are in; what is in the archive too. For `where`. */
export function seenBy({ boardId, actor }: BoardAccess) {
  const isMine = { members: { some: { userId: actor.id, leftAt: null } } }
  return { boardId, deletedAt: null, OR: [{ isPrivate: false }, isMine] }
}

/** The rooms of a board that somebody sees, in the order they were made: the first is where it began. None that is in the archive. */
export async function roomsOf(db: Db, access: BoardAccess): Promise<RoomView[]> {
  return db.chatRoom.findMany({
    where: { ...seenBy(access), archivedAt: null },
    orderBy: { id: 'asc' },
    select: roomFields,
  })
}

/** All rooms of a board that somebody sees, those in the archive too, as the JSON API tells them. */
export async function listRooms(db: Db, access: BoardAccess): Promise<object[]> {
  const rooms = await db.chatRoom.findMany({
    where: seenBy(access),
    orderBy: { id: 'asc' },
    select: { ...roomFields, members: ownMembership(access.actor.id) },
  })
  return rooms.map(({ members: [mine], ...room }) => roomFacts(room, mine ?? null))
}

/** What is read of somebody's own place in a room; for `select`. */
export function ownMembership(userId: number) {
  return { where: { userId, leftAt: null }, select: { isMuted: true, readCount: true } }
}

/** What a client is told of a room. */
export function roomFacts(room: RoomView, mine: { isMuted: boolean; readCount: number } | null): object {
  return { ...room, isArchived: room.archivedAt !== null, ...placeOf(room, mine) }
}

/** How somebody stands to a room, by their row in it. */
export function placeOf(
  { messageCount }: { messageCount: number },
  mine: { isMuted: boolean; readCount: number } | null,
): OwnPlace {
  return {
    isMember: mine !== null,
    isMuted: mine?.isMuted ?? false,
    unread: mine && !mine.isMuted ? Math.max(0, messageCount - mine.readCount) : 0,
  }
}
