import type { Db, Prisma } from '../../../src/platform/db/index.ts'
import type { Person } from '../../../tests/support/people.ts'
import type { KnownRoom } from '../known-room.ts'
import type { Stage } from '../stage.ts'

/** Rooms are what was acknowledged of them, and so are everyone's places in them: who is in, what is muted, what is read. */
export async function checkRooms(db: Db, { ledger, people, board }: Stage): Promise<string[]> {
  const stored = await db.chatRoom.findMany({
    where: { boardId: board.id },
    include: { members: true, messages: { orderBy: { position: 'asc' } } },
  })
  const byId = new Map(stored.map((room) => [room.id, room]))
  const known = new Set(ledger.rooms.map(({ id }) => id))
  const strange = stored.filter(({ id, name }) => !known.has(id) && !ledger.unsureRooms.has(name))
  const names = stored.filter(({ isPrivate }) => isPrivate).map(({ name }) => name)
  const doubled = [...ledger.unsureRooms].filter((name) => names.indexOf(name) !== names.lastIndexOf(name))
  return [
    ...strange.map(({ id, name }) => `nobody has made room ${id} “${name}”`),
    ...doubled.map((name) => `“${name}” was made twice`),
    ...ledger.rooms.flatMap((room) => checkRoom(room, byId.get(room.id), people)),
    ...(await checkMutedBoard(db, board.id, ledger.boardMuted)),
  ]
}

type StoredRoom = Prisma.ChatRoomGetPayload<{ include: { members: true; messages: true } }>

function checkRoom(known: KnownRoom, stored: StoredRoom | undefined, people: Person[]): string[] {
  const { id, name, isPrivate, isArchived, isDeleted } = known
  if (!stored) return [`room ${id} “${name}” is not there`]
  const is = describe(isDeleted ? { isDeleted } : { name, isPrivate, isArchived, isDeleted })
  const found = stored.deletedAt
    ? describe({ isDeleted: true })
    : describe({
        name: stored.name,
        isPrivate: stored.isPrivate,
        isArchived: stored.archivedAt !== null,
        isDeleted: false,
      })
  if (found !== is) return [`room ${id} is ${found}, not ${is}`]
  return isDeleted ? [] : people.flatMap((person) => checkPlace(known, stored, person))
}

function describe(facts: object): string {
  return JSON.stringify(facts)
}

function checkPlace(known: KnownRoom, stored: StoredRoom, person: Person): string[] {
  const name = `${person.displayName} in room ${known.id}`
  const place = stored.members.find(({ userId, leftAt }) => userId === person.id && leftAt === null)
  if (known.members.has(person) !== (place !== undefined)) return [`${name}: is ${place ? '' : 'not '}in it`]
  if (!place) return []
  const problems = []
  if (place.isMuted !== known.muted.has(person)) problems.push(`${name}: isMuted is ${place.isMuted}`)
  return [...problems, ...checkMark(place, stored, known.marks.get(person) ?? 0).map((words) => `${name}: ${words}`)]
}

function checkMark(
  { readVersion, readCount }: StoredRoom['members'][number],
  stored: StoredRoom,
  marked: number,
): string[] {
  const read = stored.messages.filter(({ position }) => position <= readVersion).length
  const problems = []
  if (readVersion < marked) problems.push(`is marked up to ${readVersion}, and had been up to ${marked}`)
  if (readVersion > stored.version) problems.push(`is marked up to ${readVersion} of ${stored.version}`)
  if (readCount !== read) problems.push(`${readCount} messages count as read, of ${read} up to the mark`)
  return problems
}

async function checkMutedBoard(db: Db, boardId: number, muted: Map<Person, boolean>): Promise<string[]> {
  const members = await db.boardMember.findMany({ where: { boardId } })
  return [...muted].flatMap(([{ id, displayName }, isMuted]) => {
    const found = members.find(({ userId }) => userId === id)?.isMuted
    return found === isMuted ? [] : [`${displayName} on the board: isMuted is ${found}`]
  })
}
