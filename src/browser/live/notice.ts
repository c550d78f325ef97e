const SHOW_AFTER_MS = 2000
const SHOW_LIVE_MS = 2000

/** The line that says when the page is not live. Shown only after two seconds, so that a hiccup stays unseen. */
export class ConnectionNotice {
  #line = document.querySelector<HTMLElement>('.connection')
  #timer: ReturnType<typeof setTimeout> | undefined

  /** The socket is gone, or not there yet. */
  lost(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#say('reconnecting', this.#line?.dataset.reconnecting), SHOW_AFTER_MS)
  }

  /** Everything was joined again and caught up. */
  restored(): void {
    clearTimeout(this.#timer)
    if (this.#line?.dataset.state !== 'reconnecting') return
    this.#say('live', this.#line.dataset.live)
    this.#timer = setTimeout(() => this.#hide(), SHOW_LIVE_MS)
  }

  #say(state: 'reconnecting' | 'live', words = ''): void {
    if (this.#line === null) return
    const place = this.#line.querySelector('[data-connection-words]') ?? this.#line
    this.#line.dataset.state = state
    this.#line.hidden = false
    place.textContent = words
  }

  #hide(): void {
    if (this.#line === null) return
    this.#line.hidden = true
    delete this.#line.dataset.state
  }
}
