import type { Channel } from '../live/channel.ts'
import { carryOver } from '../live/carry-over.ts'
import type { Live } from '../live/channels.ts'
import type { Change } from '../live/protocol.ts'
import { fetchPage } from '../live/refetch.ts'
import { leaveFor } from '../shared/leave.ts'
import { markCurrentPlaces } from '../shared/navigation.ts'
import { localizeTimes } from '../shared/times.ts'
import type { Filter } from './filter.ts'
import { startColumnForms } from './moving/column-forms.ts'
import { startMoving, type Moving } from './moving/moving.ts'
import { startTaskMenu } from './moving/task-menu.ts'
import { startQuickAdd } from './quick-add.ts'

/** Makes the page's board live, if it shows one, and answers what moves its tasks. */
export function startBoard(live: Live, filter: Filter | null): Moving | null {
  const board = document.querySelector<HTMLElement>('[data-board]')
  if (board === null) return null
  const channel = follow(live, board, (changes) => {
    moving.changed()
    filter?.changed(changes)
  })
  const moving = startMoving(channel)
  startTaskMenu(moving)
  startColumnForms(moving)
  startQuickAdd((taskId) => {
    void channel.expect(() => document.getElementById(`task-${taskId}`) !== null)
  })
  return moving
}

function follow(live: Live, board: HTMLElement, changed: (changes: Change[]) => void): Channel {
  const boardId = Number(board.dataset.boardId)
  return live.follow({
    name: `board:${boardId}`,
    version: Number(board.dataset.version),
    join: { event: 'board:join', payload: { boardId } },
    refetch: () => refetchBoard(board).finally(() => changed([])),
    changed: (changes) => {
      markCurrentPlaces()
      changed(changes)
    },
    lost: (reason) => leaveFor('/', reason),
  })
}

/** The columns are new; what was typed into them stays. */
async function refetchBoard(board: HTMLElement): Promise<number> {
  const page = await fetchPage(location.href)
  const fresh = page.querySelector<HTMLElement>(`[data-board][data-board-id="${board.dataset.boardId}"]`)
  if (fresh === null) throw new Error(`The page does not show board ${board.dataset.boardId}`)
  carryOver(board, fresh)
  localizeTimes(fresh)
  board.replaceChildren(...fresh.children)
  return Number(fresh.dataset.version)
}
