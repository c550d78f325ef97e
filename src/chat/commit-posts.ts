import { membersByUsername } from '../boards/index.ts'
import { mentionedPeople, type MentionedNames } from '../mentions/index.ts'
import { notifyMentioned } from '../notifications/index.ts'
import type { Actor, Person } from '../platform/actor.ts'
import { change, type Draft } from '../platform/change.ts'
import { insertMany, isUniqueViolation, type Tx } from '../platform/db/index.ts'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { describePosted } from './message-changes.ts'
import { findPosted, type MessageView } from './messages.queries.ts'
import { readOwnPosts } from './read-own-posts.ts'
import { whyClosed } from './room-version.ts'

/** A message that is to be written. */
export interface Post {
  roomId: number
  boardId: number
  author: Actor
  content: string
  clientId: string
  /** Whom the text may name: looked up among those who see the room. */
  names: MentionedNames
}

/**
 * Writes posts in one transaction: the messages, their rooms' versions, the mentions and what follows from them. The number of
 * statements grows with the rooms, not with the posts.
 * @returns a message for each post; the one posted earlier where the author had used the client id before
 */
export async function commitPosts(services: Services, posts: Post[]): Promise<MessageView[]> {
  try {
    return await writePosts(services, posts)
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    // Another process was writing the same post; it has committed, so this time it is found.
    return writePosts(services, posts)
  }
}

function writePosts(services: Services, posts: Post[]): Promise<MessageView[]> {
  return change(services, async (draft) => {
    const known = await knownPosts(draft.tx, posts)
    const fresh = firstOfEach(posts.filter((post) => !known.has(keyOf(post))))
    for (const roomPosts of byRoom(fresh)) {
      for (const [key, message] of await commitToRoom(services, draft, roomPosts)) known.set(key, message)
    }
    return posts.map((post) => known.get(keyOf(post)) as MessageView)
  })
}

async function knownPosts(tx: Tx, posts: Post[]): Promise<Map<string, MessageView>> {
  const posted = await findPosted(
    tx,
    posts.map(({ author, clientId }) => ({ authorId: author.id, clientId })),
  )
  return new Map(posted.map(({ authorId, clientId, message }) => [`${authorId} ${clientId}`, message]))
}

/** The author and the client id: what makes a post the same post. */
function keyOf({ author, clientId }: Post): string {
  return `${author.id} ${clientId}`
}

// A retry may wait in the same group as the post that it repeats.
function firstOfEach(posts: Post[]): Post[] {
  const byKey = new Map(posts.toReversed().map((post) => [keyOf(post), post]))
  return posts.filter((post) => byKey.get(keyOf(post)) === post)
}

// In the order of the rooms' ids, so that two processes never wait for each other's rooms crosswise.
function byRoom(posts: Post[]): Post[][] {
  const rooms = new Map<number, Post[]>()
  for (const post of posts) rooms.set(post.roomId, [...(rooms.get(post.roomId) ?? []), post])
  return [...rooms].toSorted(([one], [other]) => one - other).map(([, roomPosts]) => roomPosts)
}

async function commitToRoom(services: Services, draft: Draft, posts: Post[]): Promise<[string, MessageView][]> {
  const { tx } = draft
  const [first] = posts
  if (!first) return []
  const mentionable = await membersByUsername(tx, first.boardId, [
    ...new Set(posts.flatMap((post) => post.names.usernameKeys)),
  ])
  const { version, messageCount } = await raiseVersion(tx, first.roomId, posts.length)
  const messages = posts.map((post, place) => {
    const behind = posts.length - 1 - place
    return asMessage(post, { position: version - behind, ordinal: messageCount - behind }, mentionable)
  })
  await writeMessages(tx, posts, messages)
  for (const message of messages) follow(services, draft, message)
  await readOwnPosts(services, draft, messages)
  return messages.map((message, place) => [keyOf(posts[place] as Post), message])
}

// The door may have been remembered from before the room was put away or deleted.
async function raiseVersion(
  tx: Tx,
  roomId: number,
  increment: number,
): Promise<{ version: number; messageCount: number }> {
  const [raised] = await tx.$queryRaw<{ version: number; messageCount: number }[]>`
    UPDATE "ChatRoom" SET "version" = "version" + ${increment}, "messageCount" = "messageCount" + ${increment}
    WHERE "id" = ${roomId} AND "archivedAt" IS NULL AND "deletedAt" IS NULL
    RETURNING "version", "messageCount"`
  if (!raised) throw await whyClosed(tx, roomId)
  return raised
}

function asMessage(
  { roomId, author, content, names }: Post,
  { position, ordinal }: { position: number; ordinal: number },
  mentionable: Person[],
): MessageView {
  const mentions = mentionedPeople(content, mentionable).toSorted((one, other) => one.id - other.id)
  return {
    id: newId(),
    roomId,
    position,
    ordinal,
    version: position,
    author: { id: author.id, username: author.username, displayName: author.displayName },
    content,
    mentions,
    mentionsRoom: names.mentionsRoom,
    createdAt: new Date(),
    editedAt: null,
    deletedAt: null,
  }
}

async function writeMessages(tx: Tx, posts: Post[], messages: MessageView[]): Promise<void> {
  const rows = messages.map(({ author, mentions: _mentions, ...message }, place) => ({
    ...message,
    authorId: author.id,
    clientId: posts[place]?.clientId ?? '',
  }))
  await insertMany(tx, 'ChatMessage', rows)
  const mentions = messages.flatMap(({ id, mentions: people }) =>
    people.map((person) => ({ messageId: id, userId: person.id })),
  )
  await insertMany(tx, 'MessageMention', mentions)
}

function follow(services: Services, draft: Draft, message: MessageView): void {
  draft.announce(`room:${message.roomId}`, () => describePosted(services, message))
  if (message.mentionsRoom || message.mentions.some(({ id }) => id !== message.author.id))
    draft.enqueue(notifyMentioned, { messageId: message.id })
}
