import type { Live } from '../live/channels.ts'
import { fetchPage } from '../live/refetch.ts'
import { leaveFor } from '../shared/leave.ts'
import { localizeTimes } from '../shared/times.ts'

/** Makes the page's list of a board's members live, if it shows one. */
export function startMembers(live: Live): void {
  const list = document.querySelector<HTMLElement>('[data-members]')
  if (list === null) return
  const boardId = Number(list.dataset.boardId)
  live.follow({
    name: `board:${boardId}`,
    version: Number(list.dataset.version),
    join: { event: 'board:join', payload: { boardId } },
    refetch: () => refetchMembers(boardId, list),
    lost: (reason) => leaveFor('/', reason),
  })
}

// By its own address: the page may stand at that of a form which was refused.
async function refetchMembers(boardId: number, list: HTMLElement): Promise<number> {
  const page = await fetchPage(`/boards/${boardId}/members/`)
  const fresh = page.querySelector<HTMLElement>('[data-members]')
  if (fresh === null) throw new Error('The page does not show the members')
  localizeTimes(fresh)
  list.replaceChildren(...fresh.children)
  return Number(fresh.dataset.version)
}
