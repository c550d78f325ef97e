import { makeBoard, post, type TestBoard } from '../support/boards.ts'
import { expect, test, type Page } from '../support/browser.ts'
import { drawn } from '../support/dom.ts'
import type { Person } from '../support/people.ts'

/** Everything between the top bar and the tab bar. */
const everything = '.shell > *'

let ana: Person
let ben: Person
let cleo: Person
let board: TestBoard

test.beforeEach(async ({ person }) => {
  ana = await person('Ana Alves')
  ben = await person('Ben Berg')
  cleo = await person('Cleo Cruz')
  board = await makeBoard(ana, 'Mirror', [ben])
})

test('messages: of oneself and of others, with and without a mention', async ({ enter }) => {
  const page = await enter(ben, `/messaging/room/${board.roomId}/`)
  await post(ana, board.roomId, 'One')
  await post(ana, board.roomId, 'Two, right behind')
  await post(ben, board.roomId, `Mine, for @${ana.username} and @nobody`)
  await post(ana, board.roomId, `Yours, @${ben.username}\n\nin two parts <&>`)
  await expect(page.locator('.message')).toHaveCount(4)
  await expect.poll(notificationsOfBen).toMatchObject([{ isRead: true }])
  await expectUnread(page, '0')
  await expectAllRead(page)
  await expectSameAsFresh(page)
})

test('messages and tasks, on the board’s page', async ({ enter }) => {
  const page = await enter(ben, `/boards/${board.id}/`)
  for (const [index, columnId] of [...board.columnIds, ...board.columnIds].entries()) {
    await ana.http.call('POST', `/api/v1/columns/${columnId}/tasks`, { title: `Task ${index}` })
  }
  await post(ana, board.roomId, 'Six tasks')
  await expect(page.locator('.task')).toHaveCount(6)
  await expect(page.locator('.message')).toHaveCount(1)
  await expectAllRead(page)
  await expectSameAsFresh(page)
})

test('a new room', async ({ enter }) => {
  const page = await enter(ben, `/boards/${board.id}/`)
  await ana.http.call('POST', `/api/v1/boards/${board.id}/rooms`, { name: 'photos', description: '' })
  await expect(page.locator('.sidebar').getByRole('link', { name: 'photos' })).toBeVisible()
  await expectSameAsFresh(page)
})

test('members who come and go', async ({ enter }) => {
  const page = await enter(ben, `/boards/${board.id}/`)
  await post(ana, board.roomId, 'Somebody is coming')
  await ana.http.call('POST', `/api/v1/boards/${board.id}/members`, { username: cleo.username, role: 'viewer' })
  await expect(page.locator('.board-faces .avatar')).toHaveCount(3)
  await expectAllRead(page)
  await expectSameAsFresh(page)
  await ana.http.call('DELETE', `/api/v1/boards/${board.id}/members/${cleo.id}`)
  await expect(page.locator('.board-faces .avatar')).toHaveCount(2)
  await expectSameAsFresh(page)
})

test('members who come and go, on the members’ page', async ({ enter }) => {
  const page = await enter(ana, `/boards/${board.id}/members/`)
  await ana.http.call('POST', `/api/v1/boards/${board.id}/members`, { username: cleo.username, role: 'viewer' })
  await expect(page.locator('.member')).toHaveCount(3)
  await expectSameAsFresh(page)
  await ana.http.call('DELETE', `/api/v1/boards/${board.id}/members/${cleo.id}`)
  await expect(page.locator('.member')).toHaveCount(2)
  await expectSameAsFresh(page)
})

test('notifications that come and are read', async ({ enter }) => {
  const page = await enter(ben, '/messaging/notifications/')
  await post(ana, board.roomId, `First, @${ben.username}`)
  await expect(page.locator('.notification')).toHaveCount(1)
  await post(ana, board.roomId, `Second, @${ben.username}`)
  await expect(page.locator('.notification')).toHaveCount(2)
  await expectSameAsFresh(page)
  await ben.http.call('POST', '/api/v1/notifications/read-all', {})
  await expectUnread(page, '0')
  await expectSameAsFresh(page)
})

async function notificationsOfBen(): Promise<unknown[]> {
  return (await ben.http.call<{ items: unknown[] }>('GET', '/api/v1/notifications')).items
}

/** Ben, who sees what is said, has read it, and the page knows. */
async function expectAllRead(page: Page): Promise<void> {
  const address = `/api/v1/rooms/${board.roomId}`
  const unread = async (): Promise<number> =>
    (await ben.http.call<{ room: { unread: number } }>('GET', address)).room.unread
  await expect.poll(unread).toBe(0)
  await expect(page.locator('.sidebar [data-rooms-count]')).toBeHidden()
}

async function expectUnread(page: Page, unread: string): Promise<void> {
  await expect(page.locator('.bell [data-unread-notifications]')).toHaveAttribute('data-unread-notifications', unread)
}

/** Waits for both to settle: motion ends, what follows a change (counts, menus) comes a moment later, and what the browser adds is there. */
async function expectSameAsFresh(page: Page): Promise<void> {
  const fresh = await page.context().newPage()
  await fresh.goto(page.url())
  const same = async (): Promise<void> => {
    await expect(page.locator('[data-arrived], [inert]')).toHaveCount(0)
    expect(await drawn(page, everything)).toEqual(await drawn(fresh, everything))
  }
  await expect(same).toPass({ timeout: 20_000 })
  await fresh.close()
}
