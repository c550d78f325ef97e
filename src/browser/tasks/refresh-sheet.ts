import { currentSheet, fetchSheet, isDrawnForOthers, noteDrawn, showFresh } from './sheet.ts'

type Followers = {
  /** The task was deleted, or is not to be seen any more. */
  gone: () => void
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
      // Without the server nothing can be fetched; the next change, or coming back, brings it.
      this.#isStale = true
    })
    return this.#running
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
      return
    }
    noteDrawn(fresh)
    sheet.replaceWith(fresh)
    this.#followers.renewed(fresh)
  }

  #catchUp(): void {
    if (!this.#isStale || currentSheet() === null) return
    this.#isStale = false
    // The focus has left, but is nowhere else yet.
    setTimeout(() => void this.refresh())
  }
}
