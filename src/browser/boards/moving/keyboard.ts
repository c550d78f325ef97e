import { showToast } from '../../shared/toasts.ts'
import type { Moves } from './moves.ts'
import {
  columnBeside,
  columnOf,
  isAtHome,
  listOf,
  nameOf,
  placeOf,
  putInOrder,
  shownTasks,
  wordsForPlace,
  type Place,
} from './places.ts'
import { speak } from './speech.ts'
import { moveUndoably } from './undoable.ts'

const TASK_LINK = '[data-board][data-can-edit] .task-title a'

/** Lets a task be moved with the keys alone: Space picks up and drops, arrows move, Escape puts back. */
export class KeyboardMoving {
  #moves: Moves
  #held: { task: HTMLElement; from: Place } | null = null

  constructor(moves: Moves) {
    this.#moves = moves
    // Before all others: while a task is held the keys are for nothing else.
    document.addEventListener('keydown', (event) => this.#onKey(event), { capture: true })
    document.addEventListener('focusout', () => setTimeout(() => this.#onFocusOut()))
    document.addEventListener('pointerdown', () => this.#cancel(), { capture: true })
  }

  /** To be called after the page was patched: what is held may be gone. */
  check(): void {
    const task = this.#held?.task
    const present = task === undefined ? null : document.getElementById(task.id)
    if (task === undefined || present === task) return
    this.#held = null
    if (present === null) showToast({ words: `“${nameOf(task)}” is not on the board any more.` })
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === 'Tab') return this.#cancel()
    const link = event.target instanceof Element ? event.target.closest(TASK_LINK) : null
    if (link === null || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const isTaken = this.#held === null ? this.#pickUp(event.key, link) : this.#act(event.key)
    if (!isTaken) return
    event.preventDefault()
    event.stopPropagation()
  }

  #pickUp(key: string, link: Element): boolean {
    const task = link.closest<HTMLElement>('.task')
    if (key !== ' ' || task === null) return false
    this.#held = { task, from: placeOf(task) }
    task.dataset.lifted = ''
    speak(`Picked up ${nameOf(task)}. ${wordsForPlace(task)} Arrow keys move it, Space drops it, Escape puts it back.`)
    return true
  }

  /** Answers whether the key means something while a task is held. */
  #act(key: string): boolean {
    if (this.#held === null) return false
    if (key === ' ' || key === 'Enter') this.#drop()
    else if (key === 'Escape') this.#cancel()
    else return this.#step(this.#held.task, key)
    return true
  }

  #step(task: HTMLElement, key: string): boolean {
    const put = steps[key]
    if (put === undefined) return false
    put(task)
    focusOn(task)
    speak(wordsForPlace(task))
    return true
  }

  #drop(): void {
    if (this.#held === null) return
    const { task, from } = this.#held
    this.#release()
    const isMoved = !isAtHome(task)
    focusOn(task)
    speak(`Dropped ${nameOf(task)}. ${wordsForPlace(task)}`)
    if (isMoved) void moveUndoably(this.#moves, task, from, placeOf(task))
  }

  #cancel(): void {
    if (this.#held === null) return
    const { task } = this.#held
    const hadFocus = task.contains(document.activeElement)
    this.#release()
    putInOrder(task)
    if (hadFocus) focusOn(task)
    speak(`Put back ${nameOf(task)}. ${wordsForPlace(task)}`)
  }

  #release(): void {
    if (this.#held !== null) delete this.#held.task.dataset.lifted
    this.#held = null
  }

  /** Whoever goes elsewhere has given up. */
  #onFocusOut(): void {
    if (this.#held !== null && !this.#held.task.contains(document.activeElement)) this.#cancel()
  }
}

const steps: Record<string, (task: HTMLElement) => void> = {
  ArrowUp: (task) => putBy(task, -1),
  ArrowDown: (task) => putBy(task, 1),
  ArrowLeft: (task) => putBeside(task, 'left'),
  ArrowRight: (task) => putBeside(task, 'right'),
  Home: (task) => task.parentElement?.prepend(task),
  End: (task) => task.parentElement?.append(task),
}

/** Over the next one that is shown. */
function putBy(task: HTMLElement, step: 1 | -1): void {
  const tasks = task.parentElement === null ? [] : shownTasks(task.parentElement)
  const next = tasks[tasks.indexOf(task) + step]
  if (step === 1) next?.after(task)
  else next?.before(task)
}

/** To the same height in the column beside it. */
function putBeside(task: HTMLElement, side: 'left' | 'right'): void {
  const column = columnOf(task)
  const beside = column === null ? null : columnBeside(column, side)
  const list = beside === null ? null : listOf(beside)
  if (list === null || task.parentElement === null) return
  const height = shownTasks(task.parentElement).indexOf(task)
  const below = shownTasks(list)[height]
  if (below === undefined) list.append(task)
  else below.before(task)
}

function focusOn(task: HTMLElement): void {
  task.querySelector<HTMLElement>('.task-title a')?.focus({ preventScroll: true })
  task.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}
