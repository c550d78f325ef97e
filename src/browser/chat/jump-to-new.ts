/** The button that says how many messages have come below what the reader sees, and leads there. */
export class JumpToNew {
  #template: HTMLTemplateElement | null
  #button: HTMLElement | null = null
  #count = 0
  #jump: () => void

  constructor(talk: HTMLElement, jump: () => void) {
    this.#template = talk.querySelector<HTMLTemplateElement>('[data-jump-template]')
    this.#jump = jump
  }

  /** So many more have come. */
  add(count: number): void {
    if (count === 0) return
    this.#count += count
    this.#button ??= this.#create()
    const words = this.#count === 1 ? '1 new message' : `${this.#count} new messages`
    const place = this.#button?.querySelector('[data-jump-words]')
    if (place !== null && place !== undefined) place.textContent = words
  }

  /** The reader is at the end. */
  clear(): void {
    this.#count = 0
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
