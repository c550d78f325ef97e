import type { Unsent, UnsentQueue } from './unsent-queue.ts'

/** A message that is acknowledged sooner is not shown as unsent at all. */
const SHOW_AFTER_MS = 400

const SENDING = 'Sending…'
const WAITING = 'Not sent yet. It is kept here and will be tried again.'

/** Shows the messages of `queue` that wait, between the log and the composer. */
export class UnsentList {
  #list: HTMLElement | null
  #template: HTMLTemplateElement | null
  #queue: UnsentQueue
  #edit: ((entry: Unsent) => void) | null
  #timer: ReturnType<typeof setTimeout> | undefined

  /** `edit` takes a refused message, which is no longer in the queue, back to be mended; null where nothing can be written any more. */
  constructor(talk: HTMLElement, queue: UnsentQueue, edit: ((entry: Unsent) => void) | null, closed?: AbortSignal) {
    this.#list = talk.querySelector<HTMLElement>('[data-unsent]')
    this.#template = talk.querySelector<HTMLTemplateElement>('[data-unsent-template]')
    this.#queue = queue
    this.#edit = edit
    // Another tab of this place changed the queue.
    window.addEventListener(
      'storage',
      (event) => event.key === queue.key && this.show(),
      closed ? { signal: closed } : {},
    )
    this.show()
  }

  /** Brings the list in line with the queue. */
  show(): void {
    clearTimeout(this.#timer)
    const entries = this.#queue.entries()
    const due = entries.filter(isDue)
    if (due.length < entries.length) this.#timer = setTimeout(() => this.show(), SHOW_AFTER_MS)
    this.#removeAllBut(due)
    for (const entry of due) this.#showEntry(entry)
  }

  #removeAllBut(due: Unsent[]): void {
    const ids = new Set(due.map((entry) => entry.clientId))
    for (const shown of this.#shown()) if (!ids.has(shown.dataset.clientId ?? '')) shown.remove()
  }

  #showEntry(entry: Unsent): void {
    const shown = this.#shown().find((element) => element.dataset.clientId === entry.clientId) ?? this.#create(entry)
    if (shown === null) return
    shown.dataset.state = entry.state
    setWords(shown, '[data-unsent-state]', wordsFor(entry))
    // Until it is refused it may have arrived: whoever edited it then would post it twice.
    const isRefused = entry.state === 'refused'
    setHidden(shown, '[data-unsent-edit]', !isRefused || this.#edit === null)
    setHidden(shown, '[data-unsent-discard]', !isRefused)
  }

  #create(entry: Unsent): HTMLElement | null {
    const element = this.#template?.content.firstElementChild?.cloneNode(true)
    if (!(element instanceof HTMLElement) || this.#list === null) return null
    element.dataset.clientId = entry.clientId
    setWords(element, '[data-unsent-text]', entry.content)
    element.querySelector('[data-unsent-edit]')?.addEventListener('click', () => this.#takeBack(entry))
    element.querySelector('[data-unsent-discard]')?.addEventListener('click', () => this.#discard(entry))
    this.#list.append(element)
    return element
  }

  #takeBack(entry: Unsent): void {
    if (this.#edit === null) return
    this.#discard(entry)
    this.#edit(entry)
  }

  #discard(entry: Unsent): void {
    this.#queue.remove(entry.clientId)
    this.show()
  }

  #shown(): HTMLElement[] {
    return [...(this.#list?.querySelectorAll<HTMLElement>('[data-client-id]') ?? [])]
  }
}

function isDue(entry: Unsent): boolean {
  return entry.state !== 'sending' || Date.now() - entry.queuedAt >= SHOW_AFTER_MS
}

function wordsFor(entry: Unsent): string {
  if (entry.state === 'refused') return entry.reason ?? 'The server did not take this message.'
  return entry.state === 'waiting' ? WAITING : SENDING
}

function setWords(element: HTMLElement, selector: string, words: string): void {
  const place = element.querySelector(selector)
  if (place !== null && place.textContent !== words) place.textContent = words
}

function setHidden(element: HTMLElement, selector: string, isHidden: boolean): void {
  const button = element.querySelector<HTMLElement>(selector)
  if (button !== null) button.hidden = isHidden
}
