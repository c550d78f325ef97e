/** The button that says how many messages have come below what the reader sees, and leads there. */
export class JumpToNew {
  #template: HTMLTemplateElement | null
  #button: HTMLElement | null = null
  #ids = new Set<string>()
  #jump: () => void

  constructor(talk: HTMLElement, jump: () => void) {
    this.#template = talk.querySelector<HTMLTemplateElement>('[data-jump-template]')
    this.#jump = jump
  }

  /** These have come. One that is told again is counted once. */
  add(messageIds: string[]): void {
    for (const id of messageIds) this.#ids.add(id)
    const count = this.#ids.size
    if (count === 0) return
    this.#button ??= this.#create()
    const words = count === 1 ? '1 new message' : `${count} new messages`
    const place = this.#button?.querySelector('[data-jump-words]')
    if (place !== null && place !== undefined) place.textContent = words
  }

  /** The reader is at the end. */
  clear(): void {
    this.#ids.clear()
    this.#button?.remove()
    this.#button = null
  }

  /** Stands where its template stands, since the page knows what it hovers over. */
  #create(): HTMLElement | null {
    const button = this.#template?.content.firstElementChild?.cloneNode(true)
    if (!(button instanceof HTMLElement)) return null
    button.addEventListener('click', () => this.#jump())
    this.#template?.after(button)
    return button
  }
}
