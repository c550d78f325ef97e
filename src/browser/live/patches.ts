import { localizeTimes } from '../shared/times.ts'
import { keepFocus } from './focus.ts'
import { fadeOut, showArrival } from './motion.ts'
import type { Patch } from './protocol.ts'

/** A single live change may move; what is caught up just stands there. */
export type Arrival = 'live' | 'catch-up'

/** A talk that shows older history: its list does not reach to the newest message, so nothing may be put at its end. */
const OLDER_WINDOW = '[data-newer-after]:not([data-newer-after=""])'

/** Applies patches to the document, in order. Applying one twice changes nothing. */
export function applyPatches(patches: Patch[], arrival: Arrival): void {
  for (const patch of patches) applyPatch(patch, arrival)
}

/** Turns HTML that the server drew into its elements, with times in the viewer's own zone. */
export function parseFragment(html: string): DocumentFragment {
  const template = document.createElement('template')
  template.innerHTML = html
  localizeTimes(template.content)
  return template.content
}

function applyPatch(patch: Patch, arrival: Arrival): void {
  for (const target of document.querySelectorAll<HTMLElement>(patch.target)) {
    if (patch.op === 'remove') fadeOut(target)
    else applyHtml(patch, target, arrival)
  }
}

function applyHtml(patch: Exclude<Patch, { op: 'remove' }>, target: HTMLElement, arrival: Arrival): void {
  const fresh = parseFragment(patch.html).firstElementChild
  if (!(fresh instanceof HTMLElement)) return
  if (patch.op === 'replace') keepFocus(target, fresh, () => target.replaceWith(fresh))
  if (patch.op === 'append') append(target, fresh, arrival)
  if (patch.op === 'place') place(target, fresh, patch.after, arrival)
}

function append(list: HTMLElement, fresh: HTMLElement, arrival: Arrival): void {
  const present = withId(fresh.id)
  if (present !== null) return keepFocus(present, fresh, () => present.replaceWith(fresh))
  if (list.closest(OLDER_WINDOW) !== null) return
  insertByPosition(list, fresh)
  if (arrival === 'live') showArrival(fresh)
}

/** Puts an element into a list ordered by `data-position`. Walks from the end: what comes live is nearly always last. */
export function insertByPosition(list: Element, fresh: HTMLElement): void {
  if (fresh.dataset.position === undefined) return list.append(fresh)
  const position = Number(fresh.dataset.position)
  let before = list.lastElementChild
  while (before !== null && !(positionOf(before) <= position)) before = before.previousElementSibling
  if (before === null) list.prepend(fresh)
  else before.after(fresh)
}

/** An element without a position (a day's divider) is passed over, unless nothing has one. */
function positionOf(element: Element): number {
  const position = element instanceof HTMLElement ? element.dataset.position : undefined
  return position === undefined ? Number.NaN : Number(position)
}

function place(list: HTMLElement, fresh: HTMLElement, after: string | null, arrival: Arrival): void {
  const present = withId(fresh.id)
  const before = after === null ? null : withId(after)
  keepFocus(present, fresh, () => {
    present?.remove()
    if (after === null) list.prepend(fresh)
    else if (before?.parentElement === list) before.after(fresh)
    else list.append(fresh)
  })
  if (present === null && arrival === 'live') showArrival(fresh)
}

function withId(id: string): HTMLElement | null {
  return id === '' ? null : document.getElementById(id)
}
