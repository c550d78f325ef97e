import { makeBoard, post } from '../support/boards.ts'
import { expect, test, type Page } from '../support/browser.ts'
import { composer, message, messages, say } from '../support/talk.ts'

test('two people meet on a board, and talk live in its room', async ({ person, enter }) => {
  const [ana, ben] = [await person('Ana Alves'), await person('Ben Berg')]
  const anas = await enter(ana, '/')

  await test.step('Ana makes a board, puts Ben on it and makes a room', async () => {
    await anas.getByRole('main').getByRole('link', { name: 'New board' }).click()
    await anas.getByLabel('Name', { exact: true }).fill('Spring launch')
    await anas.getByRole('button', { name: 'Make the board' }).click()
    await anas.getByRole('link', { name: 'Invite' }).click()
    await anas.getByLabel('Username').fill(ben.username)
    await anas.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(anas.locator('.member', { hasText: `@${ben.username}` })).toContainText('Member')
    await anas.locator('.sidebar').getByRole('link', { name: 'Spring launch' }).click()
    await anas.locator('.room-switch summary').click()
    await anas.getByRole('link', { name: 'New room' }).click()
    await anas.getByLabel('Name', { exact: true }).fill('photos')
    await anas.getByRole('button', { name: 'Make the room' }).click()
    await expect(anas.getByRole('heading', { level: 1, name: 'photos' })).toBeVisible()
  })

  const bens = await enter(ben, '/messaging/')
  await test.step('each hears the other without loading the page, on the room’s page and beside the board', async () => {
    await bens.getByRole('main').getByRole('link', { name: 'photos' }).click()
    await say(anas, 'Are the pictures ready?')
    await expect(message(bens, 'Are the pictures ready?').locator('.author')).toHaveText('Ana Alves')
    await bens.locator('.board-glance').getByRole('link', { name: 'Spring launch' }).click()
    await bens.waitForLoadState()
    await say(bens, 'All twelve of them.')
    await expect(message(anas, 'All twelve of them.').locator('.author')).toHaveText('Ben Berg')
    await expect(message(anas, 'Are the pictures ready?')).toHaveAttribute('data-mine')
    await expect(message(anas, 'All twelve of them.')).not.toHaveAttribute('data-mine')
  })

  await test.step('who types is shown, and forgotten when nothing more comes', async () => {
    await composer(anas).pressSequentially('Then I will')
    await expect(bens.getByText('Ana Alves is typing…')).toBeVisible()
    await expect(anas.getByText('is typing…')).toBeHidden()
    await expect(bens.getByText('Ana Alves is typing…')).toBeHidden({ timeout: 9_000 })
    await composer(anas).press('Enter')
    await expect(message(bens, 'Then I will')).toBeVisible()
  })

  await test.step('what looks like markup is text', async () => {
    await say(bens, '<b>bold</b> & "quoted"')
    await expect(message(anas, '<b>bold</b> & "quoted"')).toBeVisible()
  })
})

test('a long history comes page by page, and what one reads stays in place', async ({ person, enter }) => {
  const ana = await person('Ana Alves')
  const board = await makeBoard(ana, 'History')
  for (let number = 1; number <= 120; number += 1)
    await post(ana, board.roomId, `Message ${number}\n\nof one\n\nhundred and twenty`)
  const page = await enter(ana, `/messaging/room/${board.roomId}/`)
  await expect(messages(page)).toHaveCount(50)
  await expect(messages(page).last()).toBeInViewport()

  for (const count of [100, 120]) {
    const before = await scrollToBeginning(page)
    await expect(messages(page)).toHaveCount(count)
    expect(Math.abs((await topOf(page, before.id)) - before.top)).toBeLessThanOrEqual(2)
  }
  await expect(page.locator('[data-older]')).toHaveCount(0)
  const positions = await messages(page).evaluateAll((all) => all.map((one) => Number(one.dataset['position'])))
  expect(positions).toEqual(Array.from({ length: 120 }, (_, index) => index + 1))
})

test('who is chosen by hand stays chosen when the answer to the last letter comes', async ({ person, enter }) => {
  const [ana, ben, bea] = [await person('Ana Alves'), await person('Ben Berg'), await person('Bea Blum')]
  const board = await makeBoard(ana, 'Late answers', [ben, bea])
  const page = await enter(ana, `/messaging/room/${board.roomId}/`)
  let answerNow: () => void = () => undefined
  const held = new Promise<void>((resolve) => (answerNow = resolve))
  await page.route(/\/api\/v1\/mentions\?.*q=be/, async (route) => {
    await held
    await route.continue()
  })
  await composer(page).focus()
  await page.keyboard.type('@b')
  const options = page.getByRole('option')
  await expect(options).toHaveCount(2)
  const asked = page.waitForRequest(/q=be/)
  await page.keyboard.type('e')
  await asked
  await page.keyboard.press('ArrowDown')
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true')
  const before = await options.nth(1).elementHandle()
  answerNow()
  // The answer draws the list anew.
  await expect.poll(() => before?.evaluate((option) => option.isConnected)).toBe(false)
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true')
  const chosen = (await options.nth(1).locator('.suggestion-username').textContent())?.trim() ?? ''
  await page.keyboard.press('Enter')
  await expect(composer(page)).toHaveValue(`${chosen} `)
})

test('a mention is completed with the keyboard alone', async ({ person, enter }) => {
  const [ana, ben, bea] = [await person('Ana Alves'), await person('Ben Berg'), await person('Bea Blum')]
  const board = await makeBoard(ana, 'Mentions', [ben, bea])
  const page = await enter(ana, `/messaging/room/${board.roomId}/`)
  await composer(page).focus()
  await page.keyboard.type('Ask @be')
  const options = page.getByRole('option')
  await expect(options).toHaveCount(2)
  await expect(options.first()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('ArrowDown')
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true')
  const activeId = await composer(page).getAttribute('aria-activedescendant')
  expect(activeId).toBe(await options.nth(1).getAttribute('id'))
  const chosen = (await options.nth(1).locator('.suggestion-username').textContent())?.trim() ?? ''
  await page.keyboard.press('Enter')
  await expect(page.getByRole('listbox')).toBeHidden()
  await expect(composer(page)).toHaveValue(`Ask ${chosen} `)
  await page.keyboard.type('about it')
  await page.keyboard.press('Enter')
  await expect(message(page, `Ask ${chosen} about it`).locator('.mention')).toHaveText(chosen)
  await page.keyboard.type('@b')
  await expect(options).toHaveCount(2)
  await page.keyboard.press('Escape')
  await expect(options).toHaveCount(0)
  await expect(composer(page)).toHaveValue('@b')
})

/** Near enough to the beginning that older messages are fetched; tells where the first message in sight stands then. */
function scrollToBeginning(page: Page): Promise<{ id: string; top: number }> {
  return page.locator('[data-scroller]').evaluate((scroller) => {
    scroller.scrollTop = 300
    const { top } = scroller.getBoundingClientRect()
    const all = [...scroller.querySelectorAll('.message')]
    const first = all.find((one) => one.getBoundingClientRect().bottom > top)
    return { id: first?.id ?? '', top: first?.getBoundingClientRect().top ?? Number.NaN }
  })
}

function topOf(page: Page, id: string): Promise<number> {
  return page.locator(`#${id}`).evaluate((element) => element.getBoundingClientRect().top)
}
