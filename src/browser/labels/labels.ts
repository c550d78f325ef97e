import type { Live } from '../live/channels.ts'
import type { Change } from '../live/protocol.ts'
import { fetchPage } from '../live/refetch.ts'
import { leaveFor } from '../shared/leave.ts'
import { oneAtATime } from '../shared/one-at-a-time.ts'

/** What changes a label, or how many tasks carry it. Deleted labels and tasks are told of by nothing else after an absence. */
const ABOUT_LABELS = /^(label:.*|task:(un)?labelled|task:deleted|board:imported)$/

/** Keeps the page's list of labels as it is on the server, if it shows one. */
export function startLabels(live: Live): void {
  const list = document.querySelector<HTMLElement>('[data-labels]')
  if (list === null) return
  const boardId = Number(list.dataset.boardId)
  const refresh = oneAtATime(() => refetchLabels(list))
  live.follow({
    name: `board:${boardId}`,
    version: Number(list.dataset.version),
    join: { event: 'board:join', payload: { boardId } },
    refetch: () => refetchLabels(list),
    changed: (changes) => {
      if (changes.some(isAboutLabels)) refresh()
    },
    lost: (reason) => leaveFor('/', reason),
  })
}

function isAboutLabels({ label, activity }: Change): boolean {
  return label !== undefined || ABOUT_LABELS.test(activity?.type ?? '')
}

async function refetchLabels(list: HTMLElement): Promise<number> {
  const page = await fetchPage(location.href)
  const fresh = page.querySelector<HTMLElement>('[data-labels]')
  if (fresh === null) throw new Error('The page does not show the labels')
  const focusedRow = document.activeElement?.closest('.label-row')?.id
  replaceRows(list, [...fresh.querySelectorAll<HTMLElement>(':scope > li')])
  if (focusedRow !== undefined && !list.contains(document.activeElement)) focusRow(focusedRow)
  return Number(fresh.dataset.version)
}

/** The label whose form is open, there is one at most, keeps its row with all that is in it. */
function replaceRows(list: HTMLElement, rows: HTMLElement[]): void {
  const open = list.querySelector(':scope > li:has(> details[open])')
  const place = rows.findIndex(({ id }) => id === open?.id)
  const own = rows[place]
  if (open === null || own === undefined) return list.replaceChildren(...rows)
  for (const row of list.querySelectorAll(':scope > li')) if (row !== open) row.remove()
  open.before(...rows.slice(0, place))
  open.after(...rows.slice(place + 1))
  const news = own.querySelectorAll('[data-label-fact]')
  for (const [fact, element] of open.querySelectorAll('[data-label-fact]').entries())
    element.textContent = news[fact]?.textContent ?? ''
}

function focusRow(id: string): void {
  const successor = document.getElementById(id)?.querySelector('summary') ?? document.getElementById('main')
  successor?.focus({ preventScroll: true })
}
