import { localizeTimes } from '../shared/times.ts'
import { carryOver } from './carry-over.ts'
import { keepFocus } from './focus.ts'
import { fadeOut, mayMove, showArrival, showChange, slide } from './motion.ts'
import { insertInOrder, isInHand, standsInOrder } from './order.ts'
import type { Patch } from './protocol.ts'

/** A single live change may move; what is caught up just stands there. */
export type Arrival = 'live' | 'catch-up'

/** A talk that shows older history: its list does not reach to the newest message, so nothing may be put at its end. */
const OLDER_WINDOW = '[data-newer-after]:not([data-newer-after=""])'

/** What the browser itself keeps on an element that is in somebody's hand. */
const KEPT_IN_HAND = new Set(['class', 'style', 'hidden', 'data-lifted', 'data-moving'])

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
  if (patch.op === 'replace') swapIn(target, fresh, () => target.replaceWith(fresh))
  if (patch.op === 'append') append(target, fresh, arrival)
  if (patch.op === 'place') place(target, fresh, patch.after, arrival)
}

function append(list: HTMLElement, fresh: HTMLElement, arrival: Arrival): void {
  const present = withId(fresh.id)
  if (present !== null && isInHand(present)) return renew(present, fresh)
  if (present !== null) return settle(list, present, fresh, arrival)
  if (list.closest(OLDER_WINDOW) !== null) return
  insertInOrder(list, fresh)
  if (arrival === 'live') showArrival(fresh)
}

/** What a person holds stays in the hand, and shows what it has become. */
function renew(held: HTMLElement, fresh: HTMLElement): void {
  for (const name of fresh.getAttributeNames()) {
    if (name !== 'class') held.setAttribute(name, fresh.getAttribute(name) ?? '')
  }
  for (const name of held.getAttributeNames()) {
    if (!fresh.hasAttribute(name) && !KEPT_IN_HAND.has(name)) held.removeAttribute(name)
  }
  carryOver(held, fresh)
  keepFocus(held, held, () => held.replaceChildren(...fresh.childNodes))
}

/** Puts what has come where its order says, in the stead of what was there or from where it was. */
function settle(list: HTMLElement, present: HTMLElement, fresh: HTMLElement, arrival: Arrival): void {
  const from = arrival === 'live' && mayMove() ? present.getBoundingClientRect() : null
  const stays = standsInOrder(list, present, fresh)
  const way = present.parentElement === list ? 'within' : 'across'
  fresh.hidden = present.hidden
  swapIn(present, fresh, () => {
    if (stays) return present.replaceWith(fresh)
    present.remove()
    insertInOrder(list, fresh)
  })
  if (from === null) return
  if (!stays) slide(fresh, from, way)
  if (fresh.dataset.rank !== undefined) showChange(fresh)
}

/** Runs `swap`; what a person did within `old` is found again within `fresh`. */
function swapIn(old: HTMLElement, fresh: HTMLElement, swap: () => void): void {
  carryOver(old, fresh)
  keepFocus(old, fresh, swap)
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
