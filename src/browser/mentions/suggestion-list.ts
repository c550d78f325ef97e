import { isMeant, type Mentionable, type Person } from './people.ts'

/** How a suggestion is drawn. Where nobody can call everyone there is no template for that. */
export type Templates = { forPerson: HTMLTemplateElement; forEveryone: HTMLTemplateElement | null }

/** The list above a composer of those who may be mentioned. The focus stays in the text, which names the chosen option. */
export class SuggestionList {
  #text: HTMLTextAreaElement
  #list: HTMLElement
  #templates: Templates
  #people: Mentionable[] = []
  #chosen = 0
  /** Whether it was chosen by hand: then it stays, where it is still meant, when the next answer comes. */
  #isChosenByHand = false

  constructor(text: HTMLTextAreaElement, list: HTMLElement, templates: Templates) {
    this.#text = text
    this.#list = list
    this.#templates = templates
    list.id ||= `${text.id}-suggestions`
    text.setAttribute('aria-controls', list.id)
  }

  get isOpen(): boolean {
    return !this.#list.hidden
  }

  get canCallEveryone(): boolean {
    return this.#templates.forEveryone !== null
  }

  get chosen(): Mentionable | undefined {
    return this.#people[this.#chosen]
  }

  /** Leaves out, until the next answer, those whom a longer query can no longer mean. */
  narrow(query: string): void {
    const fitting = this.#people.filter((person) => isMeant(person, query))
    if (fitting.length < this.#people.length) this.open(fitting)
  }

  /** Shows these people, the first one chosen, unless another was by hand; closes when there are none. */
  open(people: Mentionable[]): void {
    if (people.length === 0) return this.close()
    const { chosen } = this
    const kept = this.#isChosenByHand ? people.findIndex(({ id }) => id === chosen?.id) : -1
    this.#isChosenByHand = kept !== -1
    this.#people = people
    this.#list.replaceChildren(...people.map((person, index) => this.#createOption(person, index)))
    this.#list.hidden = false
    this.choose(Math.max(kept, 0))
  }

  close(): void {
    this.#people = []
    this.#isChosenByHand = false
    this.#list.hidden = true
    this.#list.replaceChildren()
    this.#text.removeAttribute('aria-activedescendant')
  }

  /** Moves the choice up or down, and round at the ends. */
  move(steps: number): void {
    this.#isChosenByHand = true
    this.choose((this.#chosen + steps + this.#people.length) % this.#people.length)
  }

  choose(index: number): void {
    this.#chosen = index
    for (const [at, option] of [...this.#list.children].entries()) {
      option.ariaSelected = String(at === index)
      if (at === index) this.#show(option)
    }
  }

  /** The place in the list of the option that holds `target`; -1 when none does. */
  indexOf(target: EventTarget | null): number {
    return [...this.#list.children].findIndex((option) => target instanceof Node && option.contains(target))
  }

  #show(option: Element): void {
    this.#text.setAttribute('aria-activedescendant', option.id)
    option.scrollIntoView({ block: 'nearest' })
  }

  #createOption(who: Mentionable, index: number): Node {
    const template = who.id === null ? this.#templates.forEveryone : this.#templates.forPerson
    const option = template?.content.firstElementChild?.cloneNode(true)
    if (!(option instanceof HTMLElement)) throw new Error('The template of a suggestion is empty')
    option.id = `${this.#list.id}-${index}`
    if (who.id !== null) fillIn(option, who)
    return option
  }
}

function fillIn(option: HTMLElement, { id, username, displayName }: Person): void {
  setWords(option, '.suggestion-name', displayName)
  setWords(option, '.suggestion-username', `@${username}`)
  setWords(option, '.avatar', initials(displayName))
  const avatar = option.querySelector<HTMLElement>('.avatar')
  if (avatar === null) return
  avatar.dataset.tone = String(((id - 1) % 8) + 1)
  avatar.dataset.userId = String(id)
}

function setWords(option: HTMLElement, selector: string, words: string): void {
  const place = option.querySelector(selector)
  if (place !== null) place.textContent = words
}

/** As the server draws them: the first letters of the first and last word, or the first two of the only one. */
function initials(displayName: string): string {
  const words = displayName.trim().split(/\s+/)
  const first = Array.from(words[0] ?? '')
  const last = words.length > 1 ? Array.from(words.at(-1) ?? '') : first.slice(1)
  return `${first[0] ?? '?'}${last[0] ?? ''}`.toUpperCase()
}
