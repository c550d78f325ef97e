import { expectAccessible } from '../support/axe.ts'
import { makeBoard, makeRoom, post, type TestBoard } from '../support/boards.ts'
import { expect, test, type Page } from '../support/browser.ts'
import type { Person } from '../support/people.ts'
import { composer, message, say } from '../support/talk.ts'

let ana: Person
let ben: Person
let cleo: Person
let board: TestBoard

test.beforeEach(async ({ person }) => {
  ana = await person('Ana Alves')
  ben = await person('Ben Berg')
  cleo = await person('Cleo Cruz')
  board = await makeBoard(ana, 'Talking shop', [ben, cleo])
})

const inSidebar = (page: Page, name: string) => page.locator('.sidebar-rooms').getByText(name, { exact: true })
const menu = async (page: Page, name: string) => {
  await page.getByLabel('Room actions').click()
  await page.locator('.room-menu').getByText(name).click()
}
test('a private room is made, somebody comes into it and leaves it, and nobody else learns of it', async ({
  enter,
  watch,
}) => {
  watch.allowRefusals()
  const page = await enter(ana, `/messaging/board/${board.id}/rooms/`)
  const [bens, cleos] = [await enter(ben, '/'), await enter(cleo, `/boards/${board.id}/`)]
  await page.getByRole('link', { name: 'New room' }).click()
  await page.getByLabel('Name').fill('deleted:1')
  await expect(page.locator('.room-people')).toBeHidden()
  await page.getByRole('radio', { name: 'Private' }).check()
  await page.locator('.room-people').getByText('Ben Berg').click()
  await expectAccessible(page, 'rooms, place 1')
  await page.getByRole('button', { name: 'Make the room' }).click()
  await expect(page.locator('.error-summary')).toContainText('it means a room that was deleted')
  await expect(page.locator('.room-people').getByLabel('Ben Berg')).toBeChecked()
  await expectAccessible(page, 'rooms, place 2')
  await page.getByLabel('Name').fill('secret')
  await page.getByRole('button', { name: 'Make the room' }).click()
  await expect(page.getByRole('heading', { name: 'secret' })).toBeVisible()
  await expect(page.locator('.room-faces .avatar')).toHaveCount(2)
  await expectAccessible(page, 'rooms, place 3')

  await expect(inSidebar(bens, 'secret')).toBeVisible()
  await say(page, 'Between us')
  await expect(bens.locator('.sidebar-rooms [data-room-count]:visible')).toHaveText(/1\s*unread/)
  await inSidebar(bens, 'secret').click()
  await expect(message(bens, 'Between us')).toBeVisible()
  await expect(inSidebar(cleos, 'secret')).toHaveCount(0)

  await menu(page, 'Members')
  await page.getByLabel('Username').fill(cleo.username)
  await page.getByRole('button', { name: 'Invite' }).click()
  await expect(page.locator('.member')).toHaveCount(3)
  await expectAccessible(page, 'rooms, place 4')
  await expect(inSidebar(cleos, 'secret')).toBeVisible()
  await page.getByRole('button', { name: 'Remove Cleo Cruz' }).click()
  await expect(page.locator('.member')).toHaveCount(2)
  await expect(inSidebar(cleos, 'secret')).toHaveCount(0)

  await menu(bens, 'Leave the room')
  await expect(bens).toHaveURL(`/messaging/board/${board.id}/rooms/`)
  await expect(inSidebar(bens, 'secret')).toHaveCount(0)
  await expect(page.locator('.member')).toHaveCount(1)
  await page.getByRole('button', { name: 'Leave the room' }).click()
  await expect(page.locator('.error-summary')).toContainText('You are the last one in this room')
})

test('who is removed from a private room is led out of it, and told why', async ({ enter }) => {
  const room = await makeRoom(ana, board.id, { name: 'circle', isPrivate: true, usernames: [ben.username] })
  const page = await enter(ben, `/messaging/room/${room.id}/`)
  await expect(page.locator('.connection')).toBeHidden()
  await post(ana, room.id, 'Here')
  await expect(message(page, 'Here')).toBeVisible()
  await ana.http.call('DELETE', `/api/v1/rooms/${room.id}/members/${ben.id}`)
  await expect(page).toHaveURL(`/boards/${board.id}/`)
  await expect(page.locator('.toast')).toContainText('circle: You are no longer in this room.')
})

test('a room is renamed, put away, restored and deleted, and whoever has it open sees it at once', async ({
  enter,
}) => {
  const room = await makeRoom(ben, board.id, { name: 'photos' })
  const page = await enter(ben, `/messaging/room/${room.id}/settings/`)
  const anas = await enter(ana, `/messaging/room/${room.id}/`)
  await say(anas, 'A picture')
  await page.getByLabel('Name').fill('pictures')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(anas.locator('.room-header-name')).toHaveText('pictures')
  await expect(inSidebar(anas, 'pictures')).toBeVisible()
  await composer(anas).fill('Half a thought')

  await menu(page, 'Archive the room')
  await expect(page.locator('.composer-closed:visible')).toContainText('This room is in the archive.')
  await expect(anas.locator('.composer-closed:visible')).toContainText('This room is in the archive.')
  await expect(composer(anas)).toBeHidden()
  await expect(inSidebar(anas, 'pictures')).toHaveCount(0)
  await expectAccessible(page, 'rooms, place 5')
  await menu(page, 'Restore the room')
  await expect(composer(anas)).toHaveValue('Half a thought')
  await expect(inSidebar(anas, 'pictures')).toBeVisible()

  await menu(page, 'Archive the room')
  await expect(composer(anas)).toBeHidden()
  await page.goto(`/messaging/board/${board.id}/rooms/`)
  await expect(page.getByRole('region', { name: 'In the archive' })).toContainText('pictures')
  await expectAccessible(page, 'rooms, place 6')
  await page.getByRole('link', { name: 'Delete pictures for good' }).click()
  await page.getByText('Delete for good…').click()
  await expectAccessible(page, 'rooms, place 7')
  // The answer comes last: until then whoever deletes hears, as everyone, that the room is gone, and waits.
  await page.route('**/delete/', async (route) => {
    const response = await route.fetch({ maxRedirects: 0 })
    await expect(anas).toHaveURL(`/boards/${board.id}/`)
    await route.fulfill({ response })
  })
  await page.getByRole('button', { name: 'Delete the room and its messages' }).click()
  await expect(page).toHaveURL(`/messaging/board/${board.id}/rooms/`)
  await expect(page.locator('main').getByText('pictures')).toHaveCount(0)
  await expect(anas.locator('.toast')).toContainText('This room was deleted.')
})

test('an open room is left and joined, and what is unread is counted, unless it is muted', async ({ enter }) => {
  const room = await makeRoom(ben, board.id, { name: 'news' })
  const page = await enter(ana, '/messaging/')
  const count = page.locator(`[data-room-count="${room.id}"]`)
  const sum = page.locator('.sidebar [data-rooms-count]')
  await expect(page.locator('.connection')).toBeHidden()
  await post(ben, room.id, 'One')
  await post(ben, room.id, 'Two')
  await expect(count).toHaveText(/2\s*unread/)
  await expect(sum).toHaveText(/2\s*unread/)
  // Between two fetches the list rests; the sidebar counts meanwhile.
  await expect(page.locator(`#room-${room.id} .count`)).toHaveText(/2\s*unread/, { timeout: 30_000 })
  await post(ben, room.id, `Three, @${ana.username}`)
  await expect(count).toHaveText(/@1\s*mention of you/)
  await expectAccessible(page, 'rooms, place 8')

  await page.locator(`#room-${room.id}`).getByRole('link', { name: 'news' }).click()
  await menu(page, 'Only when I am mentioned')
  await page.goto('/')
  await post(ben, room.id, 'Four')
  await post(ben, board.roomId, 'Elsewhere')
  await expect(page.locator(`[data-room-count="${board.roomId}"]`)).toHaveText(/1\s*unread/)
  await expect(sum).toHaveText(/1\s*unread/)

  await page.goto(`/messaging/room/${room.id}/`)
  await menu(page, 'Leave the room')
  await expect(inSidebar(page, 'news')).toHaveCount(0)
  await page.getByRole('button', { name: 'Join news' }).click()
  await expect(page).toHaveURL(`/messaging/room/${room.id}/`)
  await expect(inSidebar(page, 'news')).toBeVisible()
})

test('who is invited with the room open has read what they see from then on', async ({ enter }) => {
  const room = await makeRoom(ben, board.id, { name: 'news' })
  await ana.http.call('POST', `/api/v1/rooms/${room.id}/leave`, {})
  const page = await enter(ana, `/messaging/room/${room.id}/`)
  await expect(page.locator('.connection')).toBeHidden()
  await ben.http.call('POST', `/api/v1/rooms/${room.id}/members`, { username: ana.username })
  await expect(inSidebar(page, 'news')).toBeVisible()
  await post(ben, room.id, 'Welcome')
  await expect(message(page, 'Welcome')).toBeVisible()
  await expect
    .poll(
      async () => (await ana.http.call<{ room: { unread: number } }>('GET', `/api/v1/rooms/${room.id}`)).room.unread,
    )
    .toBe(0)
})

test('a board that one is put on, or taken off, comes into the sidebar and goes, whatever page is open', async ({
  enter,
  person,
}) => {
  const dan = await person('Dan Dorn')
  const page = await enter(dan, '/shortcuts/')
  const boards = page.locator('.sidebar-board')
  await expect(page.locator('.connection')).toBeHidden()
  await ana.http.call('POST', `/api/v1/boards/${board.id}/members`, { username: dan.username })
  await expect(boards).toHaveText(/Talking shop/)
  await post(ana, board.roomId, 'Welcome, Dan')
  await expect(boards.locator('[data-room-count]')).toHaveText(/1\s*unread/)
  await ana.http.call('DELETE', `/api/v1/boards/${board.id}/members/${dan.id}`)
  await expect(boards).toHaveCount(0)
})

test('counts are right again after the connection was away', async ({ enter, watch }) => {
  watch.allowOutage()
  const page = await enter(ana, '/')
  await expect(page.locator('.connection')).toBeHidden()
  await page.context().setOffline(true)
  for (const words of ['One', 'Two']) await post(ben, board.roomId, words)
  await page.context().setOffline(false)
  await expect(page.locator(`[data-room-count="${board.roomId}"]`)).toHaveText(/2\s*unread/)
})

test('the list of all rooms says what was said and changed while the connection was away', async ({ enter, watch }) => {
  watch.allowOutage()
  const page = await enter(ben, '/messaging/')
  await expect(page.locator('.connection')).toBeHidden()
  const row = page.locator(`#room-${board.roomId}`)
  const { id } = await post(ana, board.roomId, 'Before')
  await expect(row.locator('.room-last')).toContainText('Before')
  // Just fetched, the list would now rest: being away ends that.
  await page.context().setOffline(true)
  await expect(page.locator('.connection')).toContainText('Reconnecting')
  await ana.http.call('PATCH', `/api/v1/messages/${id}`, { content: 'Mended meanwhile' })
  await page.context().setOffline(false)
  await expect(row.locator('.room-last')).toContainText('Mended meanwhile')
})

test('however much was missed, the sidebar calls rooms as they are called now', async ({ enter, watch }) => {
  watch.allowOutage()
  const room = await makeRoom(ana, board.id, { name: 'news' })
  await ben.http.call('POST', `/api/v1/rooms/${room.id}/join`, {})
  // Read by one act, they are more changes than a page is told one by one.
  for (let sent = 0; sent < 301; sent += 1) await post(ana, board.roomId, `@${ben.username} ${sent}`)
  const unread = async () => (await ben.http.call<{ unread: number }>('GET', '/api/v1/notifications/count')).unread
  await expect.poll(unread, { timeout: 30_000 }).toBeGreaterThan(300)
  const page = await enter(ben, '/messaging/notifications/')
  await expect(page.locator('.connection')).toBeHidden()
  await page.context().setOffline(true)
  await ben.http.call('POST', '/api/v1/notifications/read-all', {})
  await ana.http.call('PATCH', `/api/v1/rooms/${room.id}`, { name: 'old-news' })
  await page.context().setOffline(false)
  await expect(inSidebar(page, 'old-news')).toBeVisible()
})

test('on a page that shows nothing of a board, the sidebar has its rooms and its name as they are', async ({
  enter,
}) => {
  const page = await enter(ben, '/messaging/notifications/')
  await expect(page.locator('.connection')).toBeHidden()
  const room = await makeRoom(ana, board.id, { name: 'news' })
  await page.locator(`#sidebar-room-${room.id} a`).focus()
  await ana.http.call('PATCH', `/api/v1/rooms/${room.id}`, { name: 'old-news' })
  await expect(inSidebar(page, 'old-news')).toBeVisible()
  await expect(page.locator(`#sidebar-room-${room.id} a`)).toBeFocused()
  await ana.http.call('PATCH', `/api/v1/boards/${board.id}`, { name: 'Quiet shop' })
  await expect(page.locator('.sidebar').getByRole('link', { name: 'Quiet shop' })).toBeVisible()
  await ana.http.call('POST', `/api/v1/rooms/${room.id}/archive`)
  await expect(inSidebar(page, 'old-news')).toHaveCount(0)
  await ana.http.call('DELETE', `/api/v1/boards/${board.id}`)
  await expect(page.locator('.sidebar-board')).toHaveCount(0)
})
