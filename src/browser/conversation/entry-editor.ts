import { meansToCall } from '../chat/call-room.ts'
import type { Answer } from '../live/protocol.ts'
import { callApi } from '../shared/api.ts'
import { isSendKey } from '../shared/send-key.ts'
import { deleteEntry } from './delete-entry.ts'
import { addressOf, kindOf, type Entry } from './entries.ts'
import { forgetUnsaved, keepUnsaved, recallUnsaved } from './unsaved.ts'

/** What an entry says, and the version since which it says so. */
export type Said = { content: string; version: number; deletedAt: string | null }

/** The form in an entry's place in which its author changes it. It stays when the entry is drawn anew, and until it is saved. */
export class EntryEditor {
  #entryId: string
  #address: string
  #kind: string
  #before: Said
  #form: HTMLFormElement
  #text: HTMLTextAreaElement

  constructor(entry: Entry, said: Said) {
    this.#entryId = entry.id
    this.#address = addressOf(entry)
    this.#kind = kindOf(entry)
    const unsaved = recallUnsaved(this.#address)
    // What was changed elsewhere since these words were begun is not written over unseen.
    this.#before = { ...said, version: unsaved?.version ?? said.version }
    const { form, text } = cloneForm()
    this.#form = form
    this.#text = text
    this.#begin(entry, unsaved?.content ?? said.content)
  }

  #begin(entry: Entry, words: string): void {
    this.#text.value = words
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.#save()
    })
    this.#form.addEventListener('keydown', (event) => this.#act(event))
    this.#form.querySelector('[data-entry-cancel]')?.addEventListener('click', () => this.#close())
    this.#text.addEventListener('input', () => this.#keep())
    entry.append(this.#form)
    entry.dataset.editing = ''
    this.#text.focus({ preventScroll: true })
    this.#text.setSelectionRange(this.#text.value.length, this.#text.value.length)
    this.#form.scrollIntoView({ block: 'nearest' })
  }

  #keep(): void {
    keepUnsaved(this.#address, { content: this.#text.value, version: this.#before.version })
  }

  #act(event: KeyboardEvent): void {
    if (event.isComposing) return
    const sends = event.target === this.#text && isSendKey(event)
    // What a key means within the form it means nowhere else: Escape would close the panel around it too.
    event.stopPropagation()
    if (!sends && event.key !== 'Escape') return
    event.preventDefault()
    if (event.key === 'Escape') this.#close()
    else if (!event.repeat) this.#form.requestSubmit()
  }

  async #save(): Promise<void> {
    const content = this.#text.value.trim()
    if (content === this.#before.content) return this.#close()
    const entry = document.getElementById(this.#entryId)
    // Nothing left to say is said by deleting it.
    if (content === '') return entry === null ? undefined : deleteEntry(entry)
    if ('busy' in this.#form.dataset) return
    if (!(await meansToCall(this.#form, this.#before.content, content))) return this.#text.focus()
    this.#form.dataset.busy = ''
    const { version } = this.#before
    const answer = await callApi<Record<string, Said>>('PATCH', this.#address, { content, version })
    delete this.#form.dataset.busy
    if (answer.ok) this.#close()
    else await this.#explain(answer.error)
  }

  /** What is typed stays. Where somebody else was faster, what they wrote is shown beside it; saving again puts this in its place. */
  async #explain(error: (Answer<object> & { ok: false })['error']): Promise<void> {
    this.#say(`Not saved. ${error.fields?.content ?? error.message}`)
    if (error.code !== 'conflict') return
    const answer = await callApi<Record<string, Said>>('GET', this.#address)
    const now = answer.ok ? answer[this.#kind] : undefined
    if (now === undefined || now.deletedAt !== null || now.version === this.#before.version) return
    this.#before = now
    const theirs = this.#form.querySelector<HTMLElement>('[data-entry-theirs]')
    const words = theirs?.querySelector('[data-entry-theirs-words]')
    if (theirs === null || !words) return
    words.textContent = now.content
    theirs.hidden = false
  }

  #say(words: string): void {
    const place = this.#form.querySelector<HTMLElement>('[data-error]')
    if (place === null) return
    place.textContent = words
    place.hidden = false
    this.#text.ariaInvalid = 'true'
  }

  #close(): void {
    forgetUnsaved(this.#address)
    const hadFocus = this.#form.contains(document.activeElement)
    this.#form.remove()
    const entry = document.getElementById(this.#entryId)
    delete entry?.dataset.editing
    if (hadFocus) entry?.focus({ preventScroll: true })
  }
}

function cloneForm(): { form: HTMLFormElement; text: HTMLTextAreaElement } {
  const template = document.querySelector<HTMLTemplateElement>('template[data-entry-editor-template]')
  const form = template?.content.firstElementChild?.cloneNode(true)
  const text = form instanceof HTMLFormElement ? form.querySelector('textarea') : null
  if (!(form instanceof HTMLFormElement) || text === null) throw new Error('The page has no form for editing')
  return { form, text }
}
