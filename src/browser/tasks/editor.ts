import type { KeptEdit, KeptEdits } from './kept-edits.ts'
import { saveTask, showError } from './saving.ts'
import { currentTaskId, fetchSheet } from './sheet.ts'

/** The form behind a title or a description. It is open while somebody edits. */
export class Editor {
  #details: HTMLDetailsElement
  #text: HTMLTextAreaElement
  #before: HTMLInputElement | null
  #kept: KeptEdits
  #refresh: () => Promise<void>

  constructor(details: HTMLDetailsElement, kept: KeptEdits, refresh: () => Promise<void>) {
    const text = details.querySelector('textarea')
    if (text === null) throw new Error('An editor has no field')
    this.#details = details
    this.#text = text
    this.#before = details.querySelector<HTMLInputElement>('[name="descriptionBefore"]')
    this.#kept = kept
    this.#refresh = refresh
  }

  get isOneLine(): boolean {
    return this.#field === 'title'
  }

  /** Whether what stands there differs from what the edit began from. */
  get isChanged(): boolean {
    return this.#text.value !== this.#begunFrom
  }

  /** Puts the cursor at the end of the text. */
  enter(): void {
    if (document.activeElement === this.#text) return
    this.#text.focus()
    this.#text.setSelectionRange(this.#text.value.length, this.#text.value.length)
  }

  /** Keeps what stands there until it is saved or discarded. */
  keep(): void {
    const edit: KeptEdit = { text: this.#text.value, before: this.#begunFrom }
    if (this.isChanged) this.#kept.keep(currentTaskId(), this.#field, edit)
    else this.#kept.forget(currentTaskId(), this.#field)
  }

  /** Opens the editor with what was kept, unless it has been saved since. */
  restore(): void {
    const kept = this.#kept.recall(currentTaskId(), this.#field)
    if (kept === null || this.#details.open) return
    if (kept.text === this.#text.value) return this.#kept.forget(currentTaskId(), this.#field)
    this.#text.value = kept.text
    if (this.#before !== null) this.#before.value = kept.before
    this.#details.open = true
    showError(this.#text, 'You wrote this before and did not save it yet.')
  }

  async save(): Promise<void> {
    if (!this.isChanged) return this.discard()
    const answer = await saveTask(this.#text, this.#change())
    if (answer.ok) {
      this.#text.defaultValue = this.#text.value
      this.#kept.forget(currentTaskId(), this.#field)
      this.#close()
    } else if (answer.error.code === 'conflict') await this.#showTheirs()
    await this.#refresh()
  }

  /** Takes what somebody else wrote meanwhile in place of one's own. */
  takeTheirs(): void {
    this.#text.value = this.#begunFrom
    this.discard()
  }

  /** Closes the editor as if nothing had been typed. */
  discard(): void {
    this.#kept.forget(currentTaskId(), this.#field)
    this.#text.value = this.#text.defaultValue
    this.#close()
    void this.#refresh()
  }

  get #field(): string {
    return this.#details.dataset.edit ?? ''
  }

  get #begunFrom(): string {
    return this.#before?.value ?? this.#text.defaultValue
  }

  #change(): Record<string, string> {
    const change = { [this.#field]: this.#text.value }
    return this.#before === null ? change : { ...change, descriptionBefore: this.#before.value }
  }

  #close(): void {
    const hadFocus = this.#details.contains(document.activeElement)
    showError(this.#text, '')
    this.#section?.removeAttribute('data-conflict')
    this.#details.open = false
    if (hadFocus) this.#details.querySelector('summary')?.focus()
  }

  /** Both are there now: theirs above, one's own in the field. Saving once more is meant. */
  async #showTheirs(): Promise<void> {
    const fresh = await fetchSheet(currentTaskId()).catch(() => null)
    const theirs = fresh?.querySelector('[data-description]')
    const text = fresh?.querySelector<HTMLInputElement>('[name="descriptionBefore"]')
    if (theirs === null || theirs === undefined || this.#before === null) return
    this.#section?.querySelector('[data-description]')?.replaceWith(theirs)
    this.#section?.setAttribute('data-conflict', '')
    this.#before.value = text?.value ?? ''
    this.keep()
  }

  get #section(): HTMLElement | null {
    return this.#details.closest<HTMLElement>('[data-part]')
  }
}
