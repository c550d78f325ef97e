import { fetchFragment } from './fetch-fragment.ts'
import { showSingleKeys } from './single-keys.ts'

/** The list of shortcuts over the page. */
export class ShortcutsDialog {
  #dialog = document.querySelector<HTMLDialogElement>('dialog#shortcuts')

  constructor() {
    this.#dialog?.addEventListener('click', ({ target }) => {
      const closes = target instanceof Element && target.closest('[data-close-dialog]') !== null
      if (closes || target === this.#dialog) this.#dialog?.close()
    })
  }

  /** Opens it; where it can't be had the page of the same list is as good. */
  open(): boolean {
    void this.#open().catch(() => location.assign('/shortcuts/'))
    return true
  }

  async #open(): Promise<void> {
    const list = this.#dialog?.querySelector('[data-shortcuts-list]')
    if (!list || this.#dialog === null || this.#dialog.open) return
    if (list.childElementCount === 0) list.replaceChildren(await fetchFragment('/shortcuts/list/'))
    showSingleKeys(list)
    this.#dialog.showModal()
  }
}
