import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '../support/browser.ts'
import { doorPages, everyPage } from '../support/every-page.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page, ${colorScheme}`, async ({ person, enter, visit, watch }) => {
    test.setTimeout(180_000)
    watch.allowRefusals()
    const [ana, ben] = [await person('Ana Alves'), await person('Ben Berg')]
    const options = { colorScheme, reducedMotion: 'reduce' as const }
    const inside = await enter(ana, '/', options)
    for (const [name, address] of Object.entries(await everyPage(ana, ben)))
      await expectAccessible(inside, name, address)
    const door = await visit('/accounts/login/', options)
    for (const [name, address] of Object.entries(doorPages)) await expectAccessible(door, name, address)
    await expectAccessibleForms(door)
  })
}

/** A form with mistakes in it. */
async function expectAccessibleForms(page: Page): Promise<void> {
  await page.goto('/accounts/register/')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await expect(page.getByRole('alert')).toBeFocused()
  await expectNoViolations(page, 'register, with mistakes')
}

async function expectAccessible(page: Page, name: string, address: string): Promise<void> {
  await page.goto(address)
  await expectNoViolations(page, name)
}

async function expectNoViolations(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map(({ target }) => target.join(' ')),
  }))
  expect.soft(found, name).toEqual([])
}
