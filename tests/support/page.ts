import { parseHTML } from 'linkedom'
import type { LiveChange } from '../../src/platform/live/channel.ts'

/** A page as a browser holds it, patched by the browser's own code. */
export interface Page {
  document: Document
  /** What an attribute of the first match says, as a number. */
  number(selector: string, attribute: string): number
  /** Applies changes as the browser does after a join or an event. */
  apply(changes: LiveChange[]): void
  /** The body, without what is new at every visit: tokens, times in words, and which version is shown. */
  normalised(): string
}

/** Parses a page. `html` is a whole document. */
export async function openPage(html: string): Promise<Page> {
  const { document } = parseHTML(html)
  enter(document)
  const { applyPatches } = await import('../../src/browser/live/patches.ts')
  return {
    document,
    number: (selector, attribute) => Number(document.querySelector(selector)?.getAttribute(attribute)),
    apply(changes) {
      enter(document)
      applyPatches(
        changes.flatMap(({ patches }) => patches),
        'catch-up',
      )
    },
    normalised: () => normalise(document),
  }
}

/** Makes the document the one that the browser's code works on. Nothing moves. */
function enter(document: Document): void {
  const { HTMLElement, HTMLInputElement, HTMLTextAreaElement } = parseHTML('<html></html>')
  const window = { matchMedia: () => ({ matches: true }) }
  Object.assign(globalThis, { document, window, HTMLElement, HTMLInputElement, HTMLTextAreaElement })
}

/**
 * What is new at each visit, words for an emptiness that the style sheet hides, what the browser asks for anew itself, and what was
 * unread when the page was opened.
 */
const passing = [
  'input[type="hidden"]',
  '.empty',
  '[data-filter-menus]',
  '[data-room-count]',
  '[data-rooms-count]',
  '[data-unread-bar]',
].join(', ')

/** What is unread is told by events that pass by, not by patches. */
const counts = ['data-message-count', 'data-read-count', 'data-mentions']

function normalise(document: Document): string {
  const body = document.body.cloneNode(true) as HTMLElement
  for (const element of body.querySelectorAll(passing)) element.remove()
  for (const time of body.querySelectorAll('time')) {
    time.textContent = ''
    time.removeAttribute('title')
    time.removeAttribute('data-state')
  }
  // The browser marks where one is, by the address.
  for (const link of body.querySelectorAll('[aria-current]')) link.removeAttribute('aria-current')
  for (const room of body.querySelectorAll('[data-sidebar-room]')) {
    for (const count of counts) room.removeAttribute(count)
    room.querySelector('a')?.classList.remove('unread')
  }
  for (const holder of body.querySelectorAll(
    '[data-talk], [data-thread], [data-task-sheet], [data-board], [data-members], [data-board-settings], [data-activity], [data-labels], [data-task-name]',
  ))
    for (const name of ['data-version', 'data-read-version', 'data-first-unread', 'data-people-count'])
      holder.removeAttribute(name)
  const pieces = body.innerHTML.split(/(?=<)|(?<=>)/).map((piece) => piece.trim())
  return pieces.filter((piece) => piece !== '').join('\n')
}
