import { localizeTimes } from '../shared/times.ts'
import { append, swapIn } from './append.ts'
import { keepFocus } from './focus.ts'
import { fadeOut, showArrival, type Arrival } from './motion.ts'
import type { Patch } from './protocol.ts'

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
