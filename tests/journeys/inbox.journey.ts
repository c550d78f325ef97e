import { expectAccessible } from '../support/axe.ts'
import { makeBoard, post } from '../support/boards.ts'
import { expect, test, type Page } from '../support/browser.ts'

test('a mention counts at the bell, stands in the inbox and leads to the very message', async ({ person, enter }) => {
  const [ana, ben] = [await person('Ana Alves'), await person('Ben Berg')]
  const board = await makeBoard(ana, 'Launch', [ben])
  for (let number = 1; number <= 60; number += 1) await post(ana, board.roomId, `Before it, ${number}`)
  const first = await enter(ben, '/')
  const second = await first.context().newPage()
  await second.goto(`/boards/${board.id}/members/`)
  await expectUnread(first, 0)

  await test.step('the bell counts up on every open page', async () => {
    await post(ana, board.roomId, `@${ben.username} please look at this one`)
    await expectUnread(first, 1)
    await expectUnread(second, 1)
    await expect(first).toHaveTitle(/^\(1\) /)
    await expect(first.locator('.toast')).toContainText('Ana Alves mentioned you in # general on Launch')
  })

  await test.step('the open inbox shows a new one at its top', async () => {
    await first.locator('.bell').click()
    await expect(first.locator('.notification')).toHaveCount(1)
    const message = await post(ana, board.roomId, `And this, @${ben.username}`)
    await expect(first.locator('.notification')).toHaveCount(2)
    await expect(first.locator('.notification').first()).toContainText('And this')
    await expectUnread(second, 2)
    for (let number = 1; number <= 60; number += 1) await post(ana, board.roomId, `After it, ${number}`)

    await first.locator('.notification').first().getByRole('link').click()
    await expect(first).toHaveURL(`/messaging/room/${board.roomId}/?message=${message.id}#message-${message.id}`)
    await expect(first.locator(`#message-${message.id}`)).toBeInViewport()
    await expect(first.locator(`#message-${message.id} .mention`)).toHaveAttribute('data-me')
  })

  await test.step('it is read, in the other tab too', async () => {
    await expectUnread(first, 1)
    await expectUnread(second, 1)
    await expect(second).toHaveTitle(/^\(1\) /)
  })

  await test.step('one is marked as read where it stands, and then all of them', async () => {
    await second.goto('/messaging/notifications/')
    // Told to the open page: it has its connection.
    await post(ana, board.roomId, `A third, @${ben.username}`)
    await expectUnread(second, 2)
    let loads = 0
    second.on('load', () => (loads += 1))
    await second.locator('.notification').first().getByRole('button', { name: 'Mark as read' }).click()
    await expectUnread(second, 1)
    await expectUnread(first, 1)
    await second.getByRole('button', { name: 'Mark all as read' }).click()
    await expectUnread(second, 0)
    await expect(second.locator('.notification [data-unread]')).toHaveCount(0)
    await expectUnread(first, 0)
    expect(loads).toBe(0)
  })
})

test('what asks for somebody is filtered, marked and taken back, by keyboard too, in every tab', async ({
  person,
  enter,
}) => {
  const [ana, ben] = [await person('Ana Alves'), await person('Ben Berg')]
  const board = await makeBoard(ana, 'Launch')
  const give = async (title: string): Promise<void> => {
    const path = `/api/v1/columns/${board.columnIds[0]}/tasks`
    const { task } = await ana.http.call<{ task: { id: number } }>('POST', path, { title })
    await ana.http.call('PATCH', `/api/v1/tasks/${task.id}`, { assigneeIds: [ben.id] })
  }
  const first = await enter(ben, '/messaging/notifications/', { reducedMotion: 'reduce' })
  const lines = first.locator('.notification-line')

  await test.step('each kind says what it is about', async () => {
    await ana.http.call('POST', `/api/v1/boards/${board.id}/members`, { username: ben.username })
    await expect(lines.first()).toHaveText(/Ana Alves added you to the board Launch$/)
    await give('Press kit')
    await expect(lines.first()).toHaveText(/Ana Alves assigned you to Press kit in Launch$/)
    await post(ana, board.roomId, `@${ben.username} look`)
    await expect(lines.first()).toHaveText(/Ana Alves mentioned you in #\sgeneral on Launch$/)
    await expectUnread(first, 3)
    await expectAccessible(first, 'inbox')
  })

  const second = await first.context().newPage()
  await test.step('a list with a filter on takes what fits, and counts all', async () => {
    await second.goto('/messaging/notifications/')
    await second.getByRole('navigation', { name: 'Show' }).getByRole('link', { name: 'Unread' }).click()
    await second.getByRole('link', { name: 'Assigned to me' }).click()
    await expect(second).toHaveURL('/messaging/notifications/?show=unread&type=assignment')
    await expect(second.locator('.notification')).toHaveCount(1)
    await post(ana, board.roomId, `@${ben.username} again`)
    await give('Second kit')
    await expect(second.locator('.notification-line').first()).toContainText('Second kit')
    await expect(second.locator('.notification')).toHaveCount(2)
    await expect(lines).toHaveCount(5)
    for (const page of [first, second]) {
      await expectUnread(page, 5)
      await expect(page).toHaveTitle(/^\(5\) /)
    }
    await expectAccessible(second, 'filtered inbox')
  })

  await test.step('by keyboard one is read and unread again, and the focus stays there', async () => {
    await lines.first().hover()
    const read = first.locator('.notification').first().getByRole('button', { name: 'Mark as read' })
    const unread = first.locator('.notification').first().getByRole('button', { name: 'Mark as unread' })
    await read.focus()
    await first.keyboard.press('Enter')
    await expect(unread).toBeFocused()
    await expect(second.locator('.notification')).toHaveCount(1)
    await first.keyboard.press('Enter')
    await expect(read).toBeFocused()
    await expect(second.locator('.notification-line').first()).toContainText('Second kit')
    await expectUnread(second, 5)
  })

  await test.step('what is read goes from the unread ones, and the focus to the next', async () => {
    const buttons = second.getByRole('button', { name: 'Mark as read', exact: true })
    await second.bringToFront()
    await buttons.first().focus()
    await second.keyboard.press('Enter')
    await expect(second.locator('.notification')).toHaveCount(1)
    await expect(buttons).toBeFocused()
    await second.getByRole('button', { name: 'Mark all of these as read' }).click()
    await expect(second.locator('.notification')).toHaveCount(0)
    await expect(second.getByText('You have read everything')).toBeVisible()
    for (const page of [first, second]) await expectUnread(page, 3)
    await expect(first.locator('.notification:has([data-unread])')).toHaveCount(3)
  })

  await test.step('one click leads to the very place', async () => {
    await first.getByRole('link', { name: 'Press kit' }).click()
    await expect(first.getByRole('heading', { name: 'Press kit' })).toBeVisible()
    await first.goto('/messaging/notifications/')
    await first.getByRole('link', { name: 'Launch', exact: true }).locator('visible=true').last().click()
    await expect(first).toHaveURL(`/boards/${board.id}/`)
    // Beside the board stands its room: what called Ben there is read as well.
    await expectUnread(second, 0)
  })
})

test('the system tells of news while no tab is in sight, once for all tabs', async ({ person, enter }) => {
  const [ana, ben] = [await person('Ana Alves'), await person('Ben Berg')]
  const board = await makeBoard(ana, 'Launch', [ben])
  const page = await enter(ben, '/messaging/notifications/', { permissions: ['notifications'] })
  await page.context().addInitScript(hideable)
  await page.reload()
  const other = await page.context().newPage()
  await other.goto('/')
  const button = page.getByRole('button', { name: 'Show notifications of this browser' })
  await button.click()
  await expect(button).toHaveAttribute('aria-pressed', 'true')
  const shown = async (): Promise<string[]> => {
    const told = [page, other].map((one) => one.evaluate(() => (window as unknown as Hideable).shown))
    return (await Promise.all(told)).flat()
  }

  await hide(other)
  await post(ana, board.roomId, `@${ben.username} seen in the page`)
  await expectUnread(other, 1)
  expect(await shown()).toEqual([])

  await hide(page)
  await post(ana, board.roomId, `@${ben.username} not seen`)
  await expectUnread(page, 2)
  await expectUnread(other, 2)
  await expect.poll(shown).toEqual([`Ana Alves mentioned you in # general on Launch: @${ben.username} not seen`])

  await page.reload()
  await button.click()
  await expect(button).toHaveAttribute('aria-pressed', 'false')
  await hide(page)
  await post(ana, board.roomId, `@${ben.username} not wanted`)
  await expectUnread(page, 3)
  await expectUnread(other, 3)
  expect((await shown()).filter((words) => words.includes('not wanted'))).toEqual([])
})

interface Hideable {
  shown: string[]
}

/**
 * Headless browsers have every tab in sight, show nothing outside, and some let nobody allow it: says which tab is hidden, allows it,
 * and keeps what would be shown.
 */
function hideable(): void {
  const kept: string[] = []
  const System = window.Notification
  class Kept extends System {
    static override get permission(): NotificationPermission {
      return 'granted'
    }
    static override async requestPermission(): Promise<NotificationPermission> {
      return 'granted'
    }
    constructor(title: string, options?: NotificationOptions) {
      super(title, options)
      kept.push(`${title}: ${options?.body}`)
    }
  }
  Object.assign(window, { shown: kept, Notification: Kept })
}

async function hide(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
}

async function expectUnread(page: Page, unread: number): Promise<void> {
  const count = page.locator('.bell [data-unread-notifications]')
  await expect(count).toHaveAttribute('data-unread-notifications', String(unread))
  if (unread === 0) await expect(count).toBeHidden()
  else await expect(count).toBeVisible()
}
