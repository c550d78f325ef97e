/** The list below the palette's words. The focus stays in the words, which name the chosen option. */
export class Options {
  #words: HTMLInputElement
  #place: HTMLElement | null
  #status: HTMLElement | null
  #chosen = 0

  constructor(words: HTMLInputElement, dialog: HTMLElement) {
    this.#words = words
    this.#place = dialog.querySelector('[data-palette-found]')
    this.#status = dialog.querySelector('[data-palette-status]')
    dialog.addEventListener('pointermove', ({ target }) => {
      const at = this.#all().findIndex((option) => target instanceof Node && option.contains(target))
      if (at !== -1 && at !== this.#chosen) this.choose(at)
    })
  }

  get chosen(): HTMLElement | undefined {
    return this.#all()[this.#chosen]
  }

  /** Shows what the server drew, the first option chosen, and says how many there are. */
  show(found: DocumentFragment): void {
    const count = found.querySelector('[data-result-count]')
    this.#say(count?.textContent ?? '')
    count?.remove()
    this.#place?.replaceChildren(found)
    this.#words.ariaExpanded = String(this.#all().length > 0)
    this.choose(0)
  }

  empty(): void {
    this.#place?.replaceChildren()
    this.#words.ariaExpanded = 'false'
    this.#words.removeAttribute('aria-activedescendant')
    this.#say('')
  }

  /** What was found before stands for something else. */
  fail(): void {
    this.empty()
    this.#say('The server can’t be reached. Try again in a moment.')
  }

  /** Moves the choice up or down, and round at the ends. */
  move(steps: number): void {
    const count = this.#all().length
    if (count > 0) this.choose((this.#chosen + steps + count) % count)
  }

  /** Chooses the option at a place; -1 is the last one. */
  choose(place: number): void {
    const options = this.#all()
    this.#chosen = place === -1 ? options.length - 1 : place
    for (const [at, option] of options.entries()) option.ariaSelected = String(at === this.#chosen)
    const { chosen } = this
    if (chosen === undefined) return this.#words.removeAttribute('aria-activedescendant')
    this.#words.setAttribute('aria-activedescendant', chosen.id)
    chosen.scrollIntoView({ block: 'nearest' })
  }

  #all(): HTMLElement[] {
    return [...(this.#place?.querySelectorAll<HTMLElement>('[role="option"]') ?? [])]
  }

  #say(words: string): void {
    if (this.#status !== null) this.#status.textContent = words
  }
}
