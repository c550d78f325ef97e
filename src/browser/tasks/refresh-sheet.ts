import { pause } from '../shared/pause.ts'
import { currentSheet, fetchSheet, isDrawnForOthers, noteDrawn, showFresh } from './sheet.ts'

/** How long after a fetch that failed the next is tried: while Redis is away the socket stays, and pages are refused. */
const RETRY_MS = 3000

type Followers = {
  /** The task was deleted, or is not to be seen any more. */
  gone: () => void
  /** It is up to date, in whole or in parts. */
  shown: (sheet: HTMLElement) => void
  /** The sheet was put in as a whole. */
  renewed: (sheet: HTMLElement) => void
}

/** Keeps the sheet that the page shows as it is on the server. */
export class SheetRefresher {
  #followers: Followers
  #running: Promise<void> | null = null
  #next: Promise<void> | null = null
  #isStale = false

  constructor(followers: Followers) {
    this.#followers = followers
    // What somebody was writing in is brought up to date when they leave it.
    document.addEventListener('focusout', () => this.#catchUp())
    document.addEventListener('toggle', () => this.#catchUp(), { capture: true })
  }

  /** Resolves when the sheet shows what the server had after this call. One fetch is under way, and one more waits at most. */
  refresh(): Promise<void> {
    this.#next ??= (this.#running ?? Promise.resolve()).then(() => this.#start())
    return this.#next
  }

  #start(): Promise<void> {
    this.#next = null
    this.#running = this.#run().catch(() => {
      // The change was told, and will not be told again when the connection is back.
      void this.#retry()
    })
    return this.#running
  }

  async #retry(): Promise<void> {
    await pause(RETRY_MS)
    if (currentSheet() !== null) await this.refresh()
  }

  async #run(): Promise<void> {
    const sheet = currentSheet()
    if (sheet === null) return
    const fresh = await fetchSheet(Number(sheet.dataset.taskId))
    if (currentSheet() !== sheet) return
    if (fresh === null) this.#followers.gone()
    else this.#show(sheet, fresh)
  }

  #show(sheet: HTMLElement, fresh: HTMLElement): void {
    if (!isDrawnForOthers(sheet, fresh)) {
      this.#isStale = !showFresh(sheet, fresh)
      this.#followers.shown(sheet)
      return
    }
    noteDrawn(fresh)
    sheet.replaceWith(fresh)
    this.#followers.renewed(fresh)
    this.#followers.shown(fresh)
  }

  #catchUp(): void {
    if (!this.#isStale || currentSheet() === null) return
    this.#isStale = false
    // The focus has left, but is nowhere else yet.
    setTimeout(() => void this.refresh())
  }
}
