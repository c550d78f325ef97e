import type { Person } from '../platform/actor.ts'
import { sqlList, type Db } from '../platform/db/index.ts'
import { excerptOfMarkdown } from '../platform/markdown.ts'

const excerptCharacters = 120

/** What was said last in a room, for its line in a list. */
export interface LastMessage {
  author: Person
  /** Empty once the message was deleted. */
  excerpt: string
  isDeleted: boolean
  createdAt: Date
}

type Row = Person & { roomId: number; content: string; createdAt: Date; deletedAt: Date | null }

/**
 * The last message of each room, by its id: one statement for all of them, which reads one row a room by ChatMessage(roomId, position).
 * A nested `take: 1` would read all that was ever said there, and throw it away here.
 */
export async function lastMessages(db: Db, roomIds: number[]): Promise<Map<number, LastMessage>> {
  if (roomIds.length === 0) return new Map()
  const rows = await db.$queryRaw<Row[]>`
    SELECT message."roomId", message."content", message."createdAt", message."deletedAt",
      author."id", author."username", author."displayName"
    FROM "ChatRoom" room
    JOIN "ChatMessage" message ON message."roomId" = room."id"
      AND message."position" = (SELECT MAX(last."position") FROM "ChatMessage" last WHERE last."roomId" = room."id")
    JOIN "User" author ON author."id" = message."authorId"
    WHERE room."id" IN (${sqlList(db, roomIds)})`
  return new Map(rows.map((row) => [row.roomId, asLast(row)]))
}

function asLast({ id, username, displayName, content, createdAt, deletedAt }: Row): LastMessage {
  const isDeleted = deletedAt !== null
  const shown = isDeleted ? '' : excerptOfMarkdown(content, excerptCharacters)
  return { author: { id, username, displayName }, excerpt: shown, isDeleted, createdAt }
}
