import { randomUUID } from 'node:crypto'
import { canEdit, canManage } from '../boards/index.ts'
import type { Services } from '../platform/services.ts'
import type { RoomAccess } from './chat.policy.ts'
import { readHistory, type History, type HistoryWindow } from './history.ts'
import type { RoomView } from './rooms.queries.ts'

/** A room's conversation as `chat/_talk` draws it: on the room's page and beside the board. */
export interface Talk extends History {
  room: RoomView
  boardId: number
  canPost: boolean
  /** Whether the viewer may delete what others wrote. */
  canModerate: boolean
  /** For the form without script: sent twice, it posts once. */
  clientId: string
  /** What was typed into a form that was not taken, and why not. */
  content: string
  error?: string | undefined
}

export interface RefusedPost {
  content: string
  clientId?: string | undefined
  error: string
}

export interface TalkOptions {
  window?: HistoryWindow
  refused?: RefusedPost | undefined
}

/** Reads a room's conversation. The door has read the room's version before: what comes later is told live, once more at worst. */
export async function readTalk(
  services: Services,
  access: RoomAccess,
  { window = {}, refused }: TalkOptions = {},
): Promise<Talk> {
  const { room } = access
  const history = await readHistory(services, access, window)
  return {
    ...history,
    room,
    boardId: room.boardId,
    // In the archive too: the style sheet hides what writes while the room is closed, and it is back when the room is restored.
    canPost: canEdit(access.board.role),
    canModerate: canManage(access.board.role),
    clientId: refused?.clientId ?? randomUUID(),
    content: refused?.content ?? '',
    error: refused?.error,
  }
}
