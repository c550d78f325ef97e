import { change } from '../platform/change.ts'
import { sqlRows, type Tx } from '../platform/db/index.ts'
import { Invalid } from '../platform/errors.ts'
import { createGroupCommit, floodPace } from '../platform/group-commit.ts'
import type { Limit } from '../platform/limits.ts'
import { perServices } from '../platform/per-services.ts'
import type { Services } from '../platform/services.ts'
import type { RoomAccess } from './chat.policy.ts'
import { lockReadMarks, type ReadMark, type RoomReader } from './lock-read-marks.ts'

/** A browser marks at most once a second; a person may have a few of them. */
const readLimit: Limit = { name: 'read', points: 240, seconds: 60 }

/** How far somebody has read a room. */
export interface ReadState {
  readVersion: number
  readCount: number
  messageCount: number
  /** How many messages they have not read. */
  unread: number
}

interface Mark extends RoomReader {
  version: number
}

// A message in a full room is read by everyone within the same second: their marks are written together, by the same few statements.
const groups = perServices((services) => createGroupCommit((marks: Mark[]) => commitMarks(services, marks), floodPace))

/**
 * Marks a room as read up to a version of it. What was read stays read. Whoever is not in the room has nothing unread there.
 * @throws {Invalid} when the room has not come to this version
 * @throws {RateLimited} when somebody marks too often
 */
export async function markRoomRead(
  services: Services,
  access: RoomAccess,
  { version }: { version: number },
): Promise<ReadState> {
  const userId = access.board.actor.id
  await services.limits.consume(readLimit, String(userId))
  await refuseFuture(services, access, version)
  return groups(services).add({ roomId: access.roomId, userId, version })
}

// The door may have been remembered from an earlier version of the room.
async function refuseFuture({ db }: Services, { roomId, room }: RoomAccess, version: number): Promise<void> {
  if (version <= room.version) return
  const now = await db.chatRoom.findUnique({ where: { id: roomId }, select: { version: true } })
  if (version > (now?.version ?? 0))
    throw new Invalid('Nobody can have read that far.', { version: 'Is ahead of the room.' })
}

function commitMarks(services: Services, marks: Mark[]): Promise<ReadState[]> {
  return change(services, async (draft) => {
    const before = await lockReadMarks(draft.tx, marks)
    const known = new Map(before.map((mark) => [keyOf(mark), mark]))
    const moved = await moveMarks(draft.tx, furthestOf(marks, known))
    for (const mark of moved) known.set(keyOf(mark), mark)
    draft.afterCommit(() => {
      for (const mark of moved) tellReader(services, mark)
    })
    return marks.map((mark) => stateOf(known.get(keyOf(mark))))
  })
}

function keyOf({ roomId, userId }: RoomReader): string {
  return `${roomId} ${userId}`
}

/** Of each person's marks in a room the furthest, where it goes beyond what they have read. */
function furthestOf(marks: Mark[], known: Map<string, ReadMark>): Mark[] {
  const furthest = new Map<string, Mark>()
  for (const mark of marks) {
    const key = keyOf(mark)
    const readVersion = furthest.get(key)?.version ?? known.get(key)?.readVersion ?? Number.POSITIVE_INFINITY
    if (mark.version > readVersion) furthest.set(key, mark)
  }
  return [...furthest.values()]
}

async function moveMarks(tx: Tx, marks: Mark[]): Promise<ReadMark[]> {
  if (marks.length === 0) return []
  const given = sqlRows(
    tx,
    { roomId: 'int', userId: 'int', version: 'int' },
    marks.map((mark) => ({ ...mark })),
  )
  return tx.$queryRaw<ReadMark[]>`
    UPDATE "ChatRoomMember" SET "readVersion" = given."version", "readCount" = COALESCE((
      SELECT "ordinal" FROM "ChatMessage" message
      WHERE message."roomId" = given."roomId" AND message."position" <= given."version"
      ORDER BY message."position" DESC LIMIT 1
    ), 0)
    FROM ${given} AS given
    WHERE "ChatRoomMember"."roomId" = given."roomId" AND "ChatRoomMember"."userId" = given."userId"
    RETURNING "ChatRoomMember"."roomId", "ChatRoomMember"."userId", "readVersion", "readCount",
      (SELECT "messageCount" FROM "ChatRoom" WHERE "id" = "ChatRoomMember"."roomId") AS "messageCount"`
}

/** Whoever is not in the room has nothing unread there. */
function stateOf(mark: ReadMark | undefined): ReadState {
  if (!mark) return { readVersion: 0, readCount: 0, messageCount: 0, unread: 0 }
  const { readVersion, readCount, messageCount } = mark
  return { readVersion, readCount, messageCount, unread: Math.max(0, messageCount - readCount) }
}

function tellReader({ tell }: Services, { roomId, userId, messageCount, readCount }: ReadMark): void {
  tell(`user:${userId}`, 'unread:changed', { roomId, messageCount, readCount })
}
