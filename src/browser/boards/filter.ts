import type { Change } from '../live/protocol.ts'
import { FilterAddress } from './filter-address.ts'
import { TaskIndex } from './task-index.ts'
import { isFiltering, readFilter, taskMatcher, type TaskFilter } from '../../tasks/task-filter.ts'
import { dayKey } from '../shared/times.ts'
import { parseFragment } from '../live/patches.ts'

/** What the rest of a board's page needs of its filter. */
export type Filter = {
  /** Puts the cursor into its words; true when it could. */
  enter: () => boolean
  /** Takes it off; false when it was not on. */
  clear: () => boolean
  /** The board has changed, by these changes or, if there are none, in ways unknown: its labels and members are what can be filtered by. */
  changed: (changes: Change[]) => void
}

/** Filters the page's board as its form is filled in, and keeps the filter in the address. Null where there is no board. */
export function startFilter(viewerId: number): Filter | null {
  const form = document.querySelector<HTMLFormElement>('form[data-board-filter]')
  const board = document.querySelector<HTMLElement>('[data-board]')
  return form === null || board === null ? null : new BoardFilter(form, board, viewerId)
}

class BoardFilter implements Filter {
  #form: HTMLFormElement
  #board: HTMLElement
  #viewerId: number
  #index: TaskIndex
  #address: FilterAddress

  constructor(form: HTMLFormElement, board: HTMLElement, viewerId: number) {
    this.#form = form
    this.#board = board
    this.#viewerId = viewerId
    this.#index = new TaskIndex(board, () => this.#apply())
    this.#address = new FilterAddress(form, () => this.#apply())
    this.#listen()
    this.#apply()
  }

  enter(): boolean {
    const words = this.#words()
    words?.focus()
    words?.select()
    return words !== null
  }

  clear(): boolean {
    if (!isFiltering(this.#read())) return false
    this.#address.fill(new URLSearchParams())
    this.#address.write()
    this.#apply()
    return true
  }

  changed(changes: Change[]): void {
    if (changes.length === 0 || changes.some((change) => 'label' in change || 'user' in change))
      void this.#refreshMenus()
  }

  #listen(): void {
    this.#form.addEventListener('input', () => {
      this.#apply()
      this.#address.writeSoon()
    })
    this.#form.addEventListener('change', () => this.#address.write())
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#address.write()
    })
    this.#words()?.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.clear()) event.preventDefault()
    })
    document.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest('[data-clear-filter]') : null
      if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      this.clear()
      this.enter()
    })
  }

  #read(): TaskFilter {
    const fields = new FormData(this.#form)
    return readFilter((name) => fields.getAll(name).map(String))
  }

  #apply(): void {
    const filter = this.#read()
    const isOn = isFiltering(filter)
    const { matching, total } = this.#show(filter)
    this.#form.toggleAttribute('data-filtering', isOn)
    setText(
      this.#form.querySelector('[data-filter-count]'),
      isOn ? `${matching} of ${total} ${total === 1 ? 'task' : 'tasks'}` : '',
    )
    this.#sayEmpty(isOn && matching === 0 && total > 0, filter.q.trim())
  }

  #show(filter: TaskFilter): { matching: number; total: number } {
    if (isFiltering(filter))
      return this.#index.show(taskMatcher(filter, { viewerId: this.#viewerId, today: dayKey(new Date()) }))
    this.#index.showAll()
    return { matching: 0, total: 0 }
  }

  #sayEmpty(isEmpty: boolean, words: string): void {
    const empty = document.querySelector<HTMLElement>('[data-filter-empty]')
    if (empty === null) return
    setText(
      empty.querySelector('[data-filter-empty-words]'),
      words === '' ? 'No task matches' : `No task matches “${words}”`,
    )
    empty.hidden = !isEmpty
  }

  /** What is chosen and open stays so. */
  async #refreshMenus(): Promise<void> {
    const place = this.#form.querySelector<HTMLElement>('[data-filter-menus]')
    const response = await fetch(`/boards/${this.#board.dataset.boardId}/filter/?${this.#address.search()}`).catch(
      () => null,
    )
    if (place === null || !response?.ok) return
    const fresh = parseFragment(await response.text())
    for (const { id } of place.querySelectorAll<HTMLDetailsElement>('details[open]'))
      fresh.getElementById(id)?.setAttribute('open', '')
    const focused = place.contains(document.activeElement) ? document.activeElement : null
    place.replaceChildren(fresh)
    if (focused instanceof HTMLInputElement)
      place.querySelector<HTMLElement>(`[name="${focused.name}"][value="${CSS.escape(focused.value)}"]`)?.focus()
    this.#apply()
  }

  #words(): HTMLInputElement | null {
    return this.#form.querySelector('input[name="q"]')
  }
}

function setText(element: Element | null, text: string): void {
  if (element !== null && element.textContent !== text) element.textContent = text
}
