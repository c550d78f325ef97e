import { readViewer } from '../../shared/viewer.ts'
import { deeds, type DeedName } from './task-deeds.ts'
import type { Moving } from './moving.ts'
import { columnOf, idOf, nameOf } from './places.ts'

/** The one menu of all tasks: cloned from the page's template for the task whose button was pressed. */
export function startTaskMenu(moving: Moving): void {
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-task-menu]') : null
    const task = button?.closest<HTMLElement>('.task') ?? null
    if (button !== null && task !== null) open(moving, button, task)
  })
}

function open(moving: Moving, button: HTMLElement, task: HTMLElement): void {
  const template = document.querySelector<HTMLTemplateElement>('template[data-task-menu-template]')
  const menu = template?.content.firstElementChild?.cloneNode(true)
  if (!(menu instanceof HTMLElement)) return
  menu.ariaLabel = button.ariaLabel
  fill(menu, task)
  document.body.append(menu)
  menu.addEventListener('toggle', (event) => {
    if (event instanceof ToggleEvent && event.newState === 'closed') close(menu, task)
  })
  menu.addEventListener('keydown', (event) => onKey(event, menu))
  menu.addEventListener('click', (event) => choose(event, moving, menu, task))
  menu.showPopover()
  placeBy(menu, button)
  entriesOf(menu)[0]?.focus()
}

/** What does not apply to this task goes; the columns come. */
function fill(menu: HTMLElement, task: HTMLElement): void {
  const link = menu.querySelector<HTMLAnchorElement>('a[data-deed="open"]')
  if (link !== null) link.href = task.querySelector<HTMLAnchorElement>('.task-title a')?.href ?? ''
  const isMine = task.querySelector(`[data-assignee-id="${readViewer()?.id}"]`) !== null
  removeEntry(menu, isMine ? 'assign' : 'unassign')
  if (task.previousElementSibling === null) removeEntry(menu, 'to-top')
  if (task.nextElementSibling === null) removeEntry(menu, 'to-bottom')
  const choice = menu.querySelector<HTMLElement>('[data-column-choice]')
  for (const column of document.querySelectorAll<HTMLElement>('[data-board] .column')) {
    if (choice !== null && column !== columnOf(task)) choice.before(chooseColumn(choice, column))
  }
  choice?.remove()
}

function chooseColumn(choice: HTMLElement, column: HTMLElement): Node {
  const entry = choice.cloneNode(true)
  if (!(entry instanceof HTMLElement)) return entry
  const name = entry.querySelector('[data-column-name]')
  if (name !== null) name.textContent = nameOf(column)
  const button = entry.querySelector('button')
  if (button !== null) button.dataset.to = String(idOf(column))
  return entry
}

function removeEntry(menu: HTMLElement, deed: string): void {
  menu.querySelector(`[data-deed="${deed}"]`)?.closest('li')?.remove()
}

/** Below the button where there is room, else above it; never over the edge. */
function placeBy(menu: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = menu
  const fitsBelow = at.bottom + height + EDGE_PX <= window.innerHeight
  const top = fitsBelow ? at.bottom : Math.max(EDGE_PX, at.top - height)
  const left = Math.min(Math.max(EDGE_PX, at.right - width), window.innerWidth - width - EDGE_PX)
  Object.assign(menu.style, { top: `${top}px`, left: `${left}px` })
}

const EDGE_PX = 8

function entriesOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]')]
}

function onKey(event: KeyboardEvent, menu: HTMLElement): void {
  const entries = entriesOf(menu)
  const at = entries.findIndex((entry) => entry === document.activeElement)
  const goal = goalOf(event.key, at, entries)
  if (event.key === 'Tab') menu.hidePopover()
  if (goal === undefined) return
  event.preventDefault()
  event.stopPropagation()
  goal.focus()
}

function goalOf(key: string, at: number, entries: HTMLElement[]): HTMLElement | undefined {
  if (key === 'ArrowDown') return entries[(at + 1) % entries.length]
  if (key === 'ArrowUp') return entries.at(at <= 0 ? -1 : at - 1)
  if (key === 'Home') return entries[0]
  if (key === 'End') return entries.at(-1)
  if (key.length !== 1 || key === ' ') return undefined
  const behind = [...entries.slice(at + 1), ...entries.slice(0, at + 1)]
  return behind.find((entry) => entry.textContent.trim().toLowerCase().startsWith(key.toLowerCase()))
}

function choose(event: Event, { moves, told }: Moving, menu: HTMLElement, task: HTMLElement): void {
  const entry = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-deed]') : null
  const deed = deeds[entry?.dataset.deed as DeedName] as (typeof deeds)[DeedName] | undefined
  if (entry === null || deed === undefined) return
  event.preventDefault()
  // It may have been drawn anew since the menu was opened.
  const present = document.getElementById(task.id) ?? task
  const to = entry.dataset.to
  menu.hidePopover()
  void deed({ moves, told, task: present, columnId: to === undefined ? null : Number(to) })
}

/** The focus goes back to the task's button, wherever the task now is, unless it is elsewhere already. */
function close(menu: HTMLElement, task: HTMLElement): void {
  const isFree = document.activeElement === document.body || menu.contains(document.activeElement)
  menu.remove()
  if (isFree) document.querySelector<HTMLElement>(`#${task.id} [data-task-menu]`)?.focus()
}
