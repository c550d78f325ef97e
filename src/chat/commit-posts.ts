import { mentionedPeople } from '../mentions/index.ts'
import { notifyMentioned } from '../notifications/index.ts'
import type { Person } from '../platform/actor.ts'
import { change, type Draft } from '../platform/change.ts'
import { insertMany, isUniqueViolation, type Tx } from '../platform/db/index.ts'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { byRoom } from './by-room.ts'
import { mentionableByName, type NameInRoom } from './mentionable.queries.ts'
import { describePosted } from './message-changes.ts'
import type { MessageView } from './messages.queries.ts'
import { keyOf, type Post, type PostOutcome } from './posts.ts'
import { raiseRooms, type RaisedRoom } from './raise-rooms.ts'
import { readOwnPosts } from './read-own-posts.ts'
import { settledPosts } from './settled-posts.ts'

/**
 * Writes posts in one transaction: the messages, their rooms' versions, the mentions and what follows from them. Each is looked at once
 * more behind its room's lock. The number of statements is the same however many posts and rooms there are.
 * @returns an outcome for each post; the message posted earlier where the author had used the client id before
 */
export async function commitPosts(services: Services, posts: Post[]): Promise<PostOutcome[]> {
  try {
    return await writePosts(services, posts)
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    // Another process was writing the same post; it has committed, so this time it is found.
    return writePosts(services, posts)
  }
}

function writePosts(services: Services, posts: Post[]): Promise<PostOutcome[]> {
  return change(services, (draft) => writePostsIn(services, draft, posts))
}

/** The same as a part of another change. */
export async function writePostsIn(services: Services, draft: Draft, posts: Post[]): Promise<PostOutcome[]> {
  const outcomes = await settledPosts(draft.tx, posts)
  const fresh = firstOfEach(posts.filter((post) => !outcomes.has(keyOf(post))))
  const written = await writeFresh(draft.tx, fresh)
  for (const [post, message] of written) outcomes.set(keyOf(post), message)
  const messages = written.map(([, message]) => message)
  for (const message of messages) follow(services, draft, message)
  await readOwnPosts(services, draft, messages)
  return posts.map((post) => outcomes.get(keyOf(post)) as PostOutcome)
}

// A retry may wait in the same group as the post that it repeats.
function firstOfEach(posts: Post[]): Post[] {
  const byKey = new Map(posts.toReversed().map((post) => [keyOf(post), post]))
  return posts.filter((post) => byKey.get(keyOf(post)) === post)
}

async function writeFresh(tx: Tx, posts: Post[]): Promise<[Post, MessageView][]> {
  if (posts.length === 0) return []
  const rooms = byRoom(posts)
  const mentionable = await mentionableByName(tx, namesIn(posts))
  const raised = await raiseRooms(tx, new Map(Array.from(rooms, ([roomId, { length }]) => [roomId, length])))
  const written = [...rooms].flatMap(([roomId, roomPosts]) => {
    // Locked, so it is there.
    const room = raised.get(roomId) as RaisedRoom
    return roomPosts.map((post, place): [Post, MessageView] => {
      const behind = roomPosts.length - 1 - place
      const at = { position: room.version - behind, ordinal: room.messageCount - behind }
      return [post, asMessage(post, at, mentionable.get(roomId) ?? [])]
    })
  })
  await writeMessages(tx, written)
  return written
}

function namesIn(posts: Post[]): NameInRoom[] {
  return posts.flatMap(({ roomId, names }) => names.usernameKeys.map((usernameKey) => ({ roomId, usernameKey })))
}

function asMessage(
  { roomId, author, content, names }: Post,
  { position, ordinal }: { position: number; ordinal: number },
  mentionable: Person[],
): MessageView {
  const mentions = mentionedPeople(content, mentionable)
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

async function writeMessages(tx: Tx, written: [Post, MessageView][]): Promise<void> {
  const rows = written.map(([{ clientId }, { author, mentions: _mentions, ...message }]) => ({
    ...message,
    authorId: author.id,
    clientId,
  }))
  await insertMany(tx, 'ChatMessage', rows)
  const mentions = written.flatMap(([, { id, mentions: people }]) =>
    people.map((person) => ({ messageId: id, userId: person.id })),
  )
  await insertMany(tx, 'MessageMention', mentions)
}

function follow(services: Services, draft: Draft, message: MessageView): void {
  draft.announce(`room:${message.roomId}`, () => describePosted(services, message))
  if (message.mentionsRoom || message.mentions.some(({ id }) => id !== message.author.id))
    draft.enqueue(notifyMentioned, { messageId: message.id })
}
