import type { Live } from '../live/channels.ts'
import { fetchPage } from '../live/refetch.ts'
import { leaveFor } from '../shared/leave.ts'
import { localizeTimes } from '../shared/times.ts'

/** Makes the page's history of a board live, if it shows one. Only the newest part grows: an older one has another id. */
export function startActivity(live: Live): void {
  const list = document.querySelector<HTMLElement>('[data-activity]')
  if (list === null) return
  const boardId = Number(list.dataset.boardId)
  live.follow({
    name: `board:${boardId}`,
    version: Number(list.dataset.version),
    join: { event: 'board:join', payload: { boardId } },
    refetch: () => refetchActivity(list),
    lost: (reason) => leaveFor('/', reason),
  })
}

async function refetchActivity(list: HTMLElement): Promise<number> {
  const page = await fetchPage(location.href)
  const fresh = page.querySelector<HTMLElement>('[data-activity]')
  if (fresh === null) throw new Error('The page does not show the activity')
  localizeTimes(fresh)
  list.replaceChildren(...fresh.children)
  showWayOn(list, page)
  return Number(fresh.dataset.version)
}

/** The list was longer or shorter before: what is older begins elsewhere now. */
function showWayOn(list: HTMLElement, page: Document): void {
  document.querySelector('.pagination')?.remove()
  const wayOn = page.querySelector('.pagination')
  if (wayOn !== null) list.parentElement?.append(wayOn)
}
