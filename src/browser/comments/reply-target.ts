import type { Place } from '../conversation/place.ts'
import { forget, keep, recall } from '../shared/storage.ts'

/** The comment that is being answered. */
type Answered = { id: string; name: string }

/** Which comment the composer answers: said above its text, and kept through reloads as the draft is. */
export class ReplyTarget {
  #thread: HTMLElement
  #key: string

  constructor(thread: HTMLElement, viewerId: number, place: Place) {
    this.#thread = thread
    this.#key = `taskflow:reply:${viewerId}:${place}`
    thread.addEventListener('click', (event) => this.#clicked(event))
    // What the address asks for wins.
    if (this.id === undefined) this.#set(parse(recall(this.#key)))
  }

  /** The id of the comment that is answered; undefined for none. */
  get id(): string | undefined {
    return this.#field()?.value || undefined
  }

  /** What is written next answers nothing. */
  clear(): void {
    this.#set(null)
  }

  /** Answers a comment again, one that the server did not take. */
  resume(id: string | undefined): void {
    if (id === undefined) return this.clear()
    this.#set({ id, name: authorOf(document.getElementById(`comment-${id}`)) })
  }

  #clicked(event: MouseEvent): void {
    const target =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-answer], [data-stop-replying]') : null
    if (target === null || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const id = target.dataset.answer
    this.#set(id === undefined ? null : { id, name: authorOf(target.closest('[data-comment-id]')) })
    const text = this.#thread.querySelector('textarea')
    text?.focus()
    text?.scrollIntoView({ block: 'nearest' })
  }

  #set(answered: Answered | null): void {
    const field = this.#field()
    const line = this.#thread.querySelector<HTMLElement>('[data-replying-to]')
    const name = line?.querySelector('[data-replying-name]')
    if (field === null || line === null || !name) return
    field.value = answered?.id ?? ''
    name.textContent = answered?.name ?? ''
    line.hidden = answered === null
    this.#describe(answered !== null)
    if (answered !== null) return keep(this.#key, JSON.stringify(answered))
    forget(this.#key)
    leaveAddress()
  }

  /** What is hidden would be read out all the same where it describes something. */
  #describe(isAnswering: boolean): void {
    const text = this.#thread.querySelector('textarea')
    const id = `${text?.id}-answers`
    const others = (text?.getAttribute('aria-describedby') ?? '').split(' ').filter((one) => one !== '' && one !== id)
    text?.setAttribute('aria-describedby', [...others, ...(isAnswering ? [id] : [])].join(' '))
  }

  #field(): HTMLInputElement | null {
    return this.#thread.querySelector<HTMLInputElement>('[data-parent-id]')
  }
}

/** An address that asks for an answer would ask again after a reload. */
function leaveAddress(): void {
  const address = new URL(location.href)
  if (!address.searchParams.has('reply')) return
  address.searchParams.delete('reply')
  history.replaceState(history.state, '', address.pathname + address.search + address.hash)
}

function authorOf(comment: Element | null): string {
  return comment?.querySelector('.author')?.textContent.trim() ?? 'a comment'
}

/** What lies in the storage may come from another version, or from someone's hands. */
function parse(text: string | null): Answered | null {
  try {
    const { id, name } = JSON.parse(text ?? '{}') as Partial<Answered>
    return typeof id === 'string' && typeof name === 'string' ? { id, name } : null
  } catch {
    return null
  }
}
