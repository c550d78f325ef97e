import { makeBoard } from '../support/boards.ts'
import { expect, test } from '../support/browser.ts'

test('somebody without an account comes by a link, leaves, comes back by another, and is removed', async ({
  person,
  enter,
  visit,
  watch,
}) => {
  watch.allowRefusals()
  const ana = await person('Ana Alves')
  const board = await makeBoard(ana, 'Spring launch')
  const anas = await enter(ana, `/boards/${board.id}/members/`)

  const makeLink = async (role: string): Promise<string> => {
    const form = anas.locator('form', { has: anas.getByRole('button', { name: 'Make a link' }) })
    await form.getByLabel('Role').selectOption(role)
    await form.getByLabel('Works for').selectOption('1')
    await form.getByRole('button', { name: 'Make a link' }).click()
    await anas.waitForLoadState()
    const field = anas.getByLabel(/^A link for/)
    await expect(field).toHaveValue(/\/join\/[\w-]{43}\/$/)
    await expect(field).not.toBeEditable()
    return field.inputValue()
  }

  const link = await makeLink('Member')
  await test.step('the link can be copied, and is not shown again', async () => {
    await anas.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await anas.getByRole('button', { name: 'Copy' }).click()
    await expect(anas.getByRole('button', { name: 'Copied' })).toBeVisible()
    expect(await anas.evaluate(() => navigator.clipboard.readText())).toBe(link)
    await anas.goto(`/boards/${board.id}/members/`)
    await expect(anas.getByText('For a member', { exact: true })).toBeVisible()
    await expect(anas.getByLabel(/^A link for/)).toHaveCount(0)
  })

  const bens = await visit(link)
  await test.step('a stranger is led to an account and back to the invitation', async () => {
    await expect(bens).toHaveURL(/\/accounts\/login\/\?next=/)
    await bens.getByRole('link', { name: 'Make an account' }).click()
    await bens.getByLabel('Your name').fill('Ben Berg')
    await bens.getByLabel('Username').fill(`ben-${board.id}-${Date.now()}`)
    await bens.getByLabel('Password', { exact: true }).fill('a long enough password')
    await bens.getByRole('button', { name: 'Make the account' }).click()
    await expect(bens).toHaveURL(link)
    await expect(bens.getByRole('main')).toContainText('Ana Alves invites you to this board as a member')
    await bens.getByRole('button', { name: 'Join the board' }).click()
    await expect(bens).toHaveURL(`/boards/${board.id}/`)
    await expect(anas.locator('.member', { hasText: 'Ben Berg' })).toBeVisible()
  })

  await test.step('the board’s new name is there at once', async () => {
    const settings = await anas.context().newPage()
    await settings.goto(`/boards/${board.id}/settings/`)
    await settings.getByLabel('Name', { exact: true }).fill('Summer launch')
    await settings.getByRole('button', { name: 'Save' }).click()
    await expect(bens.getByRole('heading', { level: 1 })).toHaveText('Summer launch')
    await expect(bens.getByRole('navigation', { name: 'Breadcrumbs' })).toContainText('Summer launch')
    await expect(bens.locator('#sidebar')).toContainText('Summer launch')
    await settings.close()
  })

  await test.step('who leaves is out in all tabs, and the link they came by does not lead back', async () => {
    const second = await bens.context().newPage()
    await second.goto(`/messaging/room/${board.roomId}/`)
    await bens.goto(`/boards/${board.id}/settings/`)
    await bens.getByRole('button', { name: 'Leave the board' }).click()
    await expect(bens).toHaveURL('/')
    await expect(second).toHaveURL('/')
    await expect(second.locator('.toast')).toContainText('You left “Summer launch”.')
    await expect(anas.locator('.member')).toHaveCount(1)
    await second.goto(link)
    await expect(second.getByRole('main')).toContainText('This invitation link no longer works.')
    await second.close()
  })

  await test.step('with a fresh link they come back; once removed, their open page stops at once', async () => {
    await bens.goto(await makeLink('Viewer'))
    await bens.getByRole('button', { name: 'Join the board' }).click()
    await expect(bens).toHaveURL(`/boards/${board.id}/`)
    const ben = anas.locator('.member', { hasText: 'Ben Berg' })
    await expect(ben.locator('.member-role')).toHaveText('Viewer')
    await ben.locator('summary').click()
    await ben.getByRole('button', { name: 'Remove from the board' }).click()
    await expect(bens).toHaveURL('/')
    await expect(bens.locator('.toast')).toContainText('You are no longer on “Summer launch”.')
    await expect(bens.locator('#sidebar')).not.toContainText('Summer launch')
  })
})

test('a deleted board ends for everyone who has it open', async ({ person, enter, watch }) => {
  watch.allowRefusals()
  const [ana, ben] = [await person('Ana Alves'), await person('Ben Berg')]
  const board = await makeBoard(ana, 'Old plans', [ben])
  const [bens, anas] = [await enter(ben, `/boards/${board.id}/`), await enter(ana, `/boards/${board.id}/settings/`)]
  await anas.getByLabel(/To be sure, type its name/).fill('Old plan')
  await anas.getByRole('button', { name: 'Delete the board' }).click()
  await expect(anas.getByRole('alert')).toContainText('Type the board’s name, “Old plans”, to delete it.')
  await expect(bens).toHaveURL(`/boards/${board.id}/`)
  await anas.getByLabel(/To be sure, type its name/).fill('Old plans')
  await anas.getByRole('button', { name: 'Delete the board' }).click()
  await expect(anas).toHaveURL('/')
  await expect(bens).toHaveURL('/')
  await expect(bens.locator('.toast')).toContainText('“Old plans” was deleted.')
  await expect(bens.locator('#sidebar')).not.toContainText('Old plans')
})
