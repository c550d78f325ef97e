import { expectAccessible } from '../support/axe.ts'
import { expect, test, type Page } from '../support/browser.ts'
import { doorPages, everyPage } from '../support/every-page.ts'

test('axe finds nothing on any page, in light and dark', async ({ person, enter, visit, watch }) => {
  test.setTimeout(480_000)
  watch.allowRefusals()
  const [ana, ben] = [await person('Ana Alves'), await person('Ben Berg')]
  const inside = await enter(ana, '/')
  for (const [name, address] of Object.entries(await everyPage(ana, ben))) {
    await inside.goto(address)
    await expectAccessible(inside, name)
  }
  const door = await visit('/accounts/login/')
  for (const [name, address] of Object.entries(doorPages)) {
    await door.goto(address)
    await expectAccessible(door, name)
  }
  await expectAccessibleForms(door)
})

/** A form with mistakes in it. */
async function expectAccessibleForms(page: Page): Promise<void> {
  await page.goto('/accounts/register/')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await expect(page.getByRole('alert')).toBeFocused()
  await expectAccessible(page, 'register, with mistakes')
}
