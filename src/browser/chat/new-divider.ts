/** The line before the first message that the viewer had not read when the page was opened. It belongs to the list, and comes and goes with that message. */
export class NewDivider {
  #list: HTMLElement
  #messageId: string
  #line: HTMLElement | null

  constructor(talk: HTMLElement, list: HTMLElement) {
    const template = talk.querySelector<HTMLTemplateElement>('[data-new-template]')
    const line = template?.content.firstElementChild?.cloneNode(true)
    this.#list = list
    this.#messageId = `message-${talk.dataset.firstUnread ?? ''}`
    this.#line = line instanceof HTMLElement ? line : null
  }

  /** Puts it where it belongs: before the message, and before the day that begins with it. */
  place(): void {
    const message = document.getElementById(this.#messageId)
    if (message === null || message.parentElement !== this.#list) return this.#line?.remove()
    let first: Element = message
    while (isDay(first.previousElementSibling)) first = first.previousElementSibling
    if (this.#line !== null && first.previousElementSibling !== this.#line) first.before(this.#line)
  }
}

function isDay(element: Element | null): element is HTMLElement {
  return element instanceof HTMLElement && element.dataset.day !== undefined
}
