import type { Person } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/db/index.ts'
import { NotFound } from '../platform/errors.ts'
import { personFields } from '../users/index.ts'
import type { RoomAccess } from './chat.policy.ts'

/** How many messages a page of history holds. */
export const historyPageSize = 50

/** A message as the API and the socket tell it. `version` is the room's version at its last change. */
export interface MessageFacts {
  id: string
  roomId: number
  version: number
  author: Person
  content: string
  mentions: Person[]
  createdAt: Date
  editedAt: Date | null
  deletedAt: Date | null
}

/** A message as the server keeps it. `position` is its place in the room's order, `ordinal` counts the messages up to it. */
export interface MessageView extends MessageFacts {
  position: number
  ordinal: number
  mentionsRoom: boolean
}

/** Some of a room's messages in its order, and the position where the list goes on; null at the end. */
export interface MessagePage {
  messages: MessageView[]
  nextCursor: number | null
}

const messageFields = {
  id: true,
  roomId: true,
  position: true,
  ordinal: true,
  version: true,
  content: true,
  mentionsRoom: true,
  createdAt: true,
  editedAt: true,
  deletedAt: true,
  author: { select: personFields },
  mentions: { select: { user: { select: personFields } }, orderBy: { userId: 'asc' } },
} as const

/** The messages before a position, the nearest ones; without a position the newest. */
export async function messagesBefore(
  db: Db,
  { roomId }: RoomAccess,
  before: number | undefined,
  limit: number,
): Promise<MessagePage> {
  const rows = await db.chatMessage.findMany({
    where: { roomId, ...(before === undefined ? {} : { position: { lt: before } }) },
    orderBy: { position: 'desc' },
    take: limit + 1,
    select: messageFields,
  })
  const messages = rows.slice(0, limit).map(asMessageView).toReversed()
  return { messages, nextCursor: rows.length > limit ? (messages[0]?.position ?? null) : null }
}

/** The messages after a position, the nearest ones. */
export async function messagesAfter(
  db: Db,
  { roomId }: RoomAccess,
  after: number,
  limit: number,
): Promise<MessagePage> {
  const rows = await db.chatMessage.findMany({
    where: { roomId, position: { gt: after } },
    orderBy: { position: 'asc' },
    take: limit + 1,
    select: messageFields,
  })
  const messages = rows.slice(0, limit).map(asMessageView)
  return { messages, nextCursor: rows.length > limit ? (messages.at(-1)?.position ?? null) : null }
}

/** Messages by their ids, in no order. */
export async function findMessages(db: Db | Tx, ids: string[]): Promise<MessageView[]> {
  const rows = await db.chatMessage.findMany({ where: { id: { in: ids } }, select: messageFields })
  return rows.map(asMessageView)
}

/** A message that a door has seen: its row stays for as long as its room does. */
export async function getMessage(db: Db | Tx, id: string): Promise<MessageView> {
  const [message] = await findMessages(db, [id])
  if (!message) throw new NotFound()
  return message
}

/** Messages that came or changed since a version of the room, in the order of their last change. */
export async function messagesSince(db: Db, roomId: number, since: number, limit: number): Promise<MessageView[]> {
  const rows = await db.chatMessage.findMany({
    where: { roomId, version: { gt: since } },
    orderBy: { version: 'asc' },
    take: limit,
    select: messageFields,
  })
  return rows.map(asMessageView)
}

interface MessageRow extends Omit<MessageView, 'mentions'> {
  mentions: { user: Person }[]
}

function asMessageView({ mentions, ...row }: MessageRow): MessageView {
  return { ...row, mentions: mentions.map(({ user }) => user) }
}

/** What a client is told of a message: the contract's fields. */
export function messageFacts(message: MessageView): MessageFacts {
  const { id, roomId, version, author, content, mentions, createdAt, editedAt, deletedAt } = message
  return { id, roomId, version, author, content, mentions, createdAt, editedAt, deletedAt }
}
