import type { Person } from '../platform/actor.ts'
import type { Db, NotificationType, Tx } from '../platform/db/index.ts'
import { excerptOfMarkdown } from '../platform/markdown.ts'
import { personFields } from '../users/index.ts'
import { dayOfReminder } from './reminder-key.ts'
import { whatIsSeen, type Placed } from './seen-places.ts'

const excerptCharacters = 160

/** A notification as its recipient may see it now. What it is about is read as it is today, and shown to whoever may see it today. */
export interface NotificationView {
  id: string
  position: number
  version: number
  isRead: boolean
  type: NotificationType
  /** Null where nobody did it: the day came. */
  sender: Person | null
  /** What kind of place it leads to. */
  place: 'board' | 'room' | 'task'
  /** The recipient no longer sees the place: nothing is told of it, its name neither. */
  isLost: boolean
  /** The message, the comment or the place itself was deleted. */
  isDeleted: boolean
  /** By which board it is filtered: that of a lost room, too. Null when the board itself is lost. */
  boardId: number | null
  /** Null when the place is lost. */
  board: { id: number; name: string } | null
  /** Null when there is none, and when it is lost or deleted. */
  room: { id: number; name: string } | null
  task: { id: number; title: string } | null
  messageId: string | null
  commentId: string | null
  /** The day that a reminder is about, as `2026-03-12`. */
  dueOn: string | null
  /** The beginning of what was said; empty where nothing was, or where it can't be seen any more. */
  excerpt: string
  createdAt: Date
}

/** What is read of a notification. */
export const notificationFields = {
  id: true,
  recipientId: true,
  position: true,
  version: true,
  isRead: true,
  type: true,
  sourceKey: true,
  createdAt: true,
  messageId: true,
  commentId: true,
  sender: { select: personFields },
  board: { select: { id: true, name: true } },
  room: { select: { id: true, name: true, isPrivate: true, deletedAt: true } },
  task: { select: { id: true, title: true, deletedAt: true } },
  message: { select: { content: true, deletedAt: true } },
  comment: { select: { content: true, deletedAt: true } },
} as const

interface Said {
  content: string
  deletedAt: Date | null
}

export interface NotificationRow {
  id: string
  recipientId: number
  position: number
  version: number
  isRead: boolean
  type: NotificationType
  sourceKey: string
  createdAt: Date
  messageId: string | null
  commentId: string | null
  sender: Person | null
  board: { id: number; name: string }
  room: { id: number; name: string; isPrivate: boolean; deletedAt: Date | null } | null
  task: { id: number; title: string; deletedAt: Date | null } | null
  message: Said | null
  comment: Said | null
}

/** Rows as the recipient of each may see it now: two statements, however many rows there are. */
export async function asViews(db: Db | Tx, rows: NotificationRow[]): Promise<NotificationView[]> {
  const seenBy = await whatIsSeen(db, rows.map(placeOf))
  return rows.map((row) => {
    const seen = seenBy(placeOf(row))
    return seen.place ? asView(row) : asLost(row, seen.board ? row.board.id : null)
  })
}

function placeOf({ recipientId, board, room }: NotificationRow): Placed {
  return { recipientId, boardId: board.id, room }
}

/** A row as somebody sees it of whom it is known that they see its place. */
export function asView(row: NotificationRow): NotificationView {
  const said = row.message ?? row.comment
  const isDeleted = [said, row.task, row.room].some((one) => one?.deletedAt)
  const { room, task } = row
  return {
    ...common(row),
    isLost: false,
    isDeleted,
    boardId: row.board.id,
    board: row.board,
    room: room && !room.deletedAt ? { id: room.id, name: room.name } : null,
    task: task && !task.deletedAt ? { id: task.id, title: task.title } : null,
    messageId: row.messageId,
    commentId: row.commentId,
    excerpt: isDeleted ? '' : excerptOfMarkdown(said?.content ?? '', excerptCharacters),
  }
}

function asLost(row: NotificationRow, boardId: number | null): NotificationView {
  const nothing = { board: null, room: null, task: null, messageId: null, commentId: null, excerpt: '' }
  return { ...common(row), isLost: true, isDeleted: false, boardId, ...nothing }
}

function common(row: NotificationRow) {
  const { id, position, version, isRead, type, sender, createdAt } = row
  const place = row.task ? 'task' : row.room ? 'room' : 'board'
  return { id, position, version, isRead, type, sender, createdAt, place, dueOn: dayOfReminder(row) } as const
}
