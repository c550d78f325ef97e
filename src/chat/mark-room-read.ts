import { change } from '../platform/change.ts'
import type { Tx } from '../platform/db/index.ts'
import { Invalid } from '../platform/errors.ts'
import { createGroupCommit } from '../platform/group-commit.ts'
import type { Limit } from '../platform/limits.ts'
import { perServices } from '../platform/per-services.ts'
import type { Services } from '../platform/services.ts'
import type { RoomAccess } from './chat.policy.ts'

/** A browser marks at most once a second; a person may have a few of them. */
const readLimit: Limit = { name: 'read', points: 240, seconds: 60 }

/** How many marks one transaction takes at most. */
const largestGroup = 200

/** How far somebody has read a room. */
export interface ReadState {
  readVersion: number
  readCount: number
  messageCount: number
  /** How many messages they have not read. */
  unread: number
}

interface Mark {
  roomId: number
  userId: number
  version: number
}

// A message in a full room is read by everyone within the same second: their marks are written together.
const groups = perServices((services) =>
  createGroupCommit((marks: Mark[]) => commitMarks(services, marks), largestGroup),
)

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
    const states = new Map<Mark, ReadState>()
    for (const mark of inOrder(marks)) {
      const hasMoved = await write(draft.tx, mark)
      const state = await readState(draft.tx, mark)
      states.set(mark, state)
      if (hasMoved) draft.afterCommit(() => tellReader(services, mark, state))
    }
    return marks.map((mark) => states.get(mark) as ReadState)
  })
}

// So that two processes never wait for each other's rows crosswise.
function inOrder(marks: Mark[]): Mark[] {
  return marks.toSorted((one, other) => one.roomId - other.roomId || one.userId - other.userId)
}

async function write(tx: Tx, { roomId, userId, version }: Mark): Promise<boolean> {
  const written = await tx.$executeRaw`
    UPDATE "ChatRoomMember" SET "readVersion" = ${version}, "readCount" = COALESCE((
      SELECT "ordinal" FROM "ChatMessage" WHERE "roomId" = ${roomId} AND "position" <= ${version}
      ORDER BY "position" DESC LIMIT 1
    ), 0)
    WHERE "roomId" = ${roomId} AND "userId" = ${userId} AND "leftAt" IS NULL AND "readVersion" < ${version}`
  return written > 0
}

async function readState(tx: Tx, { roomId, userId }: Mark): Promise<ReadState> {
  const [state] = await tx.$queryRaw<Omit<ReadState, 'unread'>[]>`
    SELECT mine."readVersion", mine."readCount", room."messageCount"
    FROM "ChatRoomMember" mine JOIN "ChatRoom" room ON room."id" = mine."roomId"
    WHERE mine."roomId" = ${roomId} AND mine."userId" = ${userId} AND mine."leftAt" IS NULL`
  if (!state) return { readVersion: 0, readCount: 0, messageCount: 0, unread: 0 }
  return { ...state, unread: state.messageCount - state.readCount }
}

function tellReader({ tell }: Services, { roomId, userId }: Mark, { messageCount, readCount }: ReadState): void {
  tell(`user:${userId}`, 'unread:changed', { roomId, messageCount, readCount })
}
