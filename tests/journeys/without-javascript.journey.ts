import { post } from '../support/boards.ts'
import { expect, test } from '../support/browser.ts'
import { composer, message } from '../support/talk.ts'

test('without JavaScript: an account, a board, a task, messages and the inbox', async ({ person, visit, watch }) => {
  watch.allowRefusals()
  const page = await visit('/', { javaScriptEnabled: false })
  const username = `noa-${Date.now().toString(36)}`

  await test.step('make an account', async () => {
    await page.getByRole('link', { name: 'Make an account' }).click()
    await page.getByLabel('Your name').fill('Noa Script')
    await page.getByLabel('Username').fill(username)
    await page.getByLabel('Password', { exact: true }).fill('a long enough password')
    await page.getByRole('button', { name: 'Make the account' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Noa')
  })

  await test.step('make a board and add a task', async () => {
    await page.getByRole('main').getByRole('link', { name: 'New board' }).click()
    await page.getByLabel('Name', { exact: true }).fill('On paper')
    await page.getByRole('button', { name: 'Make the board' }).click()
    await page.locator('.column').first().getByText('Add a task').click()
    await page.locator('.column').first().getByLabel('New task').fill('Sharpen the pencil')
    await page.getByRole('button', { name: 'Add task' }).first().click()
    await expect(page.locator('.column').first().locator('.task')).toHaveText('Sharpen the pencil')
  })

  await test.step('say something', async () => {
    await page
      .getByRole('link', { name: 'Conversation', exact: true })
      .or(page.getByLabel('Open the room'))
      .last()
      .click()
    await composer(page).fill('Hello from a plain page')
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(message(page, 'Hello from a plain page')).toBeVisible()
    await expect(composer(page)).toHaveValue('')
  })

  await test.step('what is too long is refused, and nothing of it is lost', async () => {
    const tooLong = 'word '.repeat(1_601)
    await composer(page).evaluate((field) => field.removeAttribute('maxlength'))
    await composer(page).fill(tooLong)
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByRole('alert')).toContainText('8,000 characters at most')
    await expect(composer(page)).toHaveValue(tooLong)
  })

  await test.step('be called, and follow the notification to the message', async () => {
    const ana = await person('Ana Alves')
    await page.goto('/')
    await page.getByRole('main').getByRole('link', { name: 'On paper' }).click()
    const boardAddress = new URL(page.url()).pathname
    await page.getByRole('link', { name: 'Invite' }).click()
    await page.getByLabel('Username').fill(ana.username)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(page.locator('.member')).toHaveCount(2)
    const { board } = await ana.http.call<{ board: { rooms: { id: number }[] } }>(
      'GET',
      `/api/v1${boardAddress.replace(/\/$/, '')}`,
    )
    const { id } = await post(ana, board.rooms[0]?.id ?? 0, `Over here, @${username}`)
    const bell = page.locator('.bell [data-unread-notifications]')
    await expect(async () => {
      await page.goto('/messaging/notifications/')
      await expect(bell).toHaveAttribute('data-unread-notifications', '1', { timeout: 500 })
    }).toPass({ timeout: 20_000 })
    await page.locator('.notification').getByRole('link').click()
    await expect(page.locator(`#message-${id}`)).toBeInViewport()
    await expect(bell).toHaveAttribute('data-unread-notifications', '0')
  })
})
