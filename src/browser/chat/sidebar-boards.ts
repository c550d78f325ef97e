import { swapIn } from '../live/append.ts'
import { fetchPage } from '../live/refetch.ts'
import { markCurrentPlaces } from '../shared/navigation.ts'

const LIST = '[data-sidebar-boards]'
/** Any page has the sidebar; this one has little else. */
const PLAIN_PAGE = '/shortcuts/'

/** Whether the sidebar shows other rooms than these: the viewer was put on a board, or taken off one. */
export function showsOtherRooms(roomIds: number[]): boolean {
  const shown = [...document.querySelectorAll<HTMLElement>(`${LIST} [data-sidebar-room]`)]
  const known = new Set(shown.map(({ dataset }) => Number(dataset.sidebarRoom)))
  return known.size !== roomIds.length || roomIds.some((id) => !known.has(id))
}

/** Draws the boards in the sidebar, with their rooms, as they are on the server. */
export async function refetchBoards(): Promise<void> {
  takeBoards(await fetchPage(PLAIN_PAGE))
}

/** Draws them as they are on a page that was just fetched. */
export function takeBoards(page: Document): void {
  const fresh = page.querySelector<HTMLElement>(LIST)
  const shown = document.querySelector<HTMLElement>(LIST)
  if (fresh === null || shown === null) return
  swapIn(shown, fresh, () => shown.replaceWith(fresh))
  markCurrentPlaces()
}
