import type { Live } from '../live/channels.ts'
import type { Change } from '../live/protocol.ts'
import { oneAtATime } from '../shared/one-at-a-time.ts'
import type { Viewer } from '../shared/viewer.ts'
import { showCounts } from './unread-counts.ts'

/** A room's counts as the server tells them. */
type RoomCounts = { roomId: number; messageCount: number; readCount: number; mentions: number; isMuted: boolean }

/**
 * Keeps the numbers of unread messages in the sidebar, and their sum. What passes by (`unread:changed`) is shown as it comes; at each
 * connect, and when a notification or a room came or went, all of it is asked for, as passing events may have been lost.
 */
export function startUnread(live: Live, viewer: Viewer): void {
  const refresh = oneAtATime(() => askForAll(live))
  live.socket.on('unread:changed', ({ roomId, messageCount, readCount }) => {
    const room = document.getElementById(`sidebar-room-${roomId}`)
    if (room !== null) raise(room, { messageCount, readCount })
    showCounts()
  })
  live.socket.on('connect', refresh)
  if (live.isLive()) refresh()
  const observer = (changes: Change[] | null): void => {
    showCounts()
    if (changes === null || changes.some(isAboutCounts)) refresh()
  }
  live.observe(`user:${viewer.id}`, observer)
  const shown = [...document.querySelectorAll<HTMLElement>('[data-board-id]')].map(({ dataset }) => dataset.boardId)
  for (const boardId of new Set(shown)) live.observe(`board:${boardId}`, observer)
}

/** Whether a change may have moved what is unread, or the rooms themselves. */
export function isAboutCounts({ type, room }: Change): boolean {
  return room !== undefined || type.startsWith('notification:')
}

async function askForAll({ ask }: Live): Promise<void> {
  const answer = await ask<{ rooms: RoomCounts[] }>('unread:list', {})
  if (!answer.ok) return
  for (const { roomId, mentions, isMuted, ...counts } of answer.rooms) {
    const room = document.getElementById(`sidebar-room-${roomId}`)
    if (room === null) continue
    raise(room, counts)
    room.dataset.mentions = String(mentions)
    room.toggleAttribute('data-muted', isMuted)
  }
  showCounts()
}

/** Both counts only grow, so the larger one is the newer one, whichever came first. */
function raise(
  { dataset }: HTMLElement,
  counts: { messageCount?: number | undefined; readCount?: number | undefined },
): void {
  for (const name of ['messageCount', 'readCount'] as const)
    dataset[name] = String(Math.max(Number(dataset[name]), counts[name] ?? 0))
}
