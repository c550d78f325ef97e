import { expectAccessible } from '../support/axe.ts'
import { makeBoard, messagesOf, post } from '../support/boards.ts'
import { expect, test } from '../support/browser.ts'
import { composer, message, say, spoken } from '../support/talk.ts'

// A web that is killed is found dead some 20 s later, and then everyone's connections are made anew: not those of other journeys.
test.use({ instanceName: 'cut off' })

test('cut off, the page says so, keeps what is written and catches up in order', async ({ person, enter, watch }) => {
  watch.allowOutage()
  const [ana, ben] = [await person('Ana Alves'), await person('Ben Berg')]
  const board = await makeBoard(ana, 'Harbour', [ben])
  const page = await enter(ben, `/messaging/room/${board.roomId}/`)
  const notice = page.locator('.connection')
  await say(page, 'Still here')
  await expect(message(page, 'Still here')).toBeVisible()
  await expect(notice).toBeHidden()

  const cutAt = Date.now()
  await page.context().setOffline(true)
  await expect(notice).toContainText('Reconnecting')
  expect(Date.now() - cutAt).toBeGreaterThan(1_500)

  await say(page, 'Written without a connection')
  const unsent = page.locator('[data-unsent] [data-client-id]')
  await expect(unsent).toContainText('Written without a connection')
  await expect(unsent).toContainText('Not sent yet')
  await composer(page).fill('Begun, not sent')
  for (const number of [1, 2, 3]) await post(ana, board.roomId, `Meanwhile ${number}`)

  await page.context().setOffline(false)
  await expect(message(page, 'Written without a connection')).toBeVisible()
  await expect(notice).toContainText('Live again')
  await expect(unsent).toHaveCount(0)
  await expect(composer(page)).toHaveValue('Begun, not sent')
  const inOrder = ['Still here', 'Meanwhile 1', 'Meanwhile 2', 'Meanwhile 3', 'Written without a connection']
  expect(await spoken(page)).toEqual(inOrder)
  expect(await messagesOf(ana, board.roomId)).toEqual(inOrder)
  await expect(notice).toBeHidden()
})

test('the server is killed while two people write: both messages arrive once', async ({
  person,
  enter,
  instance,
  watch,
}) => {
  watch.allowOutage()
  const [ana, ben] = [await person('Ana Alves'), await person('Ben Berg')]
  const board = await makeBoard(ana, 'Quay', [ben])
  const [anas, bens] = [await enter(ana, `/boards/${board.id}/`), await enter(ben, `/messaging/room/${board.roomId}/`)]
  await say(anas, 'Before')
  await expect(message(bens, 'Before')).toBeVisible()

  await instance.kill('web')
  await say(anas, 'From Ana')
  await say(bens, 'From Ben')

  for (const page of [anas, bens]) {
    await expect(message(page, 'From Ana')).toBeVisible({ timeout: 30_000 })
    await expect(message(page, 'From Ben')).toBeVisible({ timeout: 30_000 })
    await expect(page.locator('[data-unsent] [data-client-id]')).toHaveCount(0)
  }
  const stored = await messagesOf(ana, board.roomId)
  expect(stored.toSorted()).toEqual(['Before', 'From Ana', 'From Ben'])
  expect(await spoken(anas)).toEqual(stored)
  expect(await spoken(bens)).toEqual(stored)
})

test('a server that stopped is come back to although nobody answers whether one is still signed in', async ({
  person,
  enter,
  instance,
  watch,
}) => {
  watch.allowOutage()
  const [ana, ben] = [await person('Ana Alves'), await person('Ben Berg')]
  const board = await makeBoard(ana, 'Buoy', [ben])
  const page = await enter(ben, `/messaging/room/${board.roomId}/`)
  await say(page, 'Before')
  await expect(message(page, 'Before')).toBeVisible()
  await page.route('**/api/v1/me', () => undefined)
  const asked = page.waitForRequest('**/api/v1/me')
  await instance.kill('web', 'SIGTERM')
  await asked
  await instance.untilReady()
  await post(ana, board.roomId, 'After')
  await expect(message(page, 'After')).toBeVisible({ timeout: 30_000 })
})

test('a page that is opened while Redis does not answer shows itself once it does', async ({
  person,
  enter,
  instance,
  watch,
}) => {
  watch.allowOutage()
  watch.allow(/status of 503/)
  const ana = await person('Ana Alves')
  const board = await makeBoard(ana, 'Lock')
  const page = await enter(ana, '/')
  const redis = await instance.pid('redis')
  process.kill(redis, 'SIGSTOP')
  try {
    await page.goto(`/boards/${board.id}/`)
    await expect(page.getByRole('heading', { name: 'Not just now' })).toBeVisible()
    await expect(page.getByText('This page tries again by itself.')).toBeVisible()
    await expectAccessible(page, 'what does not answer just now')
  } finally {
    process.kill(redis, 'SIGCONT')
  }
  await expect(page.getByRole('heading', { level: 1, name: 'Lock' })).toBeVisible({ timeout: 30_000 })
})

test('a tab that is closed before its message was sent sends it when the room is next opened', async ({
  person,
  enter,
  watch,
}) => {
  watch.allowOutage()
  const ana = await person('Ana Alves')
  const board = await makeBoard(ana, 'Pier')
  const page = await enter(ana, `/messaging/room/${board.roomId}/`)
  await page.context().setOffline(true)
  await say(page, 'Do not lose me')
  await expect(page.locator('[data-unsent] [data-client-id]')).toContainText('Do not lose me')
  await page.goto('about:blank')
  expect(await messagesOf(ana, board.roomId)).toEqual([])

  await page.context().setOffline(false)
  await page.goto(`/messaging/room/${board.roomId}/`)
  await expect(message(page, 'Do not lose me')).toHaveCount(1)
  await page.reload()
  await expect(message(page, 'Do not lose me')).toHaveCount(1)
  expect(await messagesOf(ana, board.roomId)).toEqual(['Do not lose me'])
})

test('what was begun and not sent is still there after a reload, and is sent once', async ({ person, enter }) => {
  const ana = await person('Ana Alves')
  const board = await makeBoard(ana, 'Mole')
  const page = await enter(ana, `/messaging/room/${board.roomId}/`)
  await composer(page).fill('Half a thought')
  await page.reload()
  await expect(composer(page)).toHaveValue('Half a thought')
  await composer(page).press('Enter')
  await expect(message(page, 'Half a thought')).toBeVisible()
  await page.reload()
  await expect(message(page, 'Half a thought')).toHaveCount(1)
  await expect(composer(page)).toHaveValue('')
})
