import { makeBoard } from '../support/boards.ts'
import { expect, test, type Page } from '../support/browser.ts'
import { composer, message } from '../support/talk.ts'

test('with the keyboard alone: sign in, open a board, post, sign out', async ({ person, visit }) => {
  const ana = await person('Ana Alves')
  const board = await makeBoard(ana, 'Keys')
  const page = await visit('/')

  await tabTo(page, 'Username or e-mail')
  await page.keyboard.type(ana.username)
  await tabTo(page, 'Password')
  await page.keyboard.type(ana.password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ana')

  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page, 'Keys')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/boards/${board.id}/`)

  await tabTo(page, 'Message to general')
  await page.keyboard.type('Written by hand')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('in two lines')
  await page.keyboard.press('Enter')
  await expect(message(page, 'Written by hand in two lines')).toBeVisible()
  await expect(composer(page)).toBeFocused()

  await tabTo(page, 'Your account, Ana Alves')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeHidden()
  await expect(page.locator('.user-menu summary')).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page, 'Sign out')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/accounts/login/')
})

/** Presses Tab until what is called `name` has the focus; each stop on the way has to be visible. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab')
    const focused = page.locator(':focus')
    if ((await focused.count()) === 0) continue
    await expect(focused).toBeInViewport()
    if ((await nameOf(page)) === name) return
  }
  throw new Error(`80 presses of Tab did not lead to "${name}"`)
}

function nameOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement
    const label =
      focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement ? focused.labels?.[0] : null
    return (focused?.ariaLabel ?? (label ?? focused)?.textContent ?? '').trim().replaceAll(/\s+/g, ' ')
  })
}
