import { carryOver } from './carry-over.ts'
import { keepFocus } from './focus.ts'
import { carryAdded, carryHeld, renew } from './held.ts'
import { isInSight, mayMove, showArrival, showChange, slideInNextFrame, type Arrival } from './motion.ts'
import { insertInOrder, isInHand, standsInOrder } from './order.ts'
import { keepScroll } from './scroll.ts'

/**
 * Puts `fresh` into a list where its order says. One with its id is replaced, wherever it stands; what a person holds stays in the
 * hand.
 */
export function append(list: HTMLElement, fresh: HTMLElement, arrival: Arrival): void {
  const present = fresh.id === '' ? null : document.getElementById(fresh.id)
  removeDoubles(present, fresh)
  if (present !== null && isInHand(present)) return renewInHand(present, fresh)
  if (present !== null) return settle(list, present, fresh, arrival)
  if (endsBeforeNewest(list)) return
  insertInOrder(list, fresh)
  if (arrival === 'live') showArrival(fresh)
}

/** A talk that shows older history does not reach to the newest message, so nothing may be put at its end. */
export function endsBeforeNewest(list: HTMLElement): boolean {
  return (list.closest<HTMLElement>('[data-newer-after]')?.dataset.newerAfter ?? '') !== ''
}

/** Runs `swap`, which puts `fresh` in the stead of `old`; what a person did within `old` is found again within `fresh`. */
export function swapIn(old: HTMLElement, fresh: HTMLElement, swap: () => void): void {
  carryOver(old, fresh)
  keepScroll(old, () =>
    keepFocus(old, fresh, () => {
      carryHeld(old, fresh)
      carryAdded(old, fresh)
      swap()
    }),
  )
}

/** What has come into a column while the page was away may still stand in another on this page. */
function removeDoubles(present: HTMLElement | null, fresh: HTMLElement): void {
  for (const inner of fresh.querySelectorAll<HTMLElement>('[id][data-rank]')) {
    const double = document.getElementById(inner.id)
    if (double === null || present?.contains(double) === true) continue
    if (!isInHand(double)) double.remove()
    else {
      renew(double, inner)
      inner.remove()
    }
  }
}

function renewInHand(held: HTMLElement, fresh: HTMLElement): void {
  carryOver(held, fresh)
  keepScroll(held, () =>
    keepFocus(held, held, () => {
      carryHeld(held, fresh)
      renew(held, fresh)
    }),
  )
}

function settle(list: HTMLElement, present: HTMLElement, fresh: HTMLElement, arrival: Arrival): void {
  const isLive = arrival === 'live' && mayMove()
  // What was out of sight slides from nowhere; to ask where that is would have the whole board laid out.
  const from = isLive && isInSight(present) ? present.getBoundingClientRect() : null
  const stays = standsInOrder(list, present, fresh)
  const way = present.parentElement === list ? 'within' : 'across'
  // The filter looks at what has come after this.
  fresh.hidden = present.hidden
  swapIn(present, fresh, () => {
    present.replaceWith(fresh)
    if (!stays) insertInOrder(list, fresh)
  })
  if (!isLive || fresh.dataset.rank === undefined) return
  if (!stays && from !== null) slideInNextFrame(fresh, from, way)
  showChange(fresh)
}
