import type { Live } from '../live/channels.ts'
import { parseFragment } from '../live/patches.ts'
import type { Viewer } from '../shared/viewer.ts'
import { Thread } from './thread.ts'

/** The thread below the task in its panel. */
export class PanelThread {
  #live: Live
  #viewer: Viewer
  #home: HTMLElement | null
  #thread: Thread | null = null

  /** @param dialog the panel */
  constructor(dialog: HTMLElement, live: Live, viewer: Viewer) {
    this.#live = live
    this.#viewer = viewer
    this.#home = dialog.querySelector<HTMLElement>('[data-panel-thread]')
    // The server has drawn it, for pages without a script.
    this.#start()
  }

  /** Fetches a task's thread; null when it can't be had. */
  async fetch(taskId: number): Promise<DocumentFragment | null> {
    const response = await fetch(`/task/${taskId}/comments/thread/`, {
      headers: { accept: 'text/html' },
      cache: 'no-store',
    })
    return response.ok && !response.redirected ? parseFragment(await response.text()) : null
  }

  /** Puts a thread that was fetched into the panel, in the stead of what was there; null for none. */
  show(fetched: DocumentFragment | null): void {
    this.#thread?.close()
    this.#thread = null
    this.#home?.replaceChildren(...(fetched?.children ?? []))
    this.#start()
  }

  #start(): void {
    const element = this.#home?.querySelector<HTMLElement>('[data-thread]') ?? null
    // Whoever loses the thread loses the task, and the panel is closed because of that.
    if (element !== null) this.#thread = new Thread(element, { live: this.#live, viewer: this.#viewer, lost: () => {} })
  }
}
