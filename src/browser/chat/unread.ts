import type { Live } from '../live/channels.ts'
import type { Change } from '../live/protocol.ts'
import { oneAtATime } from '../shared/one-at-a-time.ts'
import { pause } from '../shared/pause.ts'
import type { Viewer } from '../shared/viewer.ts'
import { refetchBoards, showsOthers, type Places } from './sidebar-boards.ts'
import { raise, showCounts } from './unread-counts.ts'

/** What the server tells of a room, beside its name. */
type RoomCounts = { messageCount: number; readCount: number; mentions: number; isMuted: boolean }
type Told = { boards: Places['boards']; rooms: (Places['rooms'][number] & RoomCounts)[] }

/** Not everyone on a board asks in the same moment what has become of it. */
const LONGEST_DELAY_MS = 1000

/**
 * Keeps the numbers of unread messages in the sidebar, and their sum. What passes by (`unread:changed`) is shown as it comes; at each
 * connect, and when a notification, a board or a room came, went or has another name, all of it is asked for, as passing events may
 * have been lost. Where the sidebar shows other boards or rooms, it is drawn anew.
 * @param missed called when some were: what else the page shows of its rooms may be older
 */
export function startUnread(live: Live, viewer: Viewer, missed: () => void): void {
  const asking = oneAtATime(async () => {
    if (await askForAll(live)) missed()
  })
  live.socket.on('unread:changed', ({ roomId, messageCount, readCount }) => {
    const room = document.getElementById(`sidebar-room-${roomId}`)
    if (room !== null) raise(room, { messageCount, readCount })
    showCounts()
  })
  live.socket.on('boards:changed', async () => {
    await pause(LONGEST_DELAY_MS * Math.random())
    asking.ask()
  })
  live.socket.on('connect', asking.askNow)
  if (live.isLive()) asking.ask()
  const observer = (changes: Change[] | null): void => {
    showCounts()
    if (changes === null || changes.some(isAboutCounts)) asking.ask()
  }
  live.observe(`user:${viewer.id}`, observer)
  const shown = [...document.querySelectorAll<HTMLElement>('[data-board-id]')].map(({ dataset }) => dataset.boardId)
  for (const boardId of new Set(shown)) live.observe(`board:${boardId}`, observer)
}

/** Whether a change may have moved what is unread, or the rooms themselves. */
export function isAboutCounts({ type, room }: Change): boolean {
  return room !== undefined || type.startsWith('notification:')
}

/** Answers whether the server knew of more. Rejects when it could not say: it is asked again. */
export async function askForAll({ ask }: Pick<Live, 'ask'>): Promise<boolean> {
  const answer = await ask<Told>('unread:list', {})
  if (!answer.ok) throw new Error(answer.error.message)
  let isNews = showsOthers(answer)
  if (isNews) await refetchBoards()
  for (const { roomId, mentions, isMuted, messageCount, readCount } of answer.rooms) {
    const room = document.getElementById(`sidebar-room-${roomId}`)
    if (room === null) continue
    isNews = raise(room, { messageCount, readCount }) || isNews
    room.dataset.mentions = String(mentions)
    room.toggleAttribute('data-muted', isMuted)
  }
  showCounts()
  return isNews
}
