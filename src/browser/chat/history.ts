import { insertInOrder } from '../live/order.ts'
import { parseFragment } from '../live/patches.ts'
import type { LogScroll } from './log-scroll.ts'

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
  /** Called before a newer page is fetched; its answer is called when that page was the newest one. */
  beginNewer: () => () => void
}

/** Loads further pages as the reader comes near the first or last message shown. */
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
    const reachedEnd = 'newer' in link.dataset ? this.#parts.beginNewer() : () => {}
    const response = await fetch(fragmentAddress(link), { headers: { accept: 'text/html' } })
    if (!response.ok || response.redirected) return false
    const page = parseFragment(await response.text()).querySelector('ol')
    // The talk may have been fetched anew meanwhile; then this link is gone.
    if (page === null || !link.isConnected) return false
    if ('older' in link.dataset) this.#showOlder(link, page)
    else this.#showNewer(link, page, reachedEnd)
    return true
  }

  #showOlder(link: HTMLAnchorElement, page: HTMLOListElement): void {
    const { list, scroll, decorate } = this.#parts
    const anchor = list.querySelector('[data-message-id]') ?? undefined
    scroll.keepPlace(anchor, () => {
      this.#insert(page)
      decorate()
      moveOn(link, page.dataset.olderBefore)
    })
  }

  #showNewer(link: HTMLAnchorElement, page: HTMLOListElement, reachedEnd: () => void): void {
    const { talk, list, scroll, decorate } = this.#parts
    const anchor = [...list.querySelectorAll('[data-message-id]')].at(-1)
    scroll.keepPlace(anchor, () => {
      this.#insert(page)
      decorate()
      moveOn(link, page.dataset.newerAfter)
    })
    talk.dataset.newerAfter = page.dataset.newerAfter ?? ''
    if (talk.dataset.newerAfter === '') reachedEnd()
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
  if (position === undefined || position === '') return link.remove()
  const address = new URL(link.href)
  address.searchParams.set('older' in link.dataset ? 'before' : 'after', position)
  link.href = address.pathname + address.search
}
