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
    await expect(first.locator('.toast')).toContainText('Ana Alves mentioned you in general')
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
    await post(ana, board.roomId, `A third, @${ben.username}`)
    await second.goto('/messaging/notifications/')
    await expectUnread(second, 2)
    let loads = 0
    second.on('load', () => (loads += 1))
    await second.locator('.notification').first().getByRole('button', { name: 'Mark as read' }).click()
    await expectUnread(second, 1)
    await expectUnread(first, 1)
    await second.getByRole('button', { name: 'Mark all as read' }).click()
    await expectUnread(second, 0)
    await expect(second.locator('.notification[data-unread]')).toHaveCount(0)
    await expectUnread(first, 0)
    expect(loads).toBe(0)
  })
})

async function expectUnread(page: Page, unread: number): Promise<void> {
  const count = page.locator('.bell [data-unread-notifications]')
  await expect(count).toHaveAttribute('data-unread-notifications', String(unread))
  if (unread === 0) await expect(count).toBeHidden()
  else await expect(count).toBeVisible()
}
