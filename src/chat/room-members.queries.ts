import { type Faces } from '../boards/index.ts'
import type { Person } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/db/index.ts'
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
  const rows = await db.$queryRaw<(Person & { memberCount: bigint })[]>`
    SELECT person."id", person."username", person."displayName", COUNT(*) OVER () AS "memberCount"
    FROM "ChatRoomMember" mine
    JOIN "User" person ON person."id" = mine."userId"
    WHERE mine."roomId" = ${roomId} AND mine."leftAt" IS NULL
    ORDER BY mine."joinedAt", person."id"
    LIMIT ${facesShown}`
  return {
    members: rows.map(({ id, username, displayName }) => ({ id, username, displayName })),
    memberCount: Number(rows[0]?.memberCount ?? 0),
  }
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
