import type { Locator } from '@playwright/test'
import { makeBoard, post } from '../support/boards.ts'
import { expect, test, type Page } from '../support/browser.ts'
import { composer, message, messages } from '../support/talk.ts'

test('a message is edited where it stands, and deleted, and everybody sees it', async ({ person, enter }) => {
  const [ana, ben] = [await person('Ana Alves'), await person('Ben Berg')]
  const board = await makeBoard(ana, 'Edits', [ben])
  await post(ben, board.roomId, 'By Ben')
  await post(ana, board.roomId, 'Frist words')
  await post(ana, board.roomId, 'Last words')
  const room = `/messaging/room/${board.roomId}/`
  const [anas, bens] = [await enter(ana, room), await enter(ben, room)]

  await test.step('what may be done is offered to whom it may', async () => {
    await message(bens, 'Frist words').hover()
    const bar = bens.getByRole('group', { name: 'Actions for Ana Alves’s message' })
    await expect(bar.getByRole('button', { name: 'Copy link' })).toBeVisible()
    await expect(bar.getByRole('button', { name: 'Edit' })).toBeHidden()
    await expect(bar.getByRole('button', { name: 'Delete' })).toBeHidden()
    await message(anas, 'By Ben').hover()
    const anasBar = anas.getByRole('group', { name: 'Actions for Ben Berg’s message' })
    await expect(anasBar.getByRole('button', { name: 'Delete' })).toBeVisible()
    await expect(anasBar.getByRole('button', { name: 'Edit' })).toBeHidden()
  })

  await test.step('with the pointer: Escape leaves it as it was, Enter saves', async () => {
    await message(anas, 'Frist words').hover()
    await anas.getByRole('button', { name: 'Edit' }).click()
    await expect(editor(anas)).toHaveValue('Frist words')
    await editor(anas).fill('Nothing of this')
    await editor(anas).press('Escape')
    await expect(editor(anas)).toHaveCount(0)
    await message(anas, 'Frist words').hover()
    await anas.getByRole('button', { name: 'Edit' }).click()
    await expect(editor(anas)).toHaveValue('Frist words')
    await editor(anas).fill('First **words**')
    await editor(anas).press('Enter')
    await expect(message(bens, 'First words')).toContainText('(edited)')
    await expect(message(anas, 'First words')).toContainText('(edited)')
    await expect(editor(anas)).toHaveCount(0)
  })

  await test.step('with the keyboard alone: the last one from the empty composer, another with the arrows and E', async () => {
    await composer(anas).focus()
    await anas.keyboard.press('ArrowUp')
    await expect(editor(anas)).toHaveValue('Last words')
    await expect(editor(anas)).toBeFocused()
    await anas.keyboard.press('Escape')
    await expect(message(anas, 'Last words')).toBeFocused()
    await anas.keyboard.press('ArrowUp')
    await expect(message(anas, 'First words')).toBeFocused()
    await anas.keyboard.press('e')
    await expect(editor(anas)).toHaveValue('First **words**')
    await anas.keyboard.press('End')
    await anas.keyboard.type('!')
    await anas.keyboard.press('Enter')
    await expect(message(bens, 'First words!')).toBeVisible()
  })

  await test.step('it is deleted after a question, and its line stays', async () => {
    await message(anas, 'Last words').focus()
    await anas.keyboard.press('Tab')
    await anas.keyboard.press('Tab')
    await expect(anas.getByRole('button', { name: 'Edit' })).toBeFocused()
    await anas.getByRole('button', { name: 'Delete' }).press('Enter')
    await anas.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click()
    await expect(message(anas, 'Last words')).toBeVisible()
    await message(anas, 'Last words').hover()
    await anas.getByRole('button', { name: 'Delete' }).click()
    await anas.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    for (const page of [anas, bens]) {
      await expect(messages(page).last()).toContainText('This message was deleted')
      await expect(message(page, 'Last words')).toHaveCount(0)
    }
    await expect(messages(anas).last()).toBeFocused()
  })
})

test('what is being typed into a message survives its being drawn anew, and a save that fails', async ({
  person,
  enter,
  watch,
}) => {
  watch.allowRefusals()
  watch.allow(/net::ERR_FAILED/)
  const ana = await person('Ana Alves')
  const board = await makeBoard(ana, 'Kept')
  const { id } = await post(ana, board.roomId, 'One')
  const page = await enter(ana, `/messaging/room/${board.roomId}/`)
  await message(page, 'One').focus()
  await page.keyboard.press('e')
  await editor(page).fill('Mine, half wr')
  await ana.http.call('PATCH', `/api/v1/messages/${id}`, { content: 'Theirs' })
  await expect(message(page, 'Theirs')).toHaveCount(1)
  await expect(editor(page)).toBeFocused()
  await page.keyboard.type('itten')
  await expect(editor(page)).toHaveValue('Mine, half written')

  await test.step('what was saved meanwhile is shown, and written over only when told again', async () => {
    await page.keyboard.press('Enter')
    await expect(page.locator('.entry-editor')).toContainText('Was changed elsewhere since you began')
    await expect(page.locator('[data-entry-theirs-words]')).toHaveText('Theirs')
    await expect(editor(page)).toHaveValue('Mine, half written')
    await editor(page).press('Enter')
    await expect(message(page, 'Mine, half written')).toBeVisible()
    await expect(editor(page)).toHaveCount(0)
  })

  await test.step('without a connection it stays', async () => {
    await message(page, 'Mine, half written').focus()
    await page.keyboard.press('e')
    await expect(editor(page)).toBeVisible()
    await page.context().route('**/api/v1/messages/*', (route) => route.abort())
    await editor(page).fill('After the cut')
    await editor(page).press('Enter')
    await expect(page.locator('.entry-editor')).toContainText('The server can’t be reached')
    await page.context().unroute('**/api/v1/messages/*')
    await editor(page).press('Enter')
    await expect(message(page, 'After the cut')).toBeVisible()
  })
})

test('an editor opens once however often it is asked for, and what was typed into it is there after a reload', async ({
  person,
  enter,
  watch,
}) => {
  watch.allowRefusals()
  const ana = await person('Ana Alves')
  const board = await makeBoard(ana, 'Once')
  const { id } = await post(ana, board.roomId, 'One')
  const page = await enter(ana, `/messaging/room/${board.roomId}/`)
  let answer = (): void => {}
  const isAsked = new Promise<void>((resolve) => (answer = resolve))
  let timesAsked = 0
  await page.route(`**/api/v1/messages/${id}`, async (route) => {
    timesAsked += 1
    await isAsked
    await route.continue()
  })
  await composer(page).focus()
  const asked = page.waitForRequest(`**/api/v1/messages/${id}`)
  await page.keyboard.press('ArrowUp')
  await asked
  await page.keyboard.press('ArrowUp')
  await message(page, 'One').hover()
  await page.getByRole('button', { name: 'Edit' }).click()
  answer()
  await expect(editor(page)).toHaveValue('One')
  await page.unroute(`**/api/v1/messages/${id}`)
  await expect(editor(page)).toHaveCount(1)
  expect(timesAsked).toBe(1)

  await test.step('after a reload it goes on from what was typed, and does not write over what came meanwhile', async () => {
    await editor(page).fill('One, half wr')
    await page.reload()
    await ana.http.call('PATCH', `/api/v1/messages/${id}`, { content: 'Meanwhile' })
    await expect(message(page, 'Meanwhile')).toBeVisible()
    await composer(page).focus()
    await page.keyboard.press('ArrowUp')
    await expect(editor(page)).toHaveValue('One, half wr')
    await editor(page).press('Enter')
    await expect(page.locator('[data-entry-theirs-words]')).toHaveText('Meanwhile')
    await editor(page).press('Enter')
    await expect(message(page, 'One, half wr')).toBeVisible()
  })
})

function editor(page: Page) {
  return page.locator('.entry-editor textarea')
}

test('a long history is read to its beginning and down again, and the page holds a part of it', async ({
  person,
  enter,
}) => {
  test.setTimeout(300_000)
  // More than twice of what the page holds.
  const total = 500
  const [ana, ben] = [await person('Ana Alves'), await person('Ben Berg')]
  const board = await makeBoard(ana, 'Long', [ben])
  for (let first = 1; first <= total; first += 100)
    await Promise.all(Array.from({ length: 100 }, (_, more) => post(ana, board.roomId, `Number ${first + more}`)))
  const page = await enter(ben, `/messaging/room/${board.roomId}/`)
  await expect(messages(page).last()).toBeInViewport()

  await test.step('up to the very first message: never more than a few pages, and what one reads stays in place', async () => {
    for (let round = 0; (await page.locator('[data-older]').count()) > 0; round += 1) {
      expect(round).toBeLessThan(60)
      await scrollBy(page, -1500)
    }
    await expect(position(messages(page).first())).resolves.toBe(1)
    expect(await messages(page).count()).toBeLessThanOrEqual(250)
    await expect(page.locator('[data-newer]')).toHaveCount(1)
  })

  await test.step('what is said meanwhile is counted, and not put behind what is shown', async () => {
    const shown = await messages(page).count()
    await post(ana, board.roomId, 'While you read')
    await expect(page.getByRole('button', { name: '1 new message' })).toBeVisible()
    expect(await messages(page).count()).toBe(shown)
  })

  await test.step('down to the end again, without a gap or a double', async () => {
    const seen = new Set<number>()
    for (let round = 0; (await page.locator('[data-newer]').count()) > 0; round += 1) {
      expect(round).toBeLessThan(60)
      for (const one of await positions(page)) seen.add(one)
      await scrollBy(page, 1500)
      expect(await messages(page).count()).toBeLessThanOrEqual(250)
    }
    const last = await positions(page)
    for (const one of last) seen.add(one)
    expect(last).toEqual(last.toSorted((one, other) => one - other))
    expect(seen.size).toBe(total + 1)
    await page.locator('[data-scroller]').evaluate((scroller) => (scroller.scrollTop = scroller.scrollHeight))
    await expect(message(page, 'While you read')).toBeInViewport()
    await expect(page.getByRole('button', { name: 'new message' })).toHaveCount(0)
  })
})

test('what is new is marked, found by one click, and read once its end was seen', async ({ person, enter }) => {
  const [ana, ben] = [await person('Ana Alves'), await person('Ben Berg')]
  const board = await makeBoard(ana, 'New', [ben])
  await post(ben, board.roomId, 'My own')
  for (let number = 1; number <= 80; number += 1) await post(ana, board.roomId, `New ${number}`)
  const page = await enter(ben, `/messaging/room/${board.roomId}/`)
  const bar = page.getByRole('link', { name: '80 new messages since' })
  await expect(bar).toBeVisible()
  await expect
    .poll(
      async () =>
        (await ben.http.call<{ unread: number }>('POST', `/api/v1/rooms/${board.roomId}/read`, { version: 0 })).unread,
    )
    .toBe(0)
  await bar.click()
  await expect(message(page, 'New 1')).toBeInViewport()
  await expect(page.locator('.divider.new + .message, .divider.new + .divider + .message')).toHaveText(/New 1\b/)
  await expect(page.locator('.divider.new')).toHaveCount(1)
  await expect(bar).toHaveCount(0)

  await test.step('while older messages are read nothing is marked as read', async () => {
    await post(ana, board.roomId, 'Later')
    await expect(page.getByRole('button', { name: '1 new message' })).toBeVisible()
    const { unread } = await ben.http.call<{ unread: number }>('POST', `/api/v1/rooms/${board.roomId}/read`, {
      version: 0,
    })
    expect(unread).toBe(1)
  })

  await test.step('a link leads to one message and shows which', async () => {
    const href = await message(page, 'New 30').locator('a.timestamp').getAttribute('href')
    await page.goto(href ?? '')
    await expect(message(page, 'New 30')).toBeInViewport()
    await expect(message(page, 'New 30')).toHaveAttribute('data-highlighted')
  })
})

async function scrollBy(page: Page, pixels: number): Promise<void> {
  // Where the message in the middle of the view stands before and after what was fetched: it moves as far as was scrolled.
  await page.locator('[data-scroller]').evaluate(async (scroller, by) => {
    scroller.scrollTop += by
    const { top, height } = scroller.getBoundingClientRect()
    const middle = [...scroller.querySelectorAll('.message')].find(
      (one) => one.getBoundingClientRect().bottom > top + height / 2,
    )
    const before = middle?.getBoundingClientRect().top ?? 0
    const linkHeight = scroller.querySelector('[data-newer]')?.getBoundingClientRect().height ?? 0
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    while (scroller.querySelector('[aria-busy="true"]') !== null)
      await new Promise((resolve) => requestAnimationFrame(resolve))
    const moved = Math.abs((middle?.getBoundingClientRect().top ?? Number.NaN) - before)
    // At the very end the last few messages may be lower than the link in whose stead they came: what stands above comes down by the rest.
    const isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= 1
    const most = isAtEnd && scroller.querySelector('[data-newer]') === null ? Math.max(2, linkHeight) : 2
    if (!(moved <= most)) throw new Error(`what one reads moved by ${moved} pixels; at the end: ${isAtEnd}`)
  }, pixels)
}

function positions(page: Page): Promise<number[]> {
  return messages(page).evaluateAll((all) => all.map((one) => Number(one.dataset['position'])))
}

async function position(one: Locator): Promise<number> {
  return Number(await one.getAttribute('data-position'))
}
