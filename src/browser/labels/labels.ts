import { followBoardPart } from '../live/board-part.ts'
import type { Live } from '../live/channels.ts'
import type { Change } from '../live/protocol.ts'

/** What changes a label, or how many tasks carry it. Deleted labels and tasks are told of by nothing else after an absence. */
const ABOUT_LABELS = /^(label:.*|task:(un)?labelled|task:deleted|board:imported)$/

/** Keeps the page's list of labels as it is on the server, if it shows one. */
export function startLabels(live: Live): void {
  followBoardPart(live, { selector: '[data-labels]', isAbout: isAboutLabels, replace: replaceLabels })
}

function isAboutLabels({ label, activity }: Change): boolean {
  return label !== undefined || ABOUT_LABELS.test(activity?.type ?? '')
}

function replaceLabels(list: HTMLElement, fresh: HTMLElement): void {
  const focusedRow = document.activeElement?.closest('.label-row')?.id
  replaceRows(list, [...fresh.querySelectorAll<HTMLElement>(':scope > li')])
  if (focusedRow !== undefined && !list.contains(document.activeElement)) focusRow(focusedRow)
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
