import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** What differs between light and dark, and nothing else does. */
const rulesOfColours = ['color-contrast', 'link-in-text-block']

/**
 * Expects that axe finds nothing on the page: everything in light, and what hangs on colours in dark too.
 * @param name what the page is called in a failure
 * @param within a selector, to look at a part of the page only
 */
export async function expectAccessible(page: Page, name: string, within?: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  expect.soft(await violations(page, within), `${name}, light`).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  expect.soft(await violations(page, within, rulesOfColours), `${name}, dark`).toEqual([])
}

async function violations(page: Page, within?: string, rules?: string[]): Promise<object[]> {
  // There are no frames in our pages: in one go, without a page of its own for each result.
  const builder = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
  if (within !== undefined) builder.include(within)
  if (rules !== undefined) builder.withRules(rules)
  const found = await builder.analyze()
  return found.violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map(({ target }) => target.join(' ')),
  }))
}
