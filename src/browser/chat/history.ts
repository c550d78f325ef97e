import { insertInOrder } from '../live/order.ts'
import { parseFragment } from '../live/patches.ts'
import { dropNewest, dropOldest, lead } from './history-window.ts'
import type { LogScroll } from '../conversation/log-scroll.ts'

/** How far ahead of the reader further pages are fetched. */
const AHEAD = '800px 0px'
const RETRY_MS = 3000

/** What the history of a talk works on. */
export type HistoryParts = {
  talk: HTMLElement
  scroller: HTMLElement
  list: HTMLElement
  scroll: LogScroll
  /** Decorates what was just inserted. */
  decorate: () => void
  /** Called before a page is fetched; its answer is called when the page is shown, and told whether it was the newest one. */
  begin: () => (isNewest: boolean) => void
}

/** Loads further pages as the reader comes near the first or last message shown, and drops those that they have left far behind. */
export class MessageHistory {
  #parts: HistoryParts
  #loading = new Set<HTMLAnchorElement>()
  #near: IntersectionObserver

  constructor(parts: HistoryParts) {
    this.#parts = parts
    this.#near = new IntersectionObserver((seen) => this.#loadSeen(seen), { root: parts.scroller, rootMargin: AHEAD })
    parts.scroller.addEventListener('click', (event) => this.#loadClicked(event))
    this.watch()
  }

  /** Watches the links to further pages; to be called again when they were replaced. */
  watch(): void {
    this.#near.disconnect()
    for (const link of this.#parts.scroller.querySelectorAll('[data-older], [data-newer]')) this.#near.observe(link)
  }

  /** Drops what has become too much while the reader stands at the end. */
  dropOldest(): void {
    if (dropOldest(this.#parts)) this.#settle()
  }

  #settle(): void {
    this.#parts.decorate()
    this.watch()
  }

  #loadSeen(seen: IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of seen) {
      if (isIntersecting && target instanceof HTMLAnchorElement) void this.#load(target)
    }
  }

  #loadClicked(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('[data-older], [data-newer]') : null
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    void this.#load(link)
  }

  async #load(link: HTMLAnchorElement): Promise<void> {
    if (this.#loading.has(link)) return
    this.#loading.add(link)
    link.ariaBusy = 'true'
    const shown = await this.#fetchAndShow(link).catch(() => false)
    link.ariaBusy = null
    // A page that could not be had is tried again after a while, if the reader is still there.
    setTimeout(() => this.#watchAgain(link), shown ? 0 : RETRY_MS)
  }

  async #fetchAndShow(link: HTMLAnchorElement): Promise<boolean> {
    const shown = this.#parts.begin()
    const response = await fetch(fragmentAddress(link), { headers: { accept: 'text/html' } })
    if (!response.ok || response.redirected) return false
    const page = parseFragment(await response.text()).querySelector('ol')
    // The talk may have been fetched anew meanwhile; then this link is gone.
    if (page === null || !link.isConnected) return false
    if ('older' in link.dataset) this.#showOlder(link, page)
    else this.#showNewer(link, page)
    shown('newer' in link.dataset && this.#parts.talk.dataset.newerAfter === '')
    return true
  }

  #showOlder(link: HTMLAnchorElement, page: HTMLOListElement): void {
    const { scroll, decorate } = this.#parts
    scroll.keepPlace(this.#firstSeen(), () => {
      this.#insert(page)
      decorate()
      moveOn(link, page.dataset.olderBefore)
    })
    if (dropNewest(this.#parts)) this.#settle()
  }

  #showNewer(link: HTMLAnchorElement, page: HTMLOListElement): void {
    const { talk, scroll, decorate } = this.#parts
    talk.dataset.newerAfter = page.dataset.newerAfter ?? ''
    scroll.keepPlace(this.#firstSeen(), () => {
      this.#insert(page)
      decorate()
      moveOn(link, page.dataset.newerAfter)
      this.dropOldest()
    })
  }

  /** What must not move. Not the first of the list: that loses its author's name when others of theirs come before it. */
  #firstSeen(): Element | undefined {
    const { scroller, list } = this.#parts
    const { top } = scroller.getBoundingClientRect()
    const messages = [...list.querySelectorAll('[data-message-id]')].slice(1)
    return messages.find((message) => message.getBoundingClientRect().bottom > top) ?? messages.at(-1)
  }

  #insert(page: HTMLOListElement): void {
    for (const message of page.querySelectorAll<HTMLElement>(':scope > [data-message-id]')) {
      if (document.getElementById(message.id) === null) insertInOrder(this.#parts.list, message)
    }
  }

  #watchAgain(link: HTMLAnchorElement): void {
    this.#loading.delete(link)
    this.#near.unobserve(link)
    // Observing anew tells at once whether the link is still near.
    if (link.isConnected) this.#near.observe(link)
  }
}

/** The link leads to a page for those without script; the fragment has the same query. */
function fragmentAddress(link: HTMLAnchorElement): string {
  const address = new URL(link.href)
  return `${address.pathname.replace(/\/$/, '')}/messages/${address.search}`
}

function moveOn(link: HTMLAnchorElement, position: string | undefined): void {
  if (position === undefined || position === '') link.remove()
  else lead(link, 'older' in link.dataset ? 'before' : 'after', position)
}
