import type { BrowserContextOptions } from '@playwright/test'
import { makeBoard } from '../support/boards.ts'
import { expect, test, type Page } from '../support/browser.ts'
import { doorPages, everyPage } from '../support/every-page.ts'
import { message } from '../support/talk.ts'

const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
}

for (const width of [390, 360]) {
  test(`no page scrolls sideways on a phone of ${width} pixels`, async ({ person, enter, visit, watch }) => {
    watch.allowRefusals()
    const [ana, ben] = [await person('Ana Alves'), await person('Ben Berg')]
    const pages = await everyPage(ana, ben)
    const narrow = { ...phone, viewport: { width, height: 844 } }
    await expectAllFit(await enter(ana, '/', narrow), pages)
    await expectAllFit(await visit('/accounts/login/', narrow), doorPages)
  })
}

test('on a phone the drawer leads to rooms, and the tabs between board and conversation', async ({ person, enter }) => {
  const ana = await person('Ana Alves')
  const board = await makeBoard(ana, 'Pocket')
  const page = await enter(ana, '/', phone)

  await expect(page.locator('.sidebar')).toBeHidden()
  await page.getByRole('button', { name: 'Boards and rooms' }).tap()
  await expect(page.locator('.sidebar')).toBeVisible()
  await page.locator('.sidebar').getByRole('link', { name: '# general' }).tap()
  await expect(page).toHaveURL(`/messaging/room/${board.roomId}/`)
  await expect(page.locator('.sidebar')).toBeHidden()

  const tabs = page.getByRole('navigation', { name: 'Board or conversation' })
  await tabs.getByRole('link', { name: 'Board' }).tap()
  await expect(page.locator('.column').first()).toBeVisible()
  await expect(page.getByRole('log')).toBeHidden()
  await tabs.getByRole('link', { name: 'Conversation' }).tap()
  await expect(page.getByRole('log')).toBeVisible()

  await page.getByLabel('Message to general').fill('From the tram')
  await page.getByRole('button', { name: 'Send' }).tap()
  await expect(message(page, 'From the tram')).toBeInViewport()
  // The composer takes the place of the bar at the bottom.
  await tabs.getByRole('link', { name: 'Board' }).tap()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'My work' }).tap()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ana')
})

async function expectAllFit(page: Page, addresses: Record<string, string>): Promise<void> {
  for (const [name, address] of Object.entries(addresses)) {
    await page.goto(address)
    const { content, window } = await page.evaluate(() => ({
      content: document.documentElement.scrollWidth,
      window: document.documentElement.clientWidth,
    }))
    expect.soft(content, `${name} is as wide as the screen of ${window}`).toBeLessThanOrEqual(window)
  }
}
