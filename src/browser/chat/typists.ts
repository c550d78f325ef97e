import type { Typist } from '../live/protocol.ts'

const SHOW_AFTER_MS = 300
const FORGET_AFTER_MS = 6000

/** Who is typing, by what was told. Times are in milliseconds, by any one clock. */
export class Typists {
  #selfId: number
  #people = new Map<number, { username: string; firstSeen: number; lastSeen: number }>()

  constructor(selfId: number) {
    this.#selfId = selfId
  }

  /** Somebody was told to type at `now`. Oneself is left out. */
  seen(person: Typist, now: number): void {
    if (person.id === this.#selfId) return
    const firstSeen = this.#people.get(person.id)?.firstSeen ?? now
    this.#people.set(person.id, { username: person.username, firstSeen, lastSeen: now })
  }

  /** Somebody stopped, or their message has come. */
  gone(personId: number): void {
    this.#people.delete(personId)
  }

  /** Those to show at `now`; those not heard of for six seconds are forgotten. */
  shownAt(now: number): Typist[] {
    for (const [id, { lastSeen }] of this.#people) if (now - lastSeen >= FORGET_AFTER_MS) this.#people.delete(id)
    const shown = [...this.#people].filter(([, { firstSeen }]) => now - firstSeen >= SHOW_AFTER_MS)
    return shown.map(([id, { username }]) => ({ id, username }))
  }

  /** How many milliseconds after `now` somebody comes to be shown or forgotten; null when nobody types. */
  nextChangeMs(now: number): number | null {
    const moments = [...this.#people.values()].flatMap(({ firstSeen, lastSeen }) => [
      firstSeen + SHOW_AFTER_MS,
      lastSeen + FORGET_AFTER_MS,
    ])
    const waits = moments.filter((moment) => moment > now).map((moment) => moment - now)
    return waits.length === 0 ? null : Math.min(...waits)
  }
}

/** One sentence about who types; empty when nobody does. */
export function typingWords(names: string[]): string {
  const [first, second] = names
  if (first === undefined) return ''
  if (second === undefined) return `${first} is typing…`
  return names.length === 2 ? `${first} and ${second} are typing…` : 'Several people are typing…'
}
