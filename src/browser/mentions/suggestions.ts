import type { Place } from '../conversation/place.ts'
import { readViewer } from '../shared/viewer.ts'
import { everyone, findPeople, isMeant, type Mentionable } from './people.ts'
import { SuggestionList } from './suggestion-list.ts'
import { completeMention, mentionTokenAt } from './token.ts'

const ASK_AFTER_MS = 80

/** Suggests people while a mention is written in a talk's composer. To be started before what acts on Enter. */
export function startSuggestions(talk: HTMLElement, text: HTMLTextAreaElement, place: Place): void {
  const list = talk.querySelector<HTMLElement>('[data-suggestions]')
  const forPerson = talk.querySelector<HTMLTemplateElement>('[data-suggestion-template]')
  const forEveryone = talk.querySelector<HTMLTemplateElement>('[data-room-suggestion-template]')
  if (list === null || forPerson === null) return
  const suggestions = new Suggestions(text, new SuggestionList(text, list, { forPerson, forEveryone }), place)
  text.addEventListener('input', () => suggestions.look())
  text.addEventListener('click', () => suggestions.look())
  // Before the composer, which would send on Enter.
  text.addEventListener('keydown', (event) => suggestions.act(event), { capture: true })
  text.addEventListener('blur', () => suggestions.close())
  // The text keeps the focus; pointerdown comes too early on touch, where it may begin a scroll.
  list.addEventListener('mousedown', (event) => event.preventDefault())
  list.addEventListener('click', (event) => suggestions.pickAt(event.target))
  talk.querySelector('[data-mention-button]')?.addEventListener('click', () => suggestions.begin())
}

class Suggestions {
  #text: HTMLTextAreaElement
  #list: SuggestionList
  #place: Place
  #timer: ReturnType<typeof setTimeout> | undefined
  #question: AbortController | undefined

  constructor(text: HTMLTextAreaElement, list: SuggestionList, place: Place) {
    this.#text = text
    this.#list = list
    this.#place = place
  }

  /** Looks whether a mention is being written, and asks who it may be. */
  look(): void {
    this.#forgetQuestion()
    const token = this.#token()
    if (token === null) return this.#list.close()
    this.#list.narrow(token.query)
    this.#timer = setTimeout(() => void this.#ask(token.query), ASK_AFTER_MS)
  }

  close(): void {
    this.#forgetQuestion()
    this.#list.close()
  }

  /** Takes the keys that belong to the open list. */
  act(event: KeyboardEvent): void {
    if (!this.#list.isOpen || event.isComposing) return
    const action = this.#actionOf(event)
    if (action === null) return
    event.preventDefault()
    action()
  }

  pickAt(target: EventTarget | null): void {
    const index = this.#list.indexOf(target)
    if (index === -1) return
    this.#list.choose(index)
    this.#pick(this.#list.chosen)
  }

  /** Writes an @ at the caret and suggests everybody. */
  begin(): void {
    this.#text.focus()
    const { value, selectionStart } = this.#text
    const isBehindWord = /[\p{L}\p{N}._@-]$/u.test(value.slice(0, selectionStart))
    this.#text.setRangeText(isBehindWord ? ' @' : '@', selectionStart, this.#text.selectionEnd, 'end')
    this.#tellInput()
  }

  #actionOf({ key, shiftKey }: KeyboardEvent): (() => void) | null {
    if (key === 'ArrowDown') return () => this.#list.move(1)
    if (key === 'ArrowUp') return () => this.#list.move(-1)
    if (key === 'Escape') return () => this.close()
    if ((key === 'Enter' || key === 'Tab') && !shiftKey) return () => this.#pick(this.#list.chosen)
    return null
  }

  #pick(who: Mentionable | undefined): void {
    const token = this.#token()
    if (who === undefined || token === null) return this.close()
    const { text, caret } = completeMention(this.#text.value, this.#text.selectionStart, token, who.username)
    this.#text.value = text
    this.#text.setSelectionRange(caret, caret)
    this.#tellInput()
  }

  async #ask(query: string): Promise<void> {
    this.#question = new AbortController()
    const { signal } = this.#question
    // Without an answer nobody is suggested; the name can still be written out.
    const found = await findPeople(this.#place, query, signal).catch(() => [])
    if (signal.aborted || document.activeElement !== this.#text) return
    // Nobody calls themselves.
    const others = found.filter(({ id }) => id !== readViewer()?.id)
    this.#list.open(this.#list.canCallEveryone && isMeant(everyone, query) ? [...others, everyone] : others)
  }

  #forgetQuestion(): void {
    clearTimeout(this.#timer)
    this.#question?.abort()
  }

  #token(): ReturnType<typeof mentionTokenAt> {
    const { value, selectionStart, selectionEnd } = this.#text
    return selectionStart === selectionEnd ? mentionTokenAt(value, selectionStart) : null
  }

  /** The draft and the typing notice follow what was put in. */
  #tellInput(): void {
    this.#text.dispatchEvent(new Event('input', { bubbles: true }))
  }
}
