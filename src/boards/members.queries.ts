import type { Person } from '../platform/actor.ts'
import type { BoardRole, Db, Prisma, Tx } from '../platform/db/index.ts'
import { personFields } from '../users/index.ts'
import type { BoardAccess } from './boards.policy.ts'

/** How many faces a board shows before "+3". */
const facesShown = 5

export interface MemberView {
  person: Person
  role: BoardRole
  joinedAt: Date
}

/** The first few members of a board, and how many there are. */
export interface Faces {
  members: Person[]
  memberCount: number
}

/** Who is on the board now; for `where`. */
export const present = { leftAt: null } as const

/** The board's first members, for its header, and how many there are. */
export async function facesOf(db: Db | Tx, boardId: number): Promise<Faces> {
  const rows = await db.$queryRaw<(Person & { memberCount: bigint })[]>`
    SELECT person."id", person."username", person."displayName", COUNT(*) OVER () AS "memberCount"
    FROM "BoardMember" member
    JOIN "User" person ON person."id" = member."userId"
    WHERE member."boardId" = ${boardId} AND member."leftAt" IS NULL
    ORDER BY member."joinedAt", person."id"
    LIMIT ${facesShown}`
  return {
    members: rows.map(({ id, username, displayName }) => ({ id, username, displayName })),
    memberCount: Number(rows[0]?.memberCount ?? 0),
  }
}

/** Everyone on the board, in the order they came. */
export async function membersOf(db: Db, { boardId }: BoardAccess): Promise<MemberView[]> {
  const members = await db.boardMember.findMany({
    where: { boardId, ...present },
    select: { role: true, joinedAt: true, user: { select: personFields } },
    orderBy: [{ joinedAt: 'asc' }, { userId: 'asc' }],
  })
  return members.map(asMemberView)
}

/** The ids of everyone on the board. */
export async function memberIdsOf(db: Db | Tx, { boardId }: Pick<BoardAccess, 'boardId'>): Promise<number[]> {
  const members = await db.boardMember.findMany({ where: { boardId, ...present }, select: { userId: true } })
  return members.map(({ userId }) => userId)
}

/** One member's row of the members page, as it is now; null when the person is not on the board. */
export async function findMember(db: Db | Tx, boardId: number, userId: number): Promise<MemberView | null> {
  const member = await db.boardMember.findFirst({
    where: { boardId, userId, ...present },
    select: { role: true, joinedAt: true, user: { select: personFields } },
  })
  return member && asMemberView(member)
}

function asMemberView({ role, joinedAt, user }: { role: BoardRole; joinedAt: Date; user: Person }): MemberView {
  return { person: user, role, joinedAt }
}

/** Those on the board whose username is one of `usernameKeys`, and who may still sign in: the only ones who can be mentioned there. */
export async function membersByUsername(db: Db | Tx, boardId: number, usernameKeys: string[]): Promise<Person[]> {
  if (usernameKeys.length === 0) return []
  return db.user.findMany({
    where: { usernameKey: { in: usernameKeys }, isDisabled: false, memberships: { some: { boardId, ...present } } },
    select: personFields,
  })
}

/** Those of `userIds` who are on the board. */
export async function membersById(db: Db | Tx, boardId: number, userIds: number[]): Promise<Person[]> {
  if (userIds.length === 0) return []
  return db.user.findMany({
    where: { id: { in: userIds }, isDisabled: false, memberships: { some: { boardId, ...present } } },
    select: personFields,
    orderBy: { id: 'asc' },
  })
}

/** People on the board whose username or name begins with `prefix`, at most `limit`. */
export async function membersByPrefix(db: Db, boardId: number, prefix: string, limit: number): Promise<Person[]> {
  return peopleByPrefix(db, { memberships: { some: { boardId, ...present } } }, prefix, limit)
}

/** The same of any people. */
export async function peopleByPrefix(
  db: Db,
  who: Prisma.UserWhereInput,
  prefix: string,
  limit: number,
): Promise<Person[]> {
  const key = prefix.toLowerCase()
  const members = await db.user.findMany({
    where: { ...who, isDisabled: false },
    select: personFields,
    orderBy: { usernameKey: 'asc' },
  })
  return members.filter((person) => isNamed(person, key)).slice(0, limit)
}

// In the program, because the databases disagree on what lower case is beyond ASCII.
function isNamed({ username, displayName }: Person, prefix: string): boolean {
  const words = displayName.toLowerCase().split(/\s+/)
  return username.toLowerCase().startsWith(prefix) || words.some((word) => word.startsWith(prefix))
}
