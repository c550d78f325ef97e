import { listOf, shownTasks } from './places.ts'

/**
 * Puts a held task into the column that the pointer is over without being over its tasks: at the top over its header, at the
 * end over all that lies below. Answers whether it is over such a place.
 */
export function putByColumn(
  held: HTMLElement,
  { clientX: x, clientY: y }: { clientX: number; clientY: number },
): boolean {
  const under = document.elementFromPoint(x, y)
  if (under === null || under.closest('[data-board]') === null || under.closest('[data-tasks]') !== null) return false
  const list = columnLists().find((each) => isAbreast(each, x))
  if (list === undefined) return false
  const others = shownTasks(list).filter((task) => task !== held)
  if (y < list.getBoundingClientRect().top) putFirst(list, held, others[0])
  else putLast(list, held, others.at(-1))
  return true
}

function columnLists(): HTMLElement[] {
  const columns = [...document.querySelectorAll('[data-board] .column')]
  return columns.map(listOf).filter((list) => list !== null)
}

function isAbreast(list: HTMLElement, x: number): boolean {
  const { left, right } = list.getBoundingClientRect()
  return x >= left && x <= right
}

function putFirst(list: HTMLElement, held: HTMLElement, first: HTMLElement | undefined): void {
  if (first === undefined) return putInto(list, held)
  if (first.previousElementSibling !== held) first.before(held)
}

function putLast(list: HTMLElement, held: HTMLElement, last: HTMLElement | undefined): void {
  if (last === undefined) return putInto(list, held)
  if (last.nextElementSibling !== held) last.after(held)
}

function putInto(list: HTMLElement, held: HTMLElement): void {
  if (held.parentElement !== list) list.append(held)
}
