import type { Live } from '../live/channels.ts'
import { fetchPage } from '../live/refetch.ts'
import { leaveFor } from '../shared/leave.ts'

/** Makes a board's settings follow its name, and end when the board does. What is being typed is left alone. */
export function startBoardSettings(live: Live): void {
  const page = document.querySelector<HTMLElement>('[data-board-settings]')
  if (page === null) return
  const boardId = Number(page.dataset.boardId)
  live.follow({
    name: `board:${boardId}`,
    version: Number(page.dataset.version),
    join: { event: 'board:join', payload: { boardId } },
    refetch: () => refetchName(boardId),
    lost: (reason) => leaveFor('/', reason),
  })
}

async function refetchName(boardId: number): Promise<number> {
  const page = await fetchPage(`/boards/${boardId}/settings/`)
  const fresh = page.querySelector<HTMLElement>('[data-board-settings]')
  if (fresh === null) throw new Error('The page does not show the settings')
  const name = page.querySelector(`[data-board-name="${boardId}"]`)?.textContent ?? ''
  for (const place of document.querySelectorAll(`[data-board-name="${boardId}"]`)) place.textContent = name
  return Number(fresh.dataset.version)
}
