import { makeBoard } from '../support/boards.ts'
import { expect, test, type Page } from '../support/browser.ts'
import { composer, message, say } from '../support/talk.ts'

test('three people talk, comment, call each other, mend and take back, read their inboxes, and mute', async ({
  person,
  enter,
}) => {
  test.setTimeout(180_000)
  const [ana, ben, cleo] = [await person('Ana Alves'), await person('Ben Berg'), await person('Cleo Cruz')]
  const board = await makeBoard(ana, 'Spring launch', [ben, cleo])
  const room = `/messaging/room/${board.roomId}/`
  const [anas, bens, cleos] = [await enter(ana, room), await enter(ben, room), await enter(cleo, '/')]

  await test.step('what is said in the room stands at everyone’s who looks, and counts at who does not', async () => {
    await say(anas, 'Are the pictures ready?')
    await expect(message(bens, 'Are the pictures ready?')).toBeVisible()
    await say(bens, 'Nearly')
    await expect(message(anas, 'Nearly')).toBeVisible()
    await expect(roomCount(cleos, board.roomId)).toHaveText(/2\s*unread/)
  })

  await test.step('one is called by name, hears of it elsewhere, and one click leads there', async () => {
    await call(anas, 'Over to you, @cleo', 'Cleo Cruz')
    const words = `Over to you, @${cleo.username}`
    await expect(message(bens, words).locator('.mention')).not.toHaveAttribute('data-me')
    await expectUnread(cleos, 1)
    await expectUnread(bens, 0)
    await cleos.locator('.bell').click()
    await cleos.locator('.notification').getByRole('link').click()
    await expect(message(cleos, words)).toBeInViewport()
    await expect(message(cleos, words).locator('.mention')).toHaveAttribute('data-me')
    await expectUnread(cleos, 0)
    await expect(roomCount(cleos, board.roomId)).toBeHidden()
  })

  await test.step('a message is mended: the others see it, and who is called only now is told', async () => {
    await message(anas, `Over to you, @${cleo.username}`).hover()
    await anas.getByRole('button', { name: 'Edit', exact: true }).click()
    await anas.locator('.entry-editor textarea').fill(`Over to you, @${cleo.username} and @${ben.username}`)
    await anas.keyboard.press('Enter')
    for (const page of [bens, cleos])
      await expect(message(page, `Over to you, @${cleo.username} and @${ben.username}`)).toContainText('(edited)')
    await expectUnread(bens, 1)
    await expectUnread(cleos, 0)
  })

  await test.step('a message is taken back: nobody reads it any more', async () => {
    await message(bens, 'Nearly').hover()
    await bens.getByRole('button', { name: 'Delete', exact: true }).click()
    await bens.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    for (const page of [anas, bens, cleos]) {
      await expect(page.getByText('This message was deleted')).toBeVisible()
      await expect(message(page, 'Nearly')).toHaveCount(0)
    }
  })

  let taskAddress = ''
  await test.step('a task is added and given to one of them, who finds it in the inbox', async () => {
    await anas.goto(`/boards/${board.id}/`)
    await anas.locator('.column').first().getByText('Add a task').click()
    await anas.locator('.column').first().getByLabel('New task', { exact: true }).fill('Press kit')
    await anas.keyboard.press('Enter')
    await anas.getByRole('link', { name: 'Press kit' }).click()
    await anas.locator('#sheet-assigneeIds > summary').click()
    await anas.locator('[data-task-panel]').getByRole('checkbox', { name: 'Cleo Cruz' }).check()
    await expectUnread(cleos, 1)
    await cleos.goto('/messaging/notifications/')
    await cleos.getByRole('link', { name: 'Press kit' }).click()
    await expect(cleos.getByRole('heading', { name: 'Press kit' })).toBeVisible()
    taskAddress = new URL(cleos.url()).pathname
  })

  await test.step('they talk in its thread: a comment, an answer, a mention, one mended and one taken back', async () => {
    await bens.goto(taskAddress)
    await comment(bens, 'The logo is old')
    for (const page of [anas, cleos]) await expect(entry(page, 'The logo is old')).toBeVisible()
    await expectUnread(cleos, 1)
    await entry(cleos, 'The logo is old').getByRole('link', { name: 'Reply to Ben Berg' }).click()
    await call(cleos, 'Which one, @ana', 'Ana Alves')
    for (const page of [anas, bens])
      await expect(page.locator('.replies .comment').filter({ hasText: 'Which one' })).toBeVisible()
    await expectUnread(anas, 1)
    await expectUnread(bens, 2)
    await entry(bens, 'The logo is old').hover()
    await bens.getByRole('button', { name: 'Edit', exact: true }).click()
    await bens.locator('.entry-editor textarea').fill('The logo on page 2 is old')
    await bens.keyboard.press('Enter')
    for (const page of [anas, cleos]) await expect(entry(page, 'The logo on page 2 is old')).toContainText('(edited)')
    await comment(bens, 'A slip')
    await expect(entry(anas, 'A slip')).toBeVisible()
    await entry(bens, 'A slip').hover()
    await bens.getByRole('button', { name: 'Delete', exact: true }).last().click()
    await bens.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    for (const page of [anas, bens, cleos]) await expect(entry(page, 'A slip')).toHaveCount(0)
  })

  await test.step('who was away reads all of it in the inbox, one by one and all at once', async () => {
    await bens.goto('/messaging/notifications/')
    await expect(bens.locator('.notification')).toHaveCount(2)
    await bens.locator('.notification').last().getByRole('link').click()
    await expect(message(bens, `Over to you, @${cleo.username} and @${ben.username}`)).toBeInViewport()
    await expectUnread(bens, 1)
    await bens.goto('/messaging/notifications/')
    await bens.getByRole('button', { name: 'Mark all as read' }).click()
    await expectUnread(bens, 0)
  })

  await test.step('a muted room counts no more, except for who is called in it', async () => {
    await bens.goto(room)
    await bens.getByLabel('Room actions').click()
    await bens.locator('.room-menu').getByText('Only when I am mentioned').click()
    await bens.goto('/')
    await cleos.goto(room)
    await say(cleos, 'Nothing for Ben')
    await call(cleos, 'This is for you, @ben', 'Ben Berg')
    await expectUnread(bens, 1)
    await expect(roomCount(bens, board.roomId)).toHaveText(/@1\s*mention of you/)
    await bens
      .getByRole('link', { name: /general/ })
      .first()
      .click()
    await expect(message(bens, `This is for you, @${ben.username}`)).toBeVisible()
    await expect(roomCount(bens, board.roomId)).toBeHidden()
  })
})

test('a muted board is heard of only when one is called', async ({ person, enter }) => {
  const [ana, ben] = [await person('Ana Alves'), await person('Ben Berg')]
  const board = await makeBoard(ana, 'Noisy', [ben])
  const room = `/messaging/room/${board.roomId}/`
  const [anas, bens] = [await enter(ana, room), await enter(ben, `/messaging/board/${board.id}/rooms/`)]
  const count = roomCount(bens, board.roomId)
  await expect(bens.locator('.connection')).toBeHidden()
  await say(anas, 'Heard')
  await expect(count).toHaveText(/1\s*unread/)
  await bens.getByRole('button', { name: 'Only when I am mentioned' }).click()
  await expect(bens.getByRole('button', { name: 'Tell me of every message' })).toBeVisible()
  await expect(count).toBeHidden()
  await say(anas, 'Not heard')
  await call(anas, 'Heard again, @ben', 'Ben Berg')
  await expectUnread(bens, 1)
  await expect(count).toHaveText(/@1\s*mention of you/)
  await bens.getByRole('button', { name: 'Tell me of every message' }).click()
  await expect(bens.getByRole('button', { name: 'Only when I am mentioned' })).toBeVisible()
})

test('everyone in a room is called by one word, and where they are many that is asked about, in the editor too', async ({
  person,
  enter,
}) => {
  test.setTimeout(180_000)
  const people = []
  for (let place = 0; place < 21; place += 1) people.push(await person(`Person${place} Blum`))
  const [ana, ben, ...others] = people
  if (!ana || !ben) throw new Error('nobody is there')
  const board = await makeBoard(ana, 'Crowd', [ben, ...others])
  const page = await enter(ana, `/messaging/room/${board.roomId}/`)
  const bens = await enter(ben, '/')
  const question = page.getByRole('dialog', { name: 'Tell all 20 people?' })

  await composer(page).pressSequentially('Lunch, @roo')
  await page.getByRole('option', { name: 'Everyone in this room' }).click()
  await expect(composer(page)).toHaveValue('Lunch, @room ')
  await composer(page).press('Enter')
  await question.getByRole('button', { name: 'Go on writing' }).click()
  await expect(composer(page)).toHaveValue('Lunch, @room ')
  await composer(page).press('Enter')
  await question.getByRole('button', { name: 'Tell all 20' }).click()
  await expect(message(page, 'Lunch, @room')).toBeVisible()
  await expectUnread(bens, 1)

  await say(page, 'Lunch is over')
  await message(page, 'Lunch is over').focus()
  await page.keyboard.press('e')
  const editor = page.locator('.entry-editor textarea')
  await editor.fill('@room lunch is over')
  await editor.press('Enter')
  await question.getByRole('button', { name: 'Go on writing' }).click()
  await expect(editor).toHaveValue('@room lunch is over')
  await editor.press('Enter')
  await question.getByRole('button', { name: 'Tell all 20' }).click()
  await expect(message(page, '@room lunch is over')).toBeVisible()
  await expectUnread(bens, 2)
})

/** Writes a text that ends with the beginning of a name, completes that, and sends it. */
async function call(page: Page, words: string, displayName: string): Promise<void> {
  await composer(page).pressSequentially(words)
  await page.getByRole('option', { name: displayName }).click()
  await composer(page).press('Enter')
  await expect(composer(page)).toHaveValue('')
}

async function comment(page: Page, words: string): Promise<void> {
  await composer(page).fill(words)
  await composer(page).press('Enter')
  await expect(entry(page, words)).toBeVisible()
}

function entry(page: Page, words: string) {
  return page.locator('.comment').filter({ has: page.locator('.prose').getByText(words, { exact: true }) })
}

function roomCount(page: Page, roomId: number) {
  return page.locator(`.sidebar [data-room-count="${roomId}"]`)
}

async function expectUnread(page: Page, unread: number): Promise<void> {
  await expect(page.locator('.bell [data-unread-notifications]')).toHaveAttribute(
    'data-unread-notifications',
    String(unread),
  )
}
