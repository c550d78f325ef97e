import { randomUUID } from 'node:crypto'
import { canEdit, canManage } from '../boards/index.ts'
import type { Services } from '../platform/services.ts'
import type { RoomAccess } from './chat.policy.ts'
import { countOthers } from './call-room.ts'
import { readHistory, type History, type HistoryWindow } from './history.ts'
import { findChosen, type ChosenMessage } from './chosen-message.queries.ts'
import type { RoomView } from './rooms.queries.ts'
import { readUnread, type Unread } from './unread.queries.ts'

/** A room's conversation as `chat/_talk` draws it: on the room's page and beside the board. */
export interface Talk extends History {
  room: RoomView
  boardId: number
  canPost: boolean
  /** Whether the viewer may delete what others wrote. */
  canModerate: boolean
  /** The room's version up to which the viewer had read when the page was asked for; null for who is not in the room. */
  readVersion: number | null
  unread: Unread
  /** How many people are in the room besides the viewer. */
  otherCount: number
  /** The message that the address names. */
  chosen: ChosenMessage | null
  /** For the form without script: sent twice, it posts once. */
  clientId: string
  /** What was typed into a form that was not taken, and why not. */
  content: string
  error?: string | undefined
  /** The message calls many people: whether that is meant is asked. */
  asksToCall?: boolean | undefined
}

export interface RefusedPost {
  content: string
  clientId?: string | undefined
  error: string
  asksToCall?: boolean
}

export interface TalkOptions {
  window?: TalkWindow
  refused?: RefusedPost | undefined
}

/** `unread` asks for the stretch around the first message that the viewer has not read. */
export interface TalkWindow extends HistoryWindow {
  unread?: '1' | undefined
}

/** Reads a room's conversation. The door has read the room's version before: what comes later is told live, once more at worst. */
export async function readTalk(
  services: Services,
  access: RoomAccess,
  { window: { unread: wantsUnread, ...window } = {}, refused }: TalkOptions = {},
): Promise<Talk> {
  const { room, membership } = access
  const { db } = services
  const [unread, otherCount, chosen] = await Promise.all([
    readUnread(db, access),
    countOthers(db, access),
    findChosen(db, access, window.message),
  ])
  const around = wantsUnread && unread.first ? { message: unread.first.id } : window
  return {
    ...(await readHistory(services, access, around)),
    readVersion: membership?.readVersion ?? null,
    unread,
    otherCount,
    chosen,
    room,
    boardId: room.boardId,
    // In the archive too: the style sheet hides what writes while the room is closed, and it is back when the room is restored.
    canPost: canEdit(access.board.role),
    canModerate: canManage(access.board.role),
    clientId: refused?.clientId ?? randomUUID(),
    content: refused?.content ?? '',
    error: refused?.error,
    asksToCall: refused?.asksToCall,
  }
}
