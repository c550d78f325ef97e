import { randomUUID } from 'node:crypto'
import { canEdit, facesOf } from '../boards/index.ts'
import type { Services } from '../platform/services.ts'
import type { RoomAccess } from './chat.policy.ts'
import { messagesAfter, messagesAround, messagesBefore, newestMessages, type HistoryPage } from './messages.queries.ts'
import { findRoom, type RoomView } from './rooms.queries.ts'

/** Which stretch of a room's history to show; the newest unless something is named. */
export interface HistoryWindow {
  before?: number | undefined
  after?: number | undefined
  message?: string | undefined
}

/** A room's conversation as `chat/_talk` draws it: on the room's page and beside the board. */
export interface Talk extends HistoryPage {
  room: RoomView
  boardId: number
  canPost: boolean
  /** For the form without script: sent twice, it posts once. */
  clientId: string
  /** What was typed into a form that was not taken, and why not. */
  content: string
  error?: string | undefined
  people: number
}

export interface RefusedPost {
  content: string
  clientId?: string | undefined
  error: string
}

/** Reads a room's conversation. The room's version is read first: what comes later is told live, once more at worst. */
export async function readTalk(
  services: Services,
  access: RoomAccess,
  window: HistoryWindow = {},
  refused?: RefusedPost,
): Promise<Talk> {
  const room = await findRoom(services.db, access)
  const [history, { memberCount }] = await Promise.all([
    readHistory(services, access, window),
    facesOf(services.db, room.boardId),
  ])
  return {
    ...history,
    room,
    boardId: room.boardId,
    canPost: canEdit(access.board.role),
    clientId: refused?.clientId ?? randomUUID(),
    content: refused?.content ?? '',
    error: refused?.error,
    people: memberCount,
  }
}

/** Reads the stretch of history that a window names. */
export function readHistory(
  { db }: Services,
  access: RoomAccess,
  { before, after, message }: HistoryWindow,
): Promise<HistoryPage> {
  if (message !== undefined) return messagesAround(db, access, message)
  if (after !== undefined) return messagesAfter(db, access, after)
  return before === undefined ? newestMessages(db, access) : messagesBefore(db, access, before)
}
