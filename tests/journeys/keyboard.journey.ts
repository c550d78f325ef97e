import type { Locator } from '@playwright/test'
import { makeBoard } from '../support/boards.ts'
import { expect, test, type Page } from '../support/browser.ts'
import { composer, message } from '../support/talk.ts'

test('with the keyboard alone: sign in, open a board, post, sign out', async ({ person, visit }) => {
  const ana = await person('Ana Alves')
  const board = await makeBoard(ana, 'Keys')
  const page = await visit('/')

  await tabTo(page, page.getByLabel('Username or e-mail'))
  await page.keyboard.type(ana.username)
  await tabTo(page, page.getByLabel('Password', { exact: true }))
  await page.keyboard.type(ana.password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ana')

  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('main').getByRole('link', { name: 'Keys' }))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/boards/${board.id}/`)
  await page.waitForLoadState()

  await tabTo(page, page.getByLabel('Message to general'))
  await page.keyboard.type('Written by hand')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('in two lines')
  await page.keyboard.press('Enter')
  await expect(message(page, 'Written by hand in two lines')).toBeVisible()
  await expect(composer(page)).toBeFocused()

  await tabTo(page, page.locator('.user-menu summary'))
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeHidden()
  await expect(page.locator('.user-menu summary')).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('button', { name: 'Sign out' }))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/accounts/login/')
})

/** Presses Tab until `target` has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab')
    if (await target.evaluate((element) => element === document.activeElement)) return expect(target).toBeInViewport()
  }
  throw new Error(`80 presses of Tab did not lead to ${String(target)}`)
}
