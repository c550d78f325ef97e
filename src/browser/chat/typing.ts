import type { Live } from '../live/channels.ts'
import type { Typist, TypingEvent } from '../live/protocol.ts'
import { Typists, typingWords } from './typists.ts'

const REPEAT_MS = 2000
const STOP_AFTER_BLUR_MS = 1500

/** Shows who else types in a talk. */
export class TypingLine {
  #talk: HTMLElement
  #typists: Typists
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(talk: HTMLElement, viewerId: number) {
    this.#talk = talk
    this.#typists = new Typists(viewerId)
  }

  /** Takes the typing events of room `roomId` from the socket. */
  listen({ socket }: Live, roomId: number): void {
    const mine = (event: TypingEvent): boolean => event.roomId === roomId
    socket.on('typing:started', (event) => mine(event) && this.seen([event.user]))
    socket.on('typing:stopped', (event) => mine(event) && this.gone(event.user.id))
  }

  seen(people: Typist[]): void {
    for (const person of people) this.#typists.seen(person, performance.now())
    this.#show()
  }

  gone(personId: number): void {
    this.#typists.gone(personId)
    this.#show()
  }

  #show(): void {
    const now = performance.now()
    this.#say(typingWords(this.#typists.shownAt(now).map((person) => this.#nameOf(person))))
    const wait = this.#typists.nextChangeMs(now)
    clearTimeout(this.#timer)
    if (wait !== null) this.#timer = setTimeout(() => this.#show(), Math.ceil(wait))
  }

  #say(words: string): void {
    const line = this.#talk.querySelector<HTMLElement>('[data-typing]')
    const place = line?.querySelector('[data-typing-words]')
    if (line === null || place === null || place === undefined) return
    if (place.textContent !== words) place.textContent = words
    line.hidden = words === ''
  }

  /** The event names a person by username; one who has written here is called as above their message. */
  #nameOf({ id, username }: Typist): string {
    const author = this.#talk.querySelector(`[data-author-id="${id}"] .author`)
    return author?.textContent.trim() || username
  }
}

/** Tells the others that the viewer types in `text`, and that they stopped. */
export function tellTyping(live: Live, roomId: number, text: HTMLTextAreaElement): void {
  let toldAt: number | null = null
  let blurTimer: ReturnType<typeof setTimeout> | undefined
  text.addEventListener('input', () => (text.value.trim() === '' ? stop() : go()))
  text.addEventListener('focus', () => clearTimeout(blurTimer))
  text.addEventListener('blur', () => {
    blurTimer = setTimeout(stop, STOP_AFTER_BLUR_MS)
  })

  function go(): void {
    if (toldAt !== null && performance.now() - toldAt < REPEAT_MS) return
    toldAt = performance.now()
    tell('typing:start')
  }

  function stop(): void {
    if (toldAt !== null) tell('typing:stop')
    toldAt = null
  }

  /** Nothing durable depends on it, so nobody minds when it is lost. */
  function tell(event: string): void {
    live.ask(event, { roomId }).catch(() => undefined)
  }
}
