import { randomUUID } from 'node:crypto'
import { canEdit, canManage } from '../boards/index.ts'
import type { Db } from '../platform/db/index.ts'
import { NotFound } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import type { TaskAccess } from '../tasks/index.ts'
import { readThreadState, type ThreadState } from './comment-changes.ts'
import type { ThreadWindow } from './comment-fields.ts'
import {
  findComment,
  findReplyAfter,
  newestReplies,
  topLevel,
  type CommentView,
  type RepliesWindow,
  type ReplyKey,
} from './comments.queries.ts'
import { drawEntries, type ThreadEntry } from './drawn-comments.ts'

/** How many comments a thread shows at once. */
const threadPageSize = 100
/** How many replies each of them shows, the newest unless the address names others. */
export const repliesShown = 50

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
  const { comments, opened, ...ends } = await readStretch(db, taskId, window)
  const entries = await withReplies(db, taskId, comments, opened)
  const replyTo = reply === undefined ? undefined : await findComment(db, taskId, reply)
  return {
    ...state,
    taskId,
    boardId: board.boardId,
    entries: await drawEntries(services, entries),
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
  /** The comment of which not the newest replies are shown. */
  opened?: RepliesWindow | undefined
  olderBefore: number | null
  newerAfter: number | null
}

async function readStretch(
  db: Db,
  taskId: number,
  { before, after, comment, repliesBefore }: ThreadWindow,
): Promise<Stretch> {
  if (comment !== undefined) return around(db, taskId, comment, repliesBefore)
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

async function around(db: Db, taskId: number, id: string, repliesBefore: number | undefined): Promise<Stretch> {
  const named = await findComment(db, taskId, id)
  const top = named?.parentId ? await findComment(db, taskId, named.parentId) : named
  if (!top) throw new NotFound()
  const half = threadPageSize / 2
  const [older, newer] = await Promise.all([
    olderThan(db, taskId, top.position, half),
    newerThan(db, taskId, top.position - 1, half),
  ])
  const comments = [...older.comments, ...newer.comments]
  const before = repliesBefore ?? (named && (await endAround(db, named)))
  const opened = before ? { parentId: top.id, before } : undefined
  return { comments, opened, olderBefore: older.olderBefore, newerAfter: newer.newerAfter }
}

/** Where the replies end that are shown around one that the address names; null at their newest. */
async function endAround(db: Db, { parentId, position }: CommentView): Promise<number | null> {
  return parentId === null ? null : findReplyAfter(db, { parentId, position }, repliesShown / 2)
}

function canBeAnswered({ parentId, deletedAt }: CommentView): boolean {
  return parentId === null && deletedAt === null
}

/** Each comment with its replies, in the thread's order. One reply more than is shown is asked for, to know whether there is one. */
async function withReplies(
  db: Db,
  taskId: number,
  comments: CommentView[],
  opened: RepliesWindow | undefined,
): Promise<ThreadEntry[]> {
  const [from, to] = [comments[0]?.position ?? 0, comments.at(-1)?.position ?? 0]
  const replies = new Map(comments.map(({ id }) => [id, [] as ReplyKey[]]))
  for (const reply of await newestReplies(db, { taskId, from, to }, repliesShown + 1, opened))
    replies.get(reply.parentId)?.push(reply)
  return comments.map((comment) => {
    const found = replies.get(comment.id) ?? []
    const shown = found.slice(-repliesShown)
    return {
      comment,
      replies: shown,
      earlierBefore: found.length > shown.length ? (shown[0]?.position ?? null) : null,
      laterAfter: opened?.parentId === comment.id ? (shown.at(-1)?.position ?? opened.before - 1) : null,
    }
  })
}

function addressOf(taskId: number, window: ThreadWindow): string {
  const named = Object.entries(window).map(([name, value]) => [name, String(value)])
  const query = new URLSearchParams(named).toString()
  return `/task/${taskId}/comments/thread/${query && `?${query}`}`
}
