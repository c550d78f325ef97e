import { callApi } from '../shared/api.ts'
import type { KeptEdit, KeptEdits } from './kept-edits.ts'
import { save, showError } from './saving.ts'
import { currentTaskId, fetchSheet } from './sheet.ts'

/** A task as the API answers it after an edit. */
type Saved = { task: { title: string; description: string } }

/** The form behind a title or a description. It is open while somebody edits. */
export class Editor {
  /** Another task may be open by the time a save is answered. */
  #taskId = currentTaskId()
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
    this.#before = beforeIn(details)
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
    if (this.isChanged) this.#kept.keep(this.#taskId, this.#field, edit)
    else this.#kept.forget(this.#taskId, this.#field)
  }

  /** Opens the editor with what was kept, unless it has been saved since. */
  restore(): void {
    const kept = this.#kept.recall(this.#taskId, this.#field)
    if (kept === null || this.#details.open) return
    if (kept.text === this.#text.value) return this.#kept.forget(this.#taskId, this.#field)
    this.#text.value = kept.text
    this.#beginFrom(kept.before)
    this.#details.open = true
    this.enter()
    showError(this.#text, 'You wrote this before and did not save it yet.')
  }

  async save(): Promise<void> {
    if (!this.isChanged) return this.discard()
    const sent = this.#text.value
    const path = `/api/v1/tasks/${this.#taskId}`
    // What the edit began from is read at its turn: the save before it may have changed that.
    const answer = await save(this.#text, () => callApi<Saved>('PATCH', path, this.#change(sent)))
    if (answer.ok) this.#saved(sent, answer.task)
    else if (answer.error.fields?.[this.#field] !== undefined && answer.error.code === 'conflict')
      await this.#showTheirs()
    await this.#refresh()
  }

  /** Takes what somebody else wrote meanwhile in place of one's own. */
  takeTheirs(): void {
    this.#text.value = this.#begunFrom
    this.discard()
  }

  /** Closes the editor as if nothing had been typed. */
  discard(): void {
    this.#kept.forget(this.#taskId, this.#field)
    this.#text.value = this.#text.defaultValue
    this.#beginFrom(null)
    this.#close()
    void this.#refresh()
  }

  get #field(): 'title' | 'description' {
    return this.#details.dataset.edit === 'title' ? 'title' : 'description'
  }

  get #begunFrom(): string {
    return this.#text.dataset.begunFrom ?? drawnIn(this.#details)
  }

  /** An edit begins from what is drawn, but one that was kept, or that goes on after a save or a conflict. */
  #beginFrom(text: string | null): void {
    if (text === null) delete this.#text.dataset.begunFrom
    else this.#text.dataset.begunFrom = text
  }

  #change(text: string): Record<string, string> {
    return { [this.#field]: text, [`${this.#field}Before`]: this.#begunFrom }
  }

  /** What was typed while the answer was on its way is still to be saved. */
  #saved(sent: string, task: Saved['task']): void {
    const isDone = this.#text.value === sent || !this.#details.open
    const text = task[this.#field]
    this.#text.defaultValue = text
    if (this.#before !== null) this.#before.value = text
    this.#beginFrom(null)
    this.#section?.removeAttribute('data-conflict')
    if (!isDone) return this.keep()
    this.#kept.forget(this.#taskId, this.#field)
    this.#text.value = text
    this.#close()
  }

  #close(): void {
    const hadFocus = this.#details.contains(document.activeElement)
    showError(this.#text, '')
    this.#section?.removeAttribute('data-conflict')
    this.#details.open = false
    if (hadFocus) this.#details.querySelector('summary')?.focus()
  }

  /** Both are there now: theirs above or in words, one's own in the field. Saving once more is meant. */
  async #showTheirs(): Promise<void> {
    const fresh = await fetchSheet(this.#taskId).catch(() => null)
    const details = fresh?.querySelector<HTMLElement>(`[data-edit="${this.#field}"]`)
    if (fresh === null || details === null || details === undefined || !this.#details.open) return
    const theirs = drawnIn(details)
    const shown = fresh.querySelector('[data-description]')
    if (this.isOneLine)
      showError(
        this.#text,
        `Somebody else changed the title meanwhile. It is now “${theirs}”. Save again to keep yours.`,
      )
    else if (shown !== null) this.#section?.querySelector('[data-description]')?.replaceWith(shown)
    this.#section?.setAttribute('data-conflict', '')
    this.#beginFrom(theirs)
    this.keep()
  }

  get #section(): HTMLElement | null {
    return this.#details.closest<HTMLElement>('[data-part]')
  }
}

function beforeIn(details: Element): HTMLInputElement | null {
  return details.querySelector<HTMLInputElement>('[name="titleBefore"], [name="descriptionBefore"]')
}

/** The text that an editor was drawn with. */
function drawnIn(details: Element): string {
  return beforeIn(details)?.value ?? details.querySelector('textarea')?.defaultValue ?? ''
}
