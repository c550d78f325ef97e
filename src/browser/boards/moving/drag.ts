import Sortable, { type SortableEvent } from 'sortablejs'
import { showToast } from '../../shared/toasts.ts'
import { putByColumn } from './around-lists.ts'
import { slideHome, type Moves } from './moves.ts'
import { columnOf, isAtHome, nameOf, placeOf, type Place } from './places.ts'
import { moveUndoably } from './undoable.ts'

const EDITABLE_BOARD = '[data-board][data-can-edit]'
/** What is pressed, and not dragged by. */
const CONTROLS = 'button, summary, input, textarea, select, label, .menu-list, form'
/** Held for so long by a finger: before that it scrolls. */
const TOUCH_DELAY_MS = 200
/** Moved by less than this a pointer clicks. */
const TOLERANCE_PX = 5

const taskOptions: Sortable.Options = { group: 'tasks', draggable: '.task:not([hidden])', direction: 'vertical' }
const columnOptions: Sortable.Options = {
  group: 'columns',
  draggable: '.column',
  direction: 'horizontal',
  handle: '[data-column-handle]',
}

/** Lets tasks and columns be dragged with the mouse or a finger. */
export class Dragging {
  #moves: Moves
  #sortables = new Map<HTMLElement, Sortable>()
  #held: HTMLElement | null = null
  #from: Place | null = null
  #isCancelled = false
  #endedAt = 0

  constructor(moves: Moves) {
    this.#moves = moves
    document.addEventListener('pointerdown', () => this.attach(), { capture: true })
    document.addEventListener('pointermove', (event) => this.#onPointerMove(event))
    document.addEventListener('pointerup', lookOnceMore, { capture: true })
    document.addEventListener('keydown', (event) => this.#onKey(event), { capture: true })
    document.addEventListener('click', (event) => this.#onClick(event), { capture: true })
    // A long press on a link would open the browser's own menu, and end the drag.
    document.addEventListener('contextmenu', (event) => {
      if (this.#held !== null || document.querySelector('.chosen') !== null) event.preventDefault()
    })
  }

  /** Makes what is on the board draggable. Called when somebody presses: until then nothing is needed. */
  attach(): void {
    // To destroy one ends any drag.
    if (this.#held === null) this.#forget()
    const board = document.querySelector<HTMLElement>(EDITABLE_BOARD)
    if (board === null) return
    for (const list of board.querySelectorAll<HTMLElement>('[data-tasks]')) this.#add(list, taskOptions)
    for (const list of board.querySelectorAll<HTMLElement>('.columns')) this.#add(list, columnOptions)
  }

  /** To be called after the page was patched: what is held may be gone, and new lists may be dropped into. */
  check(): void {
    const held = this.#held
    if (held === null) return
    const present = document.getElementById(held.id)
    if (present === held) return this.attach()
    this.#cancel()
    if (present === null) showToast({ words: `“${nameOf(held)}” is not on the board any more.` })
  }

  #add(list: HTMLElement, options: Sortable.Options): void {
    if (!this.#sortables.has(list)) this.#sortables.set(list, Sortable.create(list, { ...this.#options(), ...options }))
  }

  /** Lets go of lists that are not on the page any more. */
  #forget(): void {
    for (const [list, sortable] of this.#sortables) {
      if (list.isConnected) continue
      sortable.destroy()
      this.#sortables.delete(list)
    }
  }

  #options(): Sortable.Options {
    return {
      forceFallback: true,
      fallbackOnBody: true,
      fallbackTolerance: TOLERANCE_PX,
      delay: TOUCH_DELAY_MS,
      delayOnTouchOnly: true,
      touchStartThreshold: TOLERANCE_PX,
      chosenClass: 'chosen',
      ghostClass: 'drop-placeholder',
      filter: isNoGrip,
      preventOnFilter: false,
      scrollSensitivity: 48,
      scrollSpeed: 14,
      bubbleScroll: true,
      onStart: ({ item }) => this.#lift(item),
      onChange: ({ item }) => markTarget(columnOf(item)),
      onEnd: (event) => this.#drop(event),
    }
  }

  #lift(held: HTMLElement): void {
    this.#held = held
    this.#from = placeOf(held)
    this.#isCancelled = false
    dressCopy(Sortable.ghost)
    held.dataset.lifted = ''
    markTarget(columnOf(held))
  }

  #drop({ item, originalEvent }: SortableEvent & { originalEvent?: Event }): void {
    this.#held = null
    this.#endedAt = performance.now()
    delete item.dataset.lifted
    markTarget(null)
    if (item.id === '' || !item.isConnected) return
    if (this.#isCancelled || originalEvent?.type === 'pointercancel') return slideHome(item)
    if (!isAtHome(item)) void this.#send(item)
  }

  async #send(item: HTMLElement): Promise<void> {
    if (item.dataset.taskId === undefined) await this.#moves.moveColumn(item)
    else if (this.#from !== null) await moveUndoably(this.#moves, item, this.#from, placeOf(item))
  }

  #onPointerMove(event: PointerEvent): void {
    const held = this.#held
    if (held?.dataset.taskId !== undefined && putByColumn(held, event)) markTarget(columnOf(held))
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || this.#held === null) return
    event.preventDefault()
    event.stopPropagation()
    this.#cancel()
  }

  /** The library knows no way to give up but this. */
  #cancel(): void {
    this.#isCancelled = true
    document.dispatchEvent(new PointerEvent('pointercancel', { bubbles: true }))
  }

  /** Letting go of a task ends with a click on it. */
  #onClick(event: Event): void {
    if (performance.now() - this.#endedAt > 50) return
    event.preventDefault()
    event.stopPropagation()
  }
}

/** A click with a key held down opens the task elsewhere. */
function isNoGrip(event: Event | TouchEvent): boolean {
  const isOnControl = event.target instanceof Element && event.target.closest(CONTROLS) !== null
  return (
    isOnControl || (event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey))
  )
}

/**
 * The library looks where the pointer is every 50 ms, by a method that it keeps to itself. Whoever lets go sooner than that after the last
 * move would drop a task where they were before.
 */
function lookOnceMore(): void {
  const active: (Sortable & { _emulateDragOver?: () => void }) | null = Sortable.active
  active?._emulateDragOver?.()
}

/** What follows the pointer is a copy: the element itself shows where it would land. */
function dressCopy(copy: HTMLElement | null): void {
  if (copy === null) return
  copy.removeAttribute('id')
  copy.dataset.lifted = ''
  copy.dataset.likeness = ''
  copy.style.opacity = ''
  copy.inert = true
  for (const part of copy.querySelectorAll('[id]')) part.removeAttribute('id')
}

function markTarget(column: HTMLElement | null): void {
  for (const other of document.querySelectorAll('.column[data-drop-target]')) other.removeAttribute('data-drop-target')
  column?.setAttribute('data-drop-target', '')
  // A selector that looks for the column within the board would cost with every step.
  document.querySelector('[data-board]')?.toggleAttribute('data-dragging', column !== null)
}
