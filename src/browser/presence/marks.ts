import type { PresentPerson, Presence } from '../live/protocol.ts'

/** Parts of pages in which faces say who is here; those that come into them later are marked as well. */
const PARTS = '.board-header, .room-header, [data-members], [data-suggestions]'

const WORDS: Record<Exclude<Presence, 'offline'>, string> = { active: 'here now', away: 'away' }

/** Who is here, and the marks of it on the page. */
export class PresenceMarks {
  #people = new Map<number, Presence>()
  #parts: Element[]

  constructor(page: Document) {
    this.#parts = [...page.querySelectorAll(PARTS)]
    const observer = new MutationObserver(() => this.#markAll())
    for (const part of this.#parts) observer.observe(part, { childList: true, subtree: true })
  }

  setAll(people: PresentPerson[]): void {
    this.#people = new Map(people.map(({ id, status }) => [id, status]))
    this.#markAll()
  }

  set({ id, status }: PresentPerson): void {
    this.#people.set(id, status)
    this.#markAll()
  }

  #markAll(): void {
    for (const part of this.#parts) {
      for (const face of part.querySelectorAll<HTMLElement>('.avatar[data-user-id]')) {
        markFace(face, this.#people.get(Number(face.dataset.userId)) ?? 'offline')
      }
    }
  }
}

/** Only what differs is written: a change of the page would be marked again without end. */
export function markFace(face: HTMLElement, status: Presence): void {
  if ((face.dataset.present ?? 'offline') === status) return
  if (status === 'offline') delete face.dataset.present
  else face.dataset.present = status
  sayStatus(face, status === 'offline' ? '' : WORDS[status])
}

/** The colour of a dot is not all: a face with a name has it in its label, others have a place for it beside them. */
function sayStatus(face: HTMLElement, words: string): void {
  if (face.title !== '') face.setAttribute('aria-label', words === '' ? face.title : `${face.title}, ${words}`)
  const place = face.closest('li')?.querySelector<HTMLElement>('[data-presence-words]')
  if (place === null || place === undefined) return
  place.textContent = words === '' ? '' : `${place.dataset.before ?? ''}${words}`
}
