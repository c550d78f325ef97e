import { forget, keep, recall } from '../shared/storage.ts'

/** What somebody was writing, and the text that they began from. */
export type KeptEdit = { text: string; before: string }

/** Keeps what is being written into a task through reloads, per person and task, until it is saved or discarded. */
export class KeptEdits {
  #viewerId: number

  constructor(viewerId: number) {
    this.#viewerId = viewerId
  }

  recall(taskId: number, field: string): KeptEdit | null {
    const kept = recall(this.#key(taskId, field))
    if (kept === null) return null
    const [before = '', text = ''] = JSON.parse(kept) as string[]
    return { before, text }
  }

  keep(taskId: number, field: string, { text, before }: KeptEdit): void {
    keep(this.#key(taskId, field), JSON.stringify([before, text]))
  }

  forget(taskId: number, field: string): void {
    forget(this.#key(taskId, field))
  }

  #key(taskId: number, field: string): string {
    return `taskflow:edit:${this.#viewerId}:${taskId}:${field}`
  }
}
