import { copyText } from '../shared/clipboard.ts'
import { showToast } from '../shared/toasts.ts'
import type { Viewer } from '../shared/viewer.ts'
import { deleteEntry } from './delete-entry.ts'
import { editEntry } from './edit-entry.ts'
import { entryAround, kindOf, mayDelete, mayEdit, type Entry } from './entries.ts'

/** What can be done with an entry, by the name that its button carries in `data-entry-action`. */
const ACTIONS: Record<string, { isOffered: (entry: Entry, viewer: Viewer) => boolean; run: (entry: Entry) => void }> = {
  edit: { isOffered: mayEdit, run: (entry) => void editEntry(entry) },
  delete: { isOffered: mayDelete, run: (entry) => void deleteEntry(entry) },
  'copy-link': { isOffered: () => true, run: (entry) => void copyLink(entry) },
}

/** Shows what can be done with the entry under the pointer or with the focus. The page has one such bar, which goes from one to the next. */
export class EntryActions {
  #viewer: Viewer
  #bar: HTMLElement | null
  #pointer = { x: Number.NaN, y: Number.NaN }

  constructor(viewer: Viewer) {
    this.#viewer = viewer
    const template = document.querySelector<HTMLTemplateElement>('template[data-entry-actions-template]')
    const bar = template?.content.firstElementChild?.cloneNode(true)
    this.#bar = bar instanceof HTMLElement ? bar : null
    if (this.#bar === null) return
    document.addEventListener('pointerover', (event) => this.#comeTo(event))
    document.addEventListener('focusin', ({ target }) => this.#showAt(entryAround(target)))
    this.#bar.addEventListener('click', ({ target }) => act(target))
  }

  /** Whoever works by the keyboard keeps the bar, wherever the pointer happens to lie, and whatever comes to lie under it. */
  #comeTo({ target, screenX: x, screenY: y }: PointerEvent): void {
    const isMoved = x !== this.#pointer.x || y !== this.#pointer.y
    this.#pointer = { x, y }
    if (isMoved && this.#bar?.contains(document.activeElement) !== true) this.#showAt(entryAround(target))
  }

  #showAt(entry: Entry | null): void {
    if (entry === null || this.#bar === null || this.#bar.parentElement === entry) return
    const author = entry.querySelector('.author')?.textContent.trim() ?? ''
    this.#bar.ariaLabel = `Actions for ${author}’s ${kindOf(entry)}`
    for (const button of this.#bar.querySelectorAll<HTMLElement>('[data-entry-action]'))
      button.hidden = ACTIONS[button.dataset.entryAction ?? '']?.isOffered(entry, this.#viewer) !== true
    entry.append(this.#bar)
  }
}

function act(target: EventTarget | null): void {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-entry-action]') : null
  const entry = entryAround(button)
  if (button !== null && entry !== null) ACTIONS[button.dataset.entryAction ?? '']?.run(entry)
}

async function copyLink(entry: Entry): Promise<void> {
  const link = entry.querySelector<HTMLAnchorElement>('a.timestamp')?.href ?? ''
  showToast({ words: (await copyText(link)) ? 'Link copied' : `Copy this link: ${link}` })
}
