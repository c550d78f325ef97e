import { canEdit, mayOnlyLook } from '../boards/index.ts'
import { sqlList, sqlRowLock, sqlRows, type BoardRole, type Tx } from '../platform/db/index.ts'
import { NotFound } from '../platform/errors.ts'
import { roomIsArchived } from './chat.policy.ts'
import { findMessages } from './messages.queries.ts'
import { keyOf, type Post, type PostOutcome } from './posts.ts'

/**
 * Locks the posts' rooms until the transaction ends, and finds the posts that have their outcome already: those that were made before,
 * and those that may not be made any more, because the post waited, or its door was remembered, while the room was put away or its
 * author taken out of it. The same number of statements for any number of posts.
 * @returns by post; nothing for those that are to be written
 */
export async function settledPosts(tx: Tx, posts: Post[]): Promise<Map<string, PostOutcome>> {
  await lockInOrder(tx, [...new Set(posts.map(({ roomId }) => roomId))])
  const standings = await readStandings(tx, posts)
  const known = await findKnown(tx, standings)
  const settled = new Map<string, PostOutcome>()
  for (const [place, post] of posts.entries()) {
    const standing = standings.get(place)
    const outcome = known.get(standing?.messageId ?? '') ?? refusalOf(standing)
    if (outcome) settled.set(keyOf(post), outcome)
  }
  return settled
}

// In one order: two processes that write into the same rooms would else wait for each other crosswise.
async function lockInOrder(tx: Tx, roomIds: number[]): Promise<void> {
  const lock = sqlRowLock(tx)
  // Empty where the transaction is the lock.
  if (lock.sql === '') return
  await tx.$queryRaw`SELECT "id" FROM "ChatRoom" WHERE "id" IN (${sqlList(tx, roomIds)}) ORDER BY "id" ${lock}`
}

/** How a post's author stands to its room, and what they posted there with the same client id. */
interface Standing {
  // A number that no column declares comes as the database likes.
  place: number | bigint
  isPrivate: boolean
  isArchived: boolean
  role: BoardRole | null
  isMember: boolean
  messageId: string | null
}

/** By the post's place among them; none for a room that is gone. */
async function readStandings(tx: Tx, posts: Post[]): Promise<Map<number, Standing>> {
  const columns = { place: 'int', roomId: 'int', authorId: 'int', clientId: 'text' } as const
  const rows = posts.map(({ roomId, author, clientId }, place) => ({ place, roomId, authorId: author.id, clientId }))
  const standings = await tx.$queryRaw<Standing[]>`
    SELECT given."place", room."isPrivate", room."archivedAt" IS NOT NULL AS "isArchived", member."role",
      mine."userId" IS NOT NULL AS "isMember", message."id" AS "messageId"
    FROM ${sqlRows(tx, columns, rows)} AS given
    JOIN "ChatRoom" room ON room."id" = given."roomId" AND room."deletedAt" IS NULL
    LEFT JOIN "BoardMember" member
      ON member."boardId" = room."boardId" AND member."userId" = given."authorId" AND member."leftAt" IS NULL
    LEFT JOIN "ChatRoomMember" mine
      ON mine."roomId" = room."id" AND mine."userId" = given."authorId" AND mine."leftAt" IS NULL
    LEFT JOIN "ChatMessage" message
      ON message."authorId" = given."authorId" AND message."clientId" = given."clientId"`
  return new Map(standings.map((standing) => [Number(standing.place), standing]))
}

async function findKnown(tx: Tx, standings: Map<number, Standing>): Promise<Map<string, PostOutcome>> {
  const ids = [...standings.values()].flatMap(({ messageId }) => messageId ?? [])
  if (ids.length === 0) return new Map()
  const messages = await findMessages(tx, ids)
  return new Map(messages.map((message) => [message.id, message]))
}

// What the room's door says, for many at once.
function refusalOf(standing: Standing | undefined): Error | null {
  if (!standing?.role || (standing.isPrivate && !standing.isMember)) return new NotFound()
  if (!canEdit(standing.role)) return mayOnlyLook()
  return standing.isArchived ? roomIsArchived() : null
}
