const HELD = '[data-lifted], [data-moving]'
/** What the browser itself keeps on an element that is in somebody's hand. */
const KEPT = new Set(['class', 'style', 'hidden', 'data-lifted', 'data-moving'])

/** Makes an element in somebody's hand show what it has become; it stays the same element, and where it is. */
export function renew(held: HTMLElement, fresh: HTMLElement): void {
  for (const name of fresh.getAttributeNames()) {
    if (name !== 'class') held.setAttribute(name, fresh.getAttribute(name) ?? '')
  }
  for (const name of held.getAttributeNames()) {
    if (!fresh.hasAttribute(name) && !KEPT.has(name)) held.removeAttribute(name)
  }
  held.replaceChildren(...fresh.childNodes)
}

/** Takes what somebody holds within `old` over into `fresh`, to the same place. */
export function carryHeld(old: HTMLElement, fresh: HTMLElement): void {
  for (const held of old.querySelectorAll<HTMLElement>(HELD)) {
    const list = within(fresh, held.parentElement?.id)
    if (list === null) continue
    const before = nearest(held, list)
    const counterpart = within(fresh, held.id)
    if (counterpart !== null) renew(held, counterpart)
    counterpart?.remove()
    if (before === null) list.prepend(held)
    else before.after(held)
  }
}

/**
 * Takes what the browser has put into something that was written (`data-added`: its actions, the form in which it is edited) over into
 * what comes in its stead. Where nothing is left to act on only the form stays, with what was typed.
 */
export function carryAdded(old: HTMLElement, fresh: HTMLElement): void {
  for (const added of old.querySelectorAll<HTMLElement>('[data-added]')) {
    const home = added.parentElement === old ? fresh : within(fresh, added.parentElement?.id)
    if (home === null) continue
    const isEditor = added.dataset.added === 'editor'
    if (isEditor || home.dataset.entryAddress !== undefined) home.append(added)
    if (isEditor) home.dataset.editing = ''
  }
}

/** What stood before the held element and stands in the fresh list too. */
function nearest(held: HTMLElement, list: HTMLElement): HTMLElement | null {
  for (let at = held.previousElementSibling; at !== null; at = at.previousElementSibling) {
    const found = within(list, at.id)
    if (found !== null) return found
  }
  return null
}

function within(root: HTMLElement, id: string | undefined): HTMLElement | null {
  return id === undefined || id === '' ? null : root.querySelector<HTMLElement>(`[id="${id}"]`)
}
