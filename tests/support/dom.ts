import type { Page } from '@playwright/test'

/**
 * The HTML that a page shows in `selector`, without what differs between two drawings of the same state: tokens, the version that
 * the first paint had, who is here just now, and marks of motion.
 */
export function drawn(page: Page, selector: string): Promise<string[]> {
  return page.locator(selector).evaluateAll((roots) =>
    roots.flatMap((root) => {
      const copy = root.cloneNode(true) as Element
      // What was unread when the page was opened and the way down from there, what the browser shows at the pointer, and notices,
      // which lie in an open panel.
      for (const passing of copy.querySelectorAll(
        '[data-unread-bar], .divider.new, .jump-to-new, [data-added="actions"], .toasts, .connection',
      ))
        passing.remove()
      for (const field of copy.querySelectorAll('[name="_csrf"], [name="clientId"]')) field.removeAttribute('value')
      for (const face of copy.querySelectorAll('[data-user-id][title]'))
        face.setAttribute('aria-label', face.getAttribute('title') ?? '')
      for (const words of copy.querySelectorAll('[data-presence-words], [data-moving-words]')) words.textContent = ''
      for (const element of [copy, ...copy.querySelectorAll('*')]) {
        for (const mark of ['data-arrived', 'data-changed', 'data-present', 'data-highlighted', 'open'])
          element.removeAttribute(mark)
        if (
          element.matches(
            '[data-talk], [data-thread], [data-board], [data-task-sheet], [data-members], [data-activity], [data-labels], [data-task-name], [data-board-rooms], [data-rooms-board]',
          )
        )
          for (const mark of ['data-version', 'data-read-version', 'data-first-unread', 'data-people-count'])
            element.removeAttribute(mark)
        const attributes = [...element.attributes].map(({ name, value }) => [name, value] as const)
        for (const [name] of attributes) element.removeAttribute(name)
        for (const [name, value] of attributes.toSorted(([one], [other]) => one.localeCompare(other)))
          element.setAttribute(name, value)
      }
      return copy.outerHTML.replaceAll(/\s+/g, ' ').replaceAll('> <', '><').split(/(?=<)/)
    }),
  )
}
