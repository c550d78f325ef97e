/** The link that says how much is new, and leads to the first of it. It goes when that is in sight. */
export class UnreadBar {
  #bar: HTMLAnchorElement | null
  #scroller: HTMLElement
  #messageId: string

  /** `show` brings a message into sight, wherever in the history it is. */
  constructor(talk: HTMLElement, scroller: HTMLElement, show: (messageId: string) => Promise<void>) {
    this.#bar = talk.querySelector<HTMLAnchorElement>('[data-unread-bar]')
    this.#scroller = scroller
    this.#messageId = talk.dataset.firstUnread ?? ''
    this.#bar?.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      void show(this.#messageId)
    })
    scroller.addEventListener('scroll', () => this.look(), { passive: true })
  }

  /** Whether it is still needed. */
  look(): void {
    const message = this.#bar === null ? null : document.getElementById(`message-${this.#messageId}`)
    if (message === null || this.#scroller.clientHeight === 0) return
    if (message.getBoundingClientRect().top < this.#scroller.getBoundingClientRect().top) return
    this.#bar?.remove()
    this.#bar = null
  }
}
