import { isMissingRow, type Tx } from '../platform/db/index.ts'
import { NotFound } from '../platform/errors.ts'
import { catchUpLimit, type CatchUp, type LiveChange, type Patch } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'
import { commentFacts, commentsSince, type CommentView } from './comments.queries.ts'
import { drawComment, drawNewEntry } from './drawn-comments.ts'

/** Where a thread stands. */
export interface ThreadState {
  /** Of its own channel, `task:<id>`. */
  version: number
  /** How many comments can be read. */
  count: number
}

/**
 * Takes the next version of a task's thread, with so many more comments in it. The board has to be locked before.
 * @throws {NotFound} when the task was deleted since the door looked
 */
export async function nextThreadVersion(
  tx: Tx,
  taskId: number,
  { more, boardVersion }: { more: number; boardVersion?: number },
): Promise<ThreadState> {
  try {
    const { threadVersion, commentCount } = await tx.task.update({
      where: { id: taskId, deletedAt: null },
      data: {
        threadVersion: { increment: 1 },
        commentCount: { increment: more },
        ...(boardVersion !== undefined && { version: boardVersion }),
      },
      select: { threadVersion: true, commentCount: true },
    })
    return { version: threadVersion, count: commentCount }
  } catch (error) {
    throw isMissingRow(error) ? new NotFound() : error
  }
}

/** A comment or a reply that came. */
export function describePosted(services: Services, comment: CommentView, count: number): LiveChange {
  const { taskId, parentId } = comment
  const target = parentId === null ? `#thread-${taskId}` : `#comment-${parentId}-replies`
  return described('comment:posted', comment, [
    { op: 'append', target, html: drawNewEntry(services, comment) },
    countPatch(services, taskId, count),
  ])
}

/** A comment that says something else now. */
export function describeEdited(services: Services, comment: CommentView): LiveChange {
  return described('comment:edited', comment, [redrawn(services, comment)])
}

/** A comment that says nothing any more; its line and its replies stay. */
export function describeDeleted(services: Services, comment: CommentView, count: number): LiveChange {
  return described('comment:deleted', comment, [
    redrawn(services, comment),
    countPatch(services, comment.taskId, count),
  ])
}

/**
 * What a thread's page missed since `since`. What came meanwhile is told as having come, as it is now, and before all else: a reply
 * that came after its comment finds it, though the comment was changed later.
 * @throws {NotFound} when the task was deleted since the door looked
 */
export async function threadChangesSince(
  services: Services,
  taskId: number,
  since: number | undefined,
): Promise<CatchUp> {
  const { version, count } = await readThreadState(services, taskId)
  if (since === undefined || since >= version) return { version, changes: [] }
  const missed = await commentsSince(services.db, taskId, since, catchUpLimit + 1)
  if (missed.length > catchUpLimit) return { version, changes: [], reload: true }
  const came = missed.filter(({ position }) => position > since)
  const changed = missed.filter(({ position }) => position <= since)
  const changes = [
    ...came.toSorted((one, other) => one.position - other.position).map((one) => describePosted(services, one, count)),
    ...changed.map((one) => (one.deletedAt ? describeDeleted(services, one, count) : describeEdited(services, one))),
  ]
  // A comment that was committed between the two looks is among them.
  return { version: Math.max(version, missed.at(-1)?.version ?? 0), changes }
}

/**
 * Where a task's thread stands.
 * @throws {NotFound} when the task was deleted
 */
export async function readThreadState({ db }: Services, taskId: number): Promise<ThreadState> {
  const task = await db.task.findFirst({
    where: { id: taskId, deletedAt: null },
    select: { threadVersion: true, commentCount: true },
  })
  if (!task) throw new NotFound()
  return { version: task.threadVersion, count: task.commentCount }
}

function described(type: string, comment: CommentView, patches: Patch[]): LiveChange {
  return { type, version: comment.version, comment: commentFacts(comment), patches }
}

function redrawn(services: Services, comment: CommentView): Patch {
  return { op: 'replace', target: `#comment-${comment.id}`, html: drawComment(services, comment) }
}

function countPatch({ views }: Services, taskId: number, count: number): Patch {
  return {
    op: 'replace',
    target: `#thread-${taskId}-count`,
    html: views.render('comments/_count', { taskId, count }),
  }
}
