import { swapIn } from '../live/append.ts'
import { fetchPage } from '../live/refetch.ts'
import { markCurrentPlaces } from '../shared/navigation.ts'
import { raise } from './unread-counts.ts'

const LIST = '[data-sidebar-boards]'
/** Any page has the sidebar; this one has little else. */
const PLAIN_PAGE = '/shortcuts/'

/** The viewer's boards and rooms as the server tells them. */
export type Places = { boards: { boardId: number; name: string }[]; rooms: { roomId: number; name: string }[] }

/** Whether the sidebar shows other boards or rooms than these, by other names, or in another order. */
export function showsOthers({ boards, rooms }: Places): boolean {
  const areOthers = (shown: string[], told: string[]): boolean => shown.join('\n') !== told.join('\n')
  return (
    areOthers(
      places('boardName'),
      boards.map(({ boardId, name }) => `${boardId} ${name}`),
    ) ||
    areOthers(
      places('roomName'),
      rooms.map(({ roomId, name }) => `${roomId} ${name}`),
    )
  )
}

/** What is shown: the id and the name of each, as they stand. */
function places(kind: 'boardName' | 'roomName'): string[] {
  const attribute = kind === 'boardName' ? 'data-board-name' : 'data-room-name'
  const shown = [...document.querySelectorAll<HTMLElement>(`${LIST} [${attribute}]`)]
  return shown.map(({ dataset, textContent }) => `${dataset[kind]} ${textContent}`)
}

/**
 * Draws the boards in the sidebar, with their rooms, as they are on the server. What is counted while they are on their way stays
 * counted.
 */
export async function refetchBoards(): Promise<void> {
  const page = await fetchPage(PLAIN_PAGE)
  const fresh = page.querySelector<HTMLElement>(LIST)
  const shown = document.querySelector<HTMLElement>(LIST)
  if (fresh === null || shown === null) return
  for (const room of shown.querySelectorAll<HTMLElement>('[data-sidebar-room]')) {
    const again = fresh.querySelector<HTMLElement>(`#${room.id}`)
    if (again !== null)
      raise(again, { messageCount: Number(room.dataset.messageCount), readCount: Number(room.dataset.readCount) })
  }
  swapIn(shown, fresh, () => shown.replaceWith(fresh))
  markCurrentPlaces()
}
