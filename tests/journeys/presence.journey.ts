import { makeBoard } from '../support/boards.ts'
import { expect, test } from '../support/browser.ts'

test('who comes and goes is seen on the board, among its members and where somebody is mentioned', async ({
  person,
  enter,
}) => {
  const ana = await person('Ana Alves')
  const ben = await person('Ben Berg')
  const board = await makeBoard(ana, 'Here', [ben])
  const page = await enter(ana, `/boards/${board.id}/`)
  const face = page.locator('.board-faces .avatar').nth(1)
  await expect(page.getByRole('img', { name: 'Ana Alves, here now' })).toBeVisible()
  await expect(face).toHaveAccessibleName('Ben Berg')

  const other = await enter(ben, `/messaging/room/${board.roomId}/`)
  await expect(face).toHaveAccessibleName('Ben Berg, here now')
  await page.getByLabel('Message to').fill('@be')
  await expect(page.getByRole('option', { name: 'Ben Berg' })).toContainText('here now')

  const members = await enter(ana, `/boards/${board.id}/members/`)
  await expect(members.locator('.member', { hasText: 'Ben Berg' })).toContainText(', here now')
  await other.reload()
  await expect(other.getByRole('img', { name: 'Ben Berg, here now' })).toBeVisible()
  await expect(face).toHaveAccessibleName('Ben Berg, here now')

  await other.close()
  await expect(face).toHaveAccessibleName('Ben Berg', { timeout: 20_000 })
  await expect(members.locator('.member', { hasText: 'Ben Berg' })).not.toContainText('here now')
})

test('who leaves their pages alone is away, and here again once they touch one', async ({ person, enter }) => {
  const ana = await person('Ana Alves')
  const ben = await person('Ben Berg')
  const board = await makeBoard(ana, 'Away', [ben])
  const page = await enter(ana, `/boards/${board.id}/`)
  const face = page.locator('.board-faces .avatar').nth(1)
  const bens = await enter(ben, '/')
  await bens.clock.install()
  await bens.goto(`/boards/${board.id}/`)
  await expect(bens.getByRole('img', { name: 'Ben Berg, here now' })).toBeVisible()
  await bens.clock.fastForward('05:01')
  // The connection that the leap in time has cut counts a little longer.
  await expect(face).toHaveAccessibleName('Ben Berg, away', { timeout: 20_000 })
  await bens.mouse.move(100, 100)
  await expect(face).toHaveAccessibleName('Ben Berg, here now')
})
