import type { Person } from '../platform/actor.ts'
import { sql, type Db, type Tx } from '../platform/db/index.ts'
import { NotFound } from '../platform/errors.ts'
import { personFields } from '../users/index.ts'

/** A comment as the API and the socket tell it. `version` is the thread's version at its last change. */
export interface CommentFacts {
  id: string
  taskId: number
  /** The comment that it answers; null where it answers none. */
  parentId: string | null
  version: number
  author: Person
  /** Empty once it was deleted. */
  content: string
  mentions: Person[]
  createdAt: Date
  editedAt: Date | null
  deletedAt: Date | null
}

/** A comment as the server keeps it. `position` is its place in the thread. */
export interface CommentView extends CommentFacts {
  position: number
}

/** Some of a thread's comments and replies in its order, and the position where the list goes on; null at the end. */
export interface CommentPage {
  comments: CommentView[]
  nextCursor: number | null
}

const commentFields = {
  id: true,
  taskId: true,
  parentId: true,
  position: true,
  version: true,
  content: true,
  createdAt: true,
  editedAt: true,
  deletedAt: true,
  author: { select: personFields },
  mentions: { select: { user: { select: personFields } }, orderBy: { userId: 'asc' } },
} as const

/** The comments and replies after a position of a thread. */
export async function commentsAfter(db: Db, taskId: number, after: number, limit: number): Promise<CommentPage> {
  const rows = await db.taskThreadComment.findMany({
    where: { taskId, position: { gt: after } },
    orderBy: { position: 'asc' },
    take: limit + 1,
    select: commentFields,
  })
  const comments = rows.slice(0, limit).map(asView)
  return { comments, nextCursor: rows.length > limit ? (comments.at(-1)?.position ?? null) : null }
}

/** Comments that answer none, in the thread's order: the newest before a position, or the oldest after one. */
export async function topLevel(
  db: Db,
  taskId: number,
  { before, after }: { before?: number | undefined; after?: number | undefined },
  limit: number,
): Promise<CommentView[]> {
  const isForward = after !== undefined
  const bounds = { ...(before !== undefined && { lt: before }), ...(isForward && { gt: after }) }
  const rows = await db.taskThreadComment.findMany({
    where: { taskId, parentId: null, position: bounds },
    orderBy: { position: isForward ? 'asc' : 'desc' },
    take: limit,
    select: commentFields,
  })
  const comments = rows.map(asView)
  return isForward ? comments : comments.toReversed()
}

/** What a reply is found and drawn by. */
export interface ReplyKey {
  id: string
  parentId: string
  version: number
  position: number
}

/** Some of a thread's comments that answer none: those from one position to another. */
export interface Shown {
  taskId: number
  from: number
  to: number
}

/** Of one comment the replies before a position. */
export interface RepliesWindow {
  parentId: string
  before: number
}

/**
 * The newest replies of each comment shown, so many of each at most, in the thread's order.
 * @param opened the comment of which earlier ones are wanted instead
 */
export async function newestReplies(
  db: Db,
  { taskId, from, to }: Shown,
  limit: number,
  opened?: RepliesWindow,
): Promise<ReplyKey[]> {
  const inWindow = opened
    ? sql`AND NOT (reply."parentId" = ${opened.parentId} AND reply."position" >= ${opened.before})`
    : sql``
  return db.$queryRaw<ReplyKey[]>`
    SELECT "id", "parentId", "version", "position" FROM (
      SELECT reply."id", reply."parentId", reply."version", reply."position",
        ROW_NUMBER() OVER (PARTITION BY reply."parentId" ORDER BY reply."position" DESC) AS "place"
      FROM "TaskThreadComment" parent
      JOIN "TaskThreadComment" reply ON reply."parentId" = parent."id"
      WHERE parent."taskId" = ${taskId} AND parent."parentId" IS NULL
        AND parent."position" BETWEEN ${from} AND ${to} ${inWindow}
    ) AS placed
    WHERE "place" <= ${limit} ORDER BY "position"`
}

/** The position of the reply that comes so many replies after a position; null when there are fewer. */
export async function findReplyAfter(
  db: Db,
  { parentId, position }: { parentId: string; position: number },
  places: number,
): Promise<number | null> {
  const row = await db.taskThreadComment.findFirst({
    where: { parentId, position: { gt: position } },
    orderBy: { position: 'asc' },
    skip: places - 1,
    select: { position: true },
  })
  return row && row.position
}

/** Comments by their ids, in no order. */
export async function findComments(db: Db, ids: string[]): Promise<CommentView[]> {
  const rows = await db.taskThreadComment.findMany({ where: { id: { in: ids } }, select: commentFields })
  return rows.map(asView)
}

/** Comments that came or changed since a version of the thread, in the order of their last change. */
export async function commentsSince(db: Db, taskId: number, since: number, limit: number): Promise<CommentView[]> {
  const rows = await db.taskThreadComment.findMany({
    where: { taskId, version: { gt: since } },
    orderBy: { version: 'asc' },
    take: limit,
    select: commentFields,
  })
  return rows.map(asView)
}

/** A comment of a task; null when the task has no such comment. */
export async function findComment(db: Db | Tx, taskId: number, id: string): Promise<CommentView | null> {
  const row = await db.taskThreadComment.findFirst({ where: { id, taskId }, select: commentFields })
  return row && asView(row)
}

/**
 * A comment by its id.
 * @throws {NotFound} when it is gone
 */
export async function getComment(db: Db | Tx, id: string): Promise<CommentView> {
  const row = await db.taskThreadComment.findUnique({ where: { id }, select: commentFields })
  if (!row) throw new NotFound()
  return asView(row)
}

/** The comment that an author posted with this client id; null when there is none. */
export async function findPosted(tx: Tx, authorId: number, clientId: string): Promise<CommentView | null> {
  const row = await tx.taskThreadComment.findUnique({
    where: { authorId_clientId: { authorId, clientId } },
    select: commentFields,
  })
  return row && asView(row)
}

interface CommentRow extends Omit<CommentView, 'mentions'> {
  mentions: { user: Person }[]
}

function asView({ mentions, ...row }: CommentRow): CommentView {
  return { ...row, mentions: mentions.map(({ user }) => user) }
}

/** What a client is told of a comment: the contract's fields. */
export function commentFacts({ position: _position, ...facts }: CommentView): CommentFacts {
  return facts
}
