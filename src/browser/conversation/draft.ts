import { forget, keep, recall } from '../shared/storage.ts'
import type { Place } from './place.ts'

const SAVE_AFTER_MS = 250

/** Whose draft it is, and where. */
export type DraftPlace = { viewerId: number; place: Place; closed?: AbortSignal }

/**
 * Keeps what stands in a composer through reloads, per person and place. Other tabs have the same draft: a tab in which nothing was
 * written shows what they write, and keeps nothing of its own over it.
 */
export class Draft {
  #key: string
  #text: HTMLTextAreaElement
  #shown: () => void
  /** What is kept, as far as this tab knows. */
  #kept = ''
  #timer: ReturnType<typeof setTimeout> | undefined

  /**
   * @param draft `closed` when the composer goes from the page before the page does
   * @param shown called when another tab's draft came into the text
   */
  constructor(text: HTMLTextAreaElement, { viewerId, place, closed }: DraftPlace, shown: () => void) {
    this.#key = `taskflow:draft:${viewerId}:${place}`
    this.#text = text
    this.#shown = shown
    const until = closed ? { signal: closed } : {}
    text.addEventListener('input', () => this.#saveSoon())
    window.addEventListener('storage', (event) => this.#follow(event), until)
    window.addEventListener('pagehide', () => this.save(), until)
    document.addEventListener('visibilitychange', () => document.hidden && this.save(), until)
    closed?.addEventListener('abort', () => this.save())
  }

  /** Puts the kept text back, unless the page came with text (a post that failed without script). */
  restore(): void {
    this.#kept = recall(this.#key) ?? ''
    if (this.#text.value === '') this.#text.value = this.#kept
  }

  /** Keeps the text as it stands now, if it changed here. */
  save(): void {
    clearTimeout(this.#timer)
    if (this.#text.value === this.#kept) return
    this.#kept = this.#text.value
    if (this.#kept === '') forget(this.#key)
    else keep(this.#key, this.#kept)
  }

  /** Another tab kept its text or sent it. A key of null: the whole storage was cleared. */
  #follow({ key, newValue }: StorageEvent): void {
    if (key !== this.#key && key !== null) return
    const isUntouched = this.#text.value === this.#kept
    this.#kept = newValue ?? ''
    if (!isUntouched) return
    this.#text.value = this.#kept
    this.#shown()
  }

  #saveSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.save(), SAVE_AFTER_MS)
  }
}
