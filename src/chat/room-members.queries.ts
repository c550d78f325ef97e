import { type Faces } from '../boards/index.ts'
import type { Person } from '../platform/actor.ts'
import { sqlList, type Db, type Tx } from '../platform/db/index.ts'
import { personFields } from '../users/index.ts'

/** How many faces a room shows before "+3". */
const facesShown = 5

/** Who is in a room, and since when. */
export interface RoomMemberView {
  person: Person
  joinedAt: Date
}

/** Who is in a room now, in the order they came. */
export async function membersOfRoom(db: Db | Tx, roomId: number): Promise<RoomMemberView[]> {
  const rows = await db.chatRoomMember.findMany({
    where: { roomId, leftAt: null },
    orderBy: [{ joinedAt: 'asc' }, { userId: 'asc' }],
    select: { joinedAt: true, user: { select: personFields } },
  })
  return rows.map(({ joinedAt, user }) => ({ person: user, joinedAt }))
}

/** The first few of them, and how many there are. */
export async function facesOfRoom(db: Db | Tx, roomId: number): Promise<Faces> {
  return (await facesOfRooms(db, [roomId])).get(roomId) ?? { members: [], memberCount: 0 }
}

/** The same of several rooms, by their ids, in one statement; of an empty one there is nothing. */
export async function facesOfRooms(db: Db | Tx, roomIds: number[]): Promise<Map<number, Faces>> {
  const rows = await db.$queryRaw<(Person & { roomId: number; memberCount: bigint })[]>`
    SELECT face."roomId", face."memberCount", person."id", person."username", person."displayName"
    FROM (
      SELECT mine."roomId", mine."userId",
        COUNT(*) OVER (PARTITION BY mine."roomId") AS "memberCount",
        ROW_NUMBER() OVER (PARTITION BY mine."roomId" ORDER BY mine."joinedAt", mine."userId") AS "place"
      FROM "ChatRoomMember" mine
      WHERE mine."roomId" IN (${sqlList(db, roomIds)}) AND mine."leftAt" IS NULL
    ) face
    JOIN "User" person ON person."id" = face."userId"
    WHERE face."place" <= ${facesShown}
    ORDER BY face."roomId", face."place"`
  const faces = new Map<number, Faces>()
  for (const { roomId, memberCount, id, username, displayName } of rows) {
    const room = faces.get(roomId) ?? { members: [], memberCount: Number(memberCount) }
    room.members.push({ id, username, displayName })
    faces.set(roomId, room)
  }
  return faces
}

/** Ids of those who are in a room, in their order: for whoever takes several inboxes. */
export async function memberIdsOfRoom(tx: Tx, roomId: number): Promise<number[]> {
  const rows = await tx.chatRoomMember.findMany({
    where: { roomId, leftAt: null },
    orderBy: { userId: 'asc' },
    select: { userId: true },
  })
  return rows.map(({ userId }) => userId)
}

/** Who is on the board and not in the room, by name: those who can be invited. */
export async function outsidersOfRoom(db: Db, { id, boardId }: { id: number; boardId: number }): Promise<Person[]> {
  return db.user.findMany({
    where: {
      isDisabled: false,
      memberships: { some: { boardId, leftAt: null } },
      roomMemberships: { none: { roomId: id, leftAt: null } },
    },
    orderBy: { usernameKey: 'asc' },
    select: personFields,
  })
}
