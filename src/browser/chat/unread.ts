import type { Live } from '../live/channels.ts'
import type { Change } from '../live/protocol.ts'
import { oneAtATime } from '../shared/one-at-a-time.ts'
import type { Viewer } from '../shared/viewer.ts'
import { refetchBoards, showsOtherRooms } from './sidebar-boards.ts'
import { showCounts } from './unread-counts.ts'

/** A room's counts as the server tells them. */
type RoomCounts = { roomId: number; messageCount: number; readCount: number; mentions: number; isMuted: boolean }

/**
 * Keeps the numbers of unread messages in the sidebar, and their sum. What passes by (`unread:changed`) is shown as it comes; at each
 * connect, and when a notification or a room came or went, all of it is asked for, as passing events may have been lost. Where
 * the rooms themselves are others, the sidebar is drawn anew.
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
  const answer = await ask<{ rooms: RoomCounts[] }>('unread:list', {})
  if (!answer.ok) throw new Error(answer.error.message)
  if (showsOtherRooms(answer.rooms.map(({ roomId }) => roomId))) await refetchBoards()
  let isNews = false
  for (const { roomId, mentions, isMuted, ...counts } of answer.rooms) {
    const room = document.getElementById(`sidebar-room-${roomId}`)
    if (room === null) continue
    isNews = raise(room, counts) || isNews
    room.dataset.mentions = String(mentions)
    room.toggleAttribute('data-muted', isMuted)
  }
  showCounts()
  return isNews
}

/** Both counts only grow, so the larger one is the newer one, whichever came first. Answers whether one was newer. */
function raise(
  { dataset }: HTMLElement,
  counts: { messageCount?: number | undefined; readCount?: number | undefined },
): boolean {
  let isNewer = false
  for (const name of ['messageCount', 'readCount'] as const) {
    const [shown, told] = [Number(dataset[name]), counts[name] ?? 0]
    isNewer ||= told > shown
    dataset[name] = String(Math.max(shown, told))
  }
  return isNewer
}
