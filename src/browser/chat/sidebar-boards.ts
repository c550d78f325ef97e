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
  const told = [
    ...boards.map(({ boardId, name }) => `board ${boardId} ${name}`),
    ...rooms.map(({ roomId, name }) => `room ${roomId} ${name}`),
  ]
  return told.join('\n') !== [...shown('board'), ...shown('room')].join('\n')
}

function shown(kind: 'board' | 'room'): string[] {
  const names = [...document.querySelectorAll(`${LIST} [data-${kind}-name]`)]
  return names.map((name) => `${kind} ${name.getAttribute(`data-${kind}-name`)} ${name.textContent}`)
}

/**
 * Draws the boards in the sidebar, with their rooms, as they are on the server. What is counted while they are on their way stays
 * counted.
 */
export async function refetchBoards(): Promise<void> {
  const page = await fetchPage(PLAIN_PAGE)
  const fresh = page.querySelector<HTMLElement>(LIST)
  const old = document.querySelector<HTMLElement>(LIST)
  if (fresh === null || old === null) return
  for (const room of old.querySelectorAll<HTMLElement>('[data-sidebar-room]')) {
    const again = fresh.querySelector<HTMLElement>(`#${room.id}`)
    if (again !== null)
      raise(again, { messageCount: Number(room.dataset.messageCount), readCount: Number(room.dataset.readCount) })
  }
  swapIn(old, fresh, () => old.replaceWith(fresh))
  markCurrentPlaces()
}
