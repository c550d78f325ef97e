import { randomUUID } from 'node:crypto'
import { canEdit, canManage } from '../boards/index.ts'
import type { Db } from '../platform/db/index.ts'
import { NotFound } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import type { TaskAccess } from '../tasks/index.ts'
import { readThreadState, type ThreadState } from './comment-changes.ts'
import type { ThreadWindow } from './comment-fields.ts'
import { findComment, repliesTo, topLevel, type CommentView } from './comments.queries.ts'
import { drawEntry, type ThreadEntry } from './drawn-comments.ts'

/** How many comments a thread shows at once, each with all its replies. */
export const threadPageSize = 100

/** A task's thread as `comments/_thread` draws it: on its own page, on the task's, and in the task's panel. */
export interface Thread extends ThreadState {
  taskId: number
  boardId: number
  /** A comment each, with its replies, as HTML. */
  entries: string[]
  /** Where the thread goes on; null at either end. */
  olderBefore: number | null
  newerAfter: number | null
  canComment: boolean
  canManage: boolean
  /** Where this stretch of it can be had alone. */
  address: string
  /** The comment that is shown in its place, because the address names it. */
  shownId: string | undefined
  form: ThreadForm
}

/** What stands in the form below a thread. */
export interface ThreadForm {
  /** For the form without script: sent twice, it posts once. */
  clientId: string
  /** What was typed into a form that was not taken, and why not. */
  content: string
  error?: string | undefined
  /** The comment that is being answered. */
  replyTo?: CommentView | undefined
}

export interface ThreadOptions {
  window?: ThreadWindow
  /** The id of the comment that is being answered. */
  reply?: string | undefined
  form?: Partial<ThreadForm>
}

/**
 * Reads a task's thread, its newest stretch unless something is named: a constant number of statements. Its version is read first:
 * what changes in between is told live, once more at worst.
 * @throws {NotFound} when the thread has no such comment
 */
export async function readThread(
  services: Services,
  { taskId, board }: TaskAccess,
  { window = {}, reply, form }: ThreadOptions = {},
): Promise<Thread> {
  const { db } = services
  const state = await readThreadState(services, taskId)
  const { comments, ...ends } = await readStretch(db, taskId, window)
  const replies = await repliesTo(
    db,
    comments.map(({ id }) => id),
  )
  const replyTo = reply === undefined ? undefined : await findComment(db, taskId, reply)
  return {
    ...state,
    taskId,
    boardId: board.boardId,
    entries: hang(comments, replies).map((entry) => drawEntry(services, entry)),
    ...ends,
    canComment: canEdit(board.role),
    canManage: canManage(board.role),
    address: addressOf(taskId, window),
    shownId: window.comment,
    form: {
      clientId: randomUUID(),
      content: '',
      replyTo: replyTo && canBeAnswered(replyTo) ? replyTo : undefined,
      ...form,
    },
  }
}

interface Stretch {
  comments: CommentView[]
  olderBefore: number | null
  newerAfter: number | null
}

async function readStretch(db: Db, taskId: number, { before, after, comment }: ThreadWindow): Promise<Stretch> {
  if (comment !== undefined) return around(db, taskId, comment)
  return after === undefined
    ? olderThan(db, taskId, before, threadPageSize)
    : newerThan(db, taskId, after, threadPageSize)
}

async function olderThan(db: Db, taskId: number, before: number | undefined, limit: number): Promise<Stretch> {
  const found = await topLevel(db, taskId, { before }, limit + 1)
  const comments = found.slice(-limit)
  const olderBefore = found.length > limit ? (comments[0]?.position ?? null) : null
  return { comments, olderBefore, newerAfter: before === undefined ? null : (comments.at(-1)?.position ?? before - 1) }
}

async function newerThan(db: Db, taskId: number, after: number, limit: number): Promise<Stretch> {
  const found = await topLevel(db, taskId, { after }, limit + 1)
  const comments = found.slice(0, limit)
  const newerAfter = found.length > limit ? (comments.at(-1)?.position ?? null) : null
  return { comments, olderBefore: comments[0]?.position ?? after + 1, newerAfter }
}

async function around(db: Db, taskId: number, id: string): Promise<Stretch> {
  const named = await findComment(db, taskId, id)
  const top = named?.parentId ? await findComment(db, taskId, named.parentId) : named
  if (!top) throw new NotFound()
  const half = threadPageSize / 2
  const [older, newer] = await Promise.all([
    olderThan(db, taskId, top.position, half),
    newerThan(db, taskId, top.position - 1, half),
  ])
  const comments = [...older.comments, ...newer.comments]
  return { comments, olderBefore: older.olderBefore, newerAfter: newer.newerAfter }
}

function canBeAnswered({ parentId, deletedAt }: CommentView): boolean {
  return parentId === null && deletedAt === null
}

/** Each comment with its replies, in the thread's order. */
function hang(comments: CommentView[], replies: CommentView[]): ThreadEntry[] {
  const entries = new Map(comments.map((comment) => [comment.id, { comment, replies: [] as CommentView[] }]))
  for (const reply of replies) entries.get(reply.parentId ?? '')?.replies.push(reply)
  return [...entries.values()]
}

function addressOf(taskId: number, window: ThreadWindow): string {
  const named = Object.entries(window).map(([name, value]) => [name, String(value)])
  const query = new URLSearchParams(named).toString()
  return `/task/${taskId}/comments/thread/${query && `?${query}`}`
}
