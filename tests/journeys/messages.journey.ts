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

function editor(page: Page) {
  return page.locator('.entry-editor textarea')
}
