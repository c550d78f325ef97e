import { makeBoard } from '../support/boards.ts'
import { everyAdminPage } from '../support/admin-pages.ts'
import { expectAccessible } from '../support/axe.ts'
import { expect, test } from '../support/browser.ts'

test('an administrator finds somebody, disables them while they look at a board, and reads it in the log', async ({
  administrator,
  person,
  enter,
  watch,
}) => {
  // Whose session ended is refused once before their page leaves.
  watch.allowRefusals()
  const leaver = await person('Lea Leaver')
  const board = await makeBoard(leaver, 'To be left')
  const theirs = await enter(leaver, `/boards/${board.id}/`)
  await expect(theirs.getByRole('heading', { level: 1 })).toBeVisible()

  const page = await enter(administrator, '/')
  await page.locator('.sidebar').getByRole('link', { name: 'Admin' }).click()
  await page.getByRole('link', { name: 'Users', exact: true }).click()
  await page.getByLabel('Words to look for').fill(leaver.username)
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 to 1 of 1')).toBeVisible()
  await page.getByRole('checkbox', { name: `Select ${leaver.username}` }).check()
  await expect(page.getByText('1 of 1 selected')).toBeVisible()
  await page.getByLabel('Action for the selected').selectOption('Disable and sign out')
  await page.getByRole('button', { name: 'Apply…' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Disable and sign out?')
  await page.getByRole('button', { name: 'Disable and sign out' }).click()
  await expect(page.getByRole('status').filter({ hasText: '1 user disabled.' })).toBeVisible()

  await expect(theirs).toHaveURL(/\/accounts\/login\//)

  await page.goto('/admin/')
  await page.getByRole('link', { name: 'Audit log' }).click()
  const line = page.getByRole('row').filter({ hasText: leaver.username })
  await expect(line).toContainText('disable')
  await line.getByRole('link', { name: leaver.username }).click()
  await expect(page.getByText('Disabled', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'History' }).click()
  await expect(page.getByRole('row').filter({ hasText: leaver.username })).toHaveCount(1)
})

test('what was typed stays in a form that is not taken', async ({ administrator, enter, watch }) => {
  watch.allowRefusals()
  const page = await enter(administrator, '/admin/users/add/')
  await page.getByLabel('Name', { exact: true }).fill('Nora New')
  await page.getByLabel('Username').fill(administrator.username)
  await page.getByLabel('Password', { exact: true }).fill('quite long enough')
  await page.getByRole('button', { name: 'Add the user' }).click()
  await expect(page.getByRole('alert')).toBeFocused()
  await expect(page.getByLabel('Username')).toHaveAccessibleDescription(/This name is taken/)
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Nora New')
})

test('axe finds nothing on the admin site, and no page of it scrolls sideways on a phone', async ({
  administrator,
  person,
  enter,
  watch,
}) => {
  test.setTimeout(300_000)
  watch.allowRefusals()
  const pages = await everyAdminPage(administrator, await person('Ben Berg'))
  const wide = await enter(administrator, '/admin/')
  const narrow = await enter(administrator, '/admin/', { viewport: { width: 360, height: 800 } })
  for (const [name, address] of Object.entries(pages)) {
    await wide.goto(address)
    await expectAccessible(wide, name)
    await narrow.goto(address)
    const overflow = await narrow.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect.soft(overflow, `${name} at 360`).toBeLessThanOrEqual(0)
    if (process.env['SHOTS']) {
      const file = name.replaceAll(/[^a-z]+/g, '-')
      await wide.screenshot({ path: `/tmp/shots/${file}-dark.png` })
      await wide.emulateMedia({ colorScheme: 'light' })
      await wide.screenshot({ path: `/tmp/shots/${file}.png` })
      await narrow.screenshot({ path: `/tmp/shots/${file}-360.png` })
    }
  }
})
