import { forget, keep, recall } from '../shared/storage.ts'

const SAVE_AFTER_MS = 250

/** Keeps what stands in a room's composer through reloads, per person and room. */
export class Draft {
  #key: string
  #text: HTMLTextAreaElement
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(text: HTMLTextAreaElement, viewerId: number, roomId: number) {
    this.#key = `taskflow:draft:${viewerId}:${roomId}`
    this.#text = text
    text.addEventListener('input', () => this.#saveSoon())
    window.addEventListener('pagehide', () => this.save())
    document.addEventListener('visibilitychange', () => document.hidden && this.save())
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
