import { forget, keep, recall } from '../shared/storage.ts'
import type { Place } from './place.ts'

const SAVE_AFTER_MS = 250

/** Whose draft it is, and where. */
export type DraftPlace = { viewerId: number; place: Place; closed?: AbortSignal }

/** Keeps what stands in a composer through reloads, per person and place. */
export class Draft {
  #key: string
  #text: HTMLTextAreaElement
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param closed when the composer goes from the page before the page does */
  constructor(text: HTMLTextAreaElement, { viewerId, place, closed }: DraftPlace) {
    this.#key = `taskflow:draft:${viewerId}:${place}`
    this.#text = text
    const until = closed ? { signal: closed } : {}
    text.addEventListener('input', () => this.#saveSoon())
    window.addEventListener('pagehide', () => this.save(), until)
    document.addEventListener('visibilitychange', () => document.hidden && this.save(), until)
    closed?.addEventListener('abort', () => this.save())
  }

  /** Puts the kept text back, unless the page came with text (a post that failed without script). */
  restore(): void {
    if (this.#text.value === '') this.#text.value = recall(this.#key) ?? ''
  }

  /** Keeps the text as it stands now. */
  save(): void {
    clearTimeout(this.#timer)
    if (this.#text.value === '') forget(this.#key)
    else keep(this.#key, this.#text.value)
  }

  #saveSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.save(), SAVE_AFTER_MS)
  }
}
