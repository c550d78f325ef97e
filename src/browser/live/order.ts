/** What a person holds, or what waits for the server's answer to a move, does not stand where it belongs. */
const IN_HAND = '[data-lifted], [data-moving]'

/** A list whose positions fall from its start to its end. */
const NEWEST_FIRST = '[data-newest-first]'

/** Whether an element stands where a person has put it, and not (or not yet) where its rank says. */
export function isInHand(element: Element): boolean {
  return element.matches(IN_HAND)
}

/**
 * Puts an element into a list that is ordered by `data-rank` (as text) or `data-position` (as numbers, the highest first where the
 * list is marked so); one that has neither goes to the end. What has no order (a day's divider) and what is in somebody's hand is passed over.
 */
export function insertInOrder(list: Element, element: HTMLElement): void {
  if (element.dataset.rank === undefined && element.dataset.position === undefined) return list.append(element)
  const before = lastBefore(list.lastElementChild, element)
  if (before === null) list.prepend(element)
  else before.after(element)
}

/** Whether `insertInOrder` would put `element` exactly where `present` stands. */
export function standsInOrder(list: Element, present: Element, element: HTMLElement): boolean {
  if (present.parentElement !== list) return false
  if (element.dataset.rank === undefined && element.dataset.position === undefined) return true
  return lastBefore(list.lastElementChild, element, present) === nearest(present, element)
}

/** Walks from `from` towards the start: what comes live is nearly always last. */
function lastBefore(from: Element | null, element: HTMLElement, except: Element = element): Element | null {
  let before = from
  while (before !== null && (before === except || !isBefore(before, element))) before = before.previousElementSibling
  return before
}

/** What has an order and stands next before `present`. */
function nearest(present: Element, like: HTMLElement): Element | null {
  let before = present.previousElementSibling
  while (before !== null && !isComparable(before, like)) before = before.previousElementSibling
  return before
}

function isComparable(other: Element, element: HTMLElement): other is HTMLElement {
  if (!(other instanceof HTMLElement) || isInHand(other)) return false
  return element.dataset.rank === undefined ? other.dataset.position !== undefined : other.dataset.rank !== undefined
}

/** Asked of a thousand tasks in a row: what is cheap to tell comes first. */
function isBefore(other: Element, element: HTMLElement): boolean {
  const rank = element.getAttribute('data-rank')
  const otherRank = other.getAttribute('data-rank')
  if (rank !== null && otherRank !== null && otherRank > rank) return false
  if (!isComparable(other, element)) return false
  if (rank === null) {
    const ahead = Number(element.dataset.position) - Number(other.dataset.position)
    return other.parentElement?.matches(NEWEST_FIRST) === true ? ahead <= 0 : ahead >= 0
  }
  return otherRank === rank ? numberOf(other) <= numberOf(element) : (otherRank ?? '') < rank
}

/** Of two with the same rank the older comes first, as in the database. */
function numberOf(element: Element): number {
  return Number(/\d+$/.exec(element.id)?.[0] ?? 0)
}
