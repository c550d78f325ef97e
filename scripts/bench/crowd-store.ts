import { openDatabase, readMany, sql, type Db } from '../../src/platform/db/index.ts'

/** Somebody of the crowd. */
export interface Someone {
  id: number
  username: string
}

/** A room, the only one of its board, with everyone of the board in it. */
export interface CrowdRoom {
  id: number
  boardId: number
  members: Someone[]
}

/** A message as it stands in the database. */
export interface KeptMessage {
  id: string
  authorId: number
  content: string
  position: number
  version: number
  ordinal: number
  mentions: string | null
}

/** Writes people and rooms straight into an instance's database, and reads what became of the posts. */
export interface CrowdStore {
  installationId: string
  /** Makes people, in rooms of `membersEach`. */
  makeRooms(name: string, roomCount: number, membersEach: number): Promise<CrowdRoom[]>
  /** Puts people who are there already into one more room. */
  makeRoomOf(name: string, members: Someone[]): Promise<CrowdRoom>
  /** Writes messages into a room that has none, by one statement. */
  fillRoom(room: CrowdRoom, messageCount: number): Promise<void>
  /** All messages of a room, in its order. */
  messagesOf(roomId: number): Promise<KeptMessage[]>
  /** Where the room says that it stands. */
  standOf(roomId: number): Promise<{ version: number; messageCount: number }>
  close(): Promise<void>
}

/** @param databaseUrl of an instance that has been started once */
export async function openCrowdStore(databaseUrl: string): Promise<CrowdStore> {
  const db = await openDatabase(databaseUrl, { maxConnections: 1 })
  const { id: installationId } = await db.installation.findFirstOrThrow()
  return {
    installationId,
    async makeRooms(name, roomCount, membersEach) {
      const people = await makePeople(db, name, roomCount * membersEach)
      const groups = Array.from({ length: roomCount }, (_, place) =>
        people.slice(place * membersEach, (place + 1) * membersEach),
      )
      return makeRoomsOf(db, name, groups)
    },
    async makeRoomOf(name, members) {
      const [room] = await makeRoomsOf(db, name, [members])
      return room as CrowdRoom
    },
    fillRoom: (room, messageCount) => fillRoom(db, room, messageCount),
    messagesOf: (roomId) => messagesOf(db, roomId),
    standOf: (roomId) =>
      db.chatRoom.findUniqueOrThrow({ where: { id: roomId }, select: { version: true, messageCount: true } }),
    close: () => db.$disconnect(),
  }
}

/** Fewer than a statement may have parameters. */
const atOnce = 1000

async function makePeople(db: Db, name: string, count: number): Promise<Someone[]> {
  const people: Someone[] = []
  for (let from = 0; from < count; from += atOnce) {
    const usernames = Array.from({ length: Math.min(atOnce, count - from) }, (_, place) => `${name}${from + place + 1}`)
    people.push(
      ...(await db.user.createManyAndReturn({
        data: usernames.map((username) => ({
          username,
          usernameKey: username,
          displayName: `Somebody ${username}`,
          passwordHash: 'nobody signs in with a password here',
        })),
        select: { id: true, username: true },
      })),
    )
  }
  return people.toSorted((one, other) => one.id - other.id)
}

async function makeRoomsOf(db: Db, name: string, groups: Someone[][]): Promise<CrowdRoom[]> {
  const rooms: CrowdRoom[] = []
  for (let from = 0; from < groups.length; from += atOnce)
    rooms.push(...(await makeFewRooms(db, `${name} ${from}`, groups.slice(from, from + atOnce))))
  return rooms
}

async function makeFewRooms(db: Db, name: string, groups: Someone[][]): Promise<CrowdRoom[]> {
  const createdById = groups[0]?.[0]?.id ?? 0
  const boards = await db.board.createManyAndReturn({
    data: groups.map(() => ({ name, createdById })),
    select: { id: true },
  })
  const made = await db.chatRoom.createManyAndReturn({
    data: boards.map(({ id }) => ({ boardId: id, name: 'talk', nameKey: 'talk', boardVersion: 0, createdById })),
    select: { id: true, boardId: true },
  })
  const membersOf = new Map(boards.map(({ id }, place) => [id, groups[place] ?? []]))
  const rooms = made.map((room) => ({ ...room, members: membersOf.get(room.boardId) ?? [] }))
  await db.boardMember.createMany({
    data: rooms.flatMap(({ boardId, members }) =>
      members.map(({ id }) => ({ boardId, userId: id, role: 'member' as const, version: 0 })),
    ),
  })
  await db.chatRoomMember.createMany({
    data: rooms.flatMap(({ id, members }) => members.map((member) => ({ roomId: id, userId: member.id }))),
  })
  return rooms
}

// Counted by the database itself: a million rows would take minutes to hand over.
async function fillRoom(db: Db, { id: roomId, members }: CrowdRoom, messageCount: number): Promise<void> {
  const [firstId, now] = [members[0]?.id ?? 0, new Date()]
  await db.$executeRaw`
    INSERT INTO "ChatMessage"
      ("id", "roomId", "authorId", "content", "clientId", "position", "ordinal", "version", "mentionsRoom", "createdAt")
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ${messageCount})
    SELECT 'filled-' || ${String(roomId)} || '-' || n, ${roomId}, ${firstId} + n % ${members.length},
      'Message ' || n || ': the quick brown fox jumps over the lazy dog.', 'filled-' || n, n, n, n, FALSE, ${now}
    FROM number`
  await db.chatRoom.update({ where: { id: roomId }, data: { version: messageCount, messageCount } })
}

function messagesOf(db: Db, roomId: number): Promise<KeptMessage[]> {
  return readMany<KeptMessage>(
    db,
    {
      id: '"id"',
      authorId: '"authorId"',
      content: '"content"',
      position: '"position"',
      version: '"version"',
      ordinal: '"ordinal"',
      mentions: `(SELECT MIN("userId") || '' FROM "MessageMention" WHERE "messageId" = "ChatMessage"."id")`,
    },
    sql`FROM "ChatMessage" WHERE "roomId" = ${roomId}`,
    '"position"',
  )
}
