import { lockForEditing, membersByUsername, nextBoardVersion, type BoardAccess } from '../boards/index.ts'
import { mentionedNames, mentionedPeople } from '../mentions/index.ts'
import { notifyCommented } from '../notifications/index.ts'
import type { Person } from '../platform/actor.ts'
import { change, type Draft } from '../platform/change.ts'
import { insertMany, isUniqueViolation, type Tx } from '../platform/db/index.ts'
import { Invalid } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import { postLimit } from '../platform/limits.ts'
import type { Services } from '../platform/services.ts'
import { announceTasks, type TaskEditing } from '../tasks/index.ts'
import { describePosted, nextThreadVersion } from './comment-changes.ts'
import type { NewComment } from './comment-fields.ts'
import { findPosted, getComment, type CommentView } from './comments.queries.ts'

/**
 * Puts a comment, or a reply to one, into a task's thread. A task in the archive can be talked about. Posting again with the same
 * `clientId` gives the first one's answer.
 * @throws {Invalid} when what it answers is no comment of this task's that can be answered; whether it is elsewhere is not told
 * @throws {RateLimited} when the author posts too much
 */
export async function postComment(services: Services, access: TaskEditing, given: NewComment): Promise<CommentView> {
  await spendPost(services, access.board)
  const write = (): Promise<CommentView> => change(services, (draft) => writeComment(services, draft, access, given))
  try {
    return await write()
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    // The same post was being written on another board; it has committed, so this time it is found.
    return write()
  }
}

/**
 * What is said, said anew or taken back counts as one post.
 * @throws {RateLimited} when somebody does so too much
 */
export async function spendPost({ limits, settings }: Services, { actor }: BoardAccess): Promise<void> {
  await limits.consume(postLimit(settings), String(actor.id))
}

/**
 * The same as a part of another change, and without a limit: for the admin site.
 * @throws {Invalid} as above
 */
export async function writeComment(
  services: Services,
  draft: Draft,
  { taskId, board }: TaskEditing,
  { content, clientId, parentId }: NewComment,
): Promise<CommentView> {
  const { tx } = draft
  const { boardId, actor } = board
  await lockForEditing(tx, board)
  const known = await findPosted(tx, actor.id, clientId)
  if (known) return known
  if (parentId !== undefined) await requireParent(tx, taskId, parentId)
  const boardVersion = await nextBoardVersion(tx, boardId)
  const { version, count } = await nextThreadVersion(tx, taskId, { more: 1, boardVersion })
  const id = newId()
  await tx.taskThreadComment.create({
    data: { id, taskId, authorId: actor.id, parentId: parentId ?? null, content, clientId, position: version, version },
    select: { id: true },
  })
  await writeMentions(tx, id, await mentionedOn(tx, boardId, content))
  const comment = await getComment(tx, id)
  draft.announce(`task:${taskId}`, () => describePosted(services, comment, count))
  await announceTasks(services, draft, 'task:changed', boardId, { taskIds: [taskId], columnIds: [] })
  draft.enqueue(notifyCommented, { commentId: id, onlyMentioned: false })
  return comment
}

async function requireParent(tx: Tx, taskId: number, id: string): Promise<void> {
  const parent = await tx.taskThreadComment.findFirst({
    where: { id, taskId, parentId: null, deletedAt: null },
    select: { id: true },
  })
  if (!parent)
    throw new Invalid('What this answers is not there, or not any more.', {
      parentId: 'Is no comment of this task that can be answered.',
    })
}

/** Those on a board whom a comment mentions. */
export async function mentionedOn(tx: Tx, boardId: number, content: string): Promise<Person[]> {
  const { usernameKeys } = mentionedNames(content)
  return mentionedPeople(content, await membersByUsername(tx, boardId, usernameKeys))
}

/** Writes whom a comment mentions. */
export async function writeMentions(tx: Tx, commentId: string, people: Person[]): Promise<void> {
  await insertMany(
    tx,
    'CommentMention',
    people.map(({ id: userId }) => ({ commentId, userId })),
  )
}
