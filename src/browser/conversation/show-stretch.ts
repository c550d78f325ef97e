import { keepFocus } from '../live/focus.ts'
import { carryAdded } from '../live/held.ts'

/**
 * Shows a stretch of what was said that was fetched anew: what is in `list`, and the links beside it to what comes before and after.
 * The list itself stays, because it is watched; so do the editors open in it, and the focus.
 * @param holder the talk or thread on the page
 * @param fresh the same as the server draws it now
 * @param listName selects the list in both
 */
export function showStretch(holder: HTMLElement, fresh: HTMLElement, listName: string): void {
  const [list, freshList] = [holder, fresh].map((within) => within.querySelector<HTMLElement>(listName))
  if (!list || !freshList) throw new Error(`There is no ${listName} to show anew`)
  keepFocus(list, list, () => {
    carryAdded(list, freshList)
    list.replaceChildren(...freshList.children)
  })
  for (const link of holder.querySelectorAll('[data-older], [data-newer]')) link.remove()
  const [older, newer] = ['[data-older]', '[data-newer]'].map((link) => fresh.querySelector(link))
  if (older) list.before(older)
  if (newer) list.after(newer)
}
