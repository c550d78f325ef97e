import { insertInOrder } from '../../live/order.ts'

/** Where a task is put, as the API takes it: the neighbours are tasks, null at an end of the column. */
export type Place = { columnId: number; afterTaskId: number | null; beforeTaskId: number | null }

/** What a task or a column is called. */
export function nameOf(element: Element): string {
  return element.querySelector('.task-title, .column-header h2')?.textContent.trim() ?? ''
}

/** The number in `data-task-id` or `data-column-id`. */
export function idOf(element: HTMLElement): number {
  return Number(element.dataset.taskId ?? element.dataset.columnId)
}

/** The column that an element is in, or that it is. */
export function columnOf(element: Element): HTMLElement | null {
  return element.closest<HTMLElement>('.column')
}

/** The list of a column's tasks. */
export function listOf(column: Element): HTMLElement | null {
  return column.querySelector<HTMLElement>('[data-tasks]')
}

/** The tasks of a list that the filter lets through, in order. */
export function shownTasks(list: Element): HTMLElement[] {
  return [...list.children].filter((task): task is HTMLElement => isThere(task) && !task.hidden)
}

/** Where a task stands now. Its neighbours are those in order, whether the filter shows them or not. */
export function placeOf(task: HTMLElement): Place {
  return {
    columnId: Number(columnOf(task)?.dataset.columnId),
    afterTaskId: neighbour(task, 'previousElementSibling'),
    beforeTaskId: neighbour(task, 'nextElementSibling'),
  }
}

/** The column in front of this one, as the API takes it; null for the first. */
export function columnBefore(column: HTMLElement): number | null {
  const before = neighbouring(column, 'previousElementSibling', isColumn)
  return before === null ? null : idOf(before)
}

/** The next column on one side; null at the end. */
export function columnBeside(column: HTMLElement, side: 'left' | 'right'): HTMLElement | null {
  return neighbouring(column, side === 'left' ? 'previousElementSibling' : 'nextElementSibling', isColumn)
}

/** For example: Position 2 of 5 in To Do. Counts what is shown. */
export function wordsForPlace(task: HTMLElement): string {
  const column = columnOf(task)
  const tasks = task.parentElement === null ? [] : shownTasks(task.parentElement)
  return `Position ${tasks.indexOf(task) + 1} of ${tasks.length} in ${column === null ? '' : nameOf(column)}.`
}

/** Puts a task or a column where its rank says. If its column is not there any more, neither is the task. */
export function putInOrder(element: HTMLElement): void {
  const home = homeOf(element)
  if (home === null) element.remove()
  else insertInOrder(home, element)
}

/** Whether a person sees an element between the same two as its rank says. If so it stands exactly there afterwards. */
export function isAtHome(element: HTMLElement): boolean {
  const { parentElement: list, nextSibling: next } = element
  if (list === null || homeOf(element) !== list) return false
  const before = shownBefore(element)
  insertInOrder(list, element)
  if (shownBefore(element) === before) return true
  list.insertBefore(element, next)
  return false
}

function homeOf(element: HTMLElement): HTMLElement | null {
  if (element.dataset.taskId === undefined) return document.querySelector<HTMLElement>('[data-board] .columns')
  return document.getElementById(`column-${element.dataset.columnId}-tasks`)
}

type Direction = 'previousElementSibling' | 'nextElementSibling'

function neighbour(task: HTMLElement, direction: Direction): number | null {
  const found = neighbouring(task, direction, isThere)
  return found === null ? null : idOf(found)
}

function shownBefore(element: HTMLElement): HTMLElement | null {
  return neighbouring(
    element,
    'previousElementSibling',
    (other) => (isThere(other) || isColumn(other)) && !other.hidden,
  )
}

function neighbouring(
  element: HTMLElement,
  direction: Direction,
  suits: (other: Element) => boolean,
): HTMLElement | null {
  let at = element[direction]
  while (at !== null && !suits(at)) at = at[direction]
  return at instanceof HTMLElement ? at : null
}

/** What fades away has no id any more. */
function isThere(element: Element): element is HTMLElement {
  return element instanceof HTMLElement && element.dataset.taskId !== undefined && element.id !== ''
}

function isColumn(element: Element): element is HTMLElement {
  return element.matches('.column') && element.id !== ''
}
