import type { Page } from '@playwright/test'

/**
 * The HTML that a page shows in `selector`, without what differs between two drawings of the same state: tokens, the version that
 * the first paint had, and marks of motion.
 */
export function drawn(page: Page, selector: string): Promise<string[]> {
  return page.locator(selector).evaluateAll((roots) => roots.flatMap(normalise), undefined)

  function normalise(root: Element): string[] {
    const copy = root.cloneNode(true) as Element
    for (const field of copy.querySelectorAll('[name="_csrf"], [name="clientId"]')) field.removeAttribute('value')
    for (const element of [copy, ...copy.querySelectorAll('*')]) {
      element.removeAttribute('data-arrived')
      element.removeAttribute('open')
      if (element.matches('[data-talk], [data-board]')) element.removeAttribute('data-version')
      const sorted = [...element.attributes].toSorted((one, other) => one.name.localeCompare(other.name))
      for (const { name, value } of sorted) {
        element.removeAttribute(name)
        element.setAttribute(name, value)
      }
    }
    return copy.outerHTML.replaceAll(/\s+/g, ' ').replaceAll('> <', '><').split(/(?=<)/)
  }
}
