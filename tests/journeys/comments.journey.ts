import { expectAccessible } from '../support/axe.ts'
import { makeBoard, type TestBoard } from '../support/boards.ts'
import { expect, test, type Page } from '../support/browser.ts'
import type { Person } from '../support/people.ts'

let ana: Person
let ben: Person
let board: TestBoard
let taskId: number

test.beforeEach(async ({ person }) => {
  ana = await person('Ana Alves')
  ben = await person('Ben Berg')
  board = await makeBoard(ana, 'Threads', [ben])
  const { task } = await ana.http.call<{ task: { id: number } }>(
    'POST',
    `/api/v1/columns/${board.columnIds[0]}/tasks`,
    {
      title: 'Press kit',
    },
  )
  taskId = task.id
})

test('two people talk about a task: on its page, in its panel and on the board it is told at once', async ({
  enter,
}) => {
  const anas = await enter(ana, `/tasks/${taskId}/`)
  const bens = await enter(ben, `/boards/${board.id}/?task=${taskId}`)

  await test.step('a comment with somebody called by name', async () => {
    await composer(anas).pressSequentially('Weights are wrong, @ben')
    await anas.getByRole('option', { name: /Ben Berg/ }).click()
    await anas.keyboard.press('Enter')
    for (const page of [anas, bens]) await expect(comment(page, 'Weights are wrong')).toBeVisible()
    await expect(comment(anas, 'Weights are wrong')).toHaveAttribute('data-mine')
    await expect(comment(bens, 'Weights are wrong')).toHaveAttribute('data-mentions-me')
    await expect(comment(anas, 'Weights are wrong')).not.toHaveAttribute('data-mentions-me')
    await expect(bens.locator(`#task-${taskId} .comment-count`)).toHaveText('1 comment')
    for (const page of [anas, bens]) await expect(page.locator(`#thread-${taskId}-count`)).toHaveText('1 comment')
  })

  await test.step('a reply from the panel hangs below it', async () => {
    await comment(bens, 'Weights are wrong').getByRole('link', { name: 'Reply to Ana Alves' }).click()
    await expect(bens.locator('[data-replying-to]')).toHaveText(/Replying to Ana Alves/)
    await expect(composer(bens)).toBeFocused()
    await composer(bens).fill('Mended')
    await bens.getByRole('button', { name: 'Comment', exact: true }).click()
    await expect(replies(anas).filter({ hasText: 'Mended' })).toBeVisible()
    await expect(comment(bens, 'Mended')).toBeInViewport()
    await expect(bens.locator('[data-replying-to]')).toBeHidden()
    await expect(bens.locator(`#task-${taskId} .comment-count`)).toHaveText('2 comments')
  })

  await test.step('it is edited where it stands, and keeps its reply', async () => {
    await comment(anas, 'Weights are wrong').hover()
    await anas.getByRole('button', { name: 'Edit', exact: true }).click()
    await anas.locator('.entry-editor textarea').fill('Weights are right')
    await anas.keyboard.press('Enter')
    await expect(comment(bens, 'Weights are right')).toContainText('(edited)')
    await expect(replies(bens)).toHaveCount(1)
  })

  await test.step('it is deleted, its line and its reply stay, and the counts follow', async () => {
    await comment(anas, 'Weights are right').hover()
    await anas.getByRole('button', { name: 'Delete', exact: true }).click()
    await anas.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    for (const page of [anas, bens]) {
      await expect(page.getByText('This comment was deleted')).toBeVisible()
      await expect(replies(page)).toHaveText(/Mended/)
    }
    await expect(bens.locator(`#task-${taskId} .comment-count`)).toHaveText('1 comment')
  })
})

test('on the thread’s page with the keyboard alone: write, edit the last one, answer, and answer nobody any more', async ({
  enter,
}) => {
  const page = await enter(ben, `/task/${taskId}/comments/`)
  await composer(page).focus()
  await page.keyboard.type('By keys')
  await page.keyboard.press('Enter')
  await expect(comment(page, 'By keys')).toBeVisible()
  await page.keyboard.press('ArrowUp')
  await expect(page.locator('.entry-editor textarea')).toHaveValue('By keys')
  await page.keyboard.type(' alone')
  await page.keyboard.press('Enter')
  await expect(comment(page, 'By keys alone')).toBeVisible()
  await expect(comment(page, 'By keys alone')).toBeFocused()
  await comment(page, 'By keys alone').getByRole('link', { name: 'Reply to Ben Berg' }).press('Enter')
  await expect(composer(page)).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(page.getByRole('link', { name: 'Comment without replying' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-replying-to]')).toBeHidden()
  await expect(composer(page)).toBeFocused()
})

test('the thread’s page calls its task as it is called now', async ({ enter }) => {
  const page = await enter(ben, `/task/${taskId}/comments/`)
  await expect(page.locator('.connection')).toBeHidden()
  await ana.http.call('PATCH', `/api/v1/tasks/${taskId}`, { title: 'Press kit, second edition' })
  await expect(page.locator('[data-task-name]')).toHaveText(`On #${taskId} Press kit, second edition`)
  await expect(page.locator('.breadcrumbs')).toContainText('Press kit, second edition')
  await expect(page).toHaveTitle(/^Comments on Press kit, second edition/)
})

test('on a phone and on a small laptop the thread’s page shows its end, and where to write', async ({ enter }) => {
  for (let place = 0; place < 30; place += 1) await say(ben, `comment ${place}`)
  for (const width of [360, 1024]) {
    const page = await enter(ana, `/task/${taskId}/comments/`, { viewport: { width, height: 740 } })
    await expect(comment(page, 'comment 29')).toBeInViewport()
    await expect(composer(page)).toBeInViewport({ ratio: 1 })
    await page.close()
  }
})

test('what is written stays with its task and with what it answers, through a reload and through the panel', async ({
  enter,
}) => {
  const { id } = await say(ben, 'First')
  const page = await enter(ana, `/boards/${board.id}/?task=${taskId}`)
  await comment(page, 'First').getByRole('link', { name: 'Reply to Ben Berg' }).click()
  await composer(page).fill('Half an answer')
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-task-panel]')).not.toHaveAttribute('open')
  await page.locator(`#task-${taskId} .task-title a`).click()
  await expect(composer(page)).toHaveValue('Half an answer')
  await page.reload()
  await expect(composer(page)).toHaveValue('Half an answer')
  await expect(page.locator('[data-replying-to]')).toHaveText(/Replying to Ben Berg/)
  await composer(page).press('Enter')
  await expect(page.locator(`#comment-${id}-replies .comment`)).toHaveText(/Half an answer/)
  await page.reload()
  await expect(composer(page)).toHaveValue('')
  await expect(page.locator('[data-replying-to]')).toBeHidden()
})

test('an answer to what was deleted meanwhile is not lost', async ({ enter, watch }) => {
  watch.allowRefusals()
  const { id } = await say(ben, 'Soon gone')
  const page = await enter(ana, `/task/${taskId}/comments/`)
  await comment(page, 'Soon gone').getByRole('link', { name: 'Reply to Ben Berg' }).click()
  await composer(page).fill('Too late')
  await ben.http.call('DELETE', `/api/v1/comments/${id}`)
  await expect(page.getByText('This comment was deleted')).toBeVisible()
  await composer(page).press('Enter')
  const unsent = page.getByRole('list', { name: 'Not sent yet' })
  await expect(unsent).toContainText('What this answers is not there, or not any more.')
  await unsent.getByRole('button', { name: 'Edit' }).click()
  await expect(composer(page)).toHaveValue('Too late')
  await page.getByRole('link', { name: 'Comment without replying' }).click()
  await composer(page).press('Enter')
  await expect(comment(page, 'Too late')).toBeVisible()
})

test('the link to a comment shows it in however old a stretch, and writing leads back to the newest', async ({
  enter,
}) => {
  const { id } = await say(ben, 'The very first')
  for (let place = 0; place < 60; place += 1) await say(ben, `comment ${place}`)
  const page = await enter(ana, `/task/${taskId}/comments/?comment=${id}#comment-${id}`)
  await expect(comment(page, 'The very first')).toBeInViewport()
  await expect(comment(page, 'The very first')).toHaveAttribute('data-shown')
  await expect(comment(page, 'comment 59')).toHaveCount(0)
  await composer(page).fill('At the end')
  await composer(page).press('Enter')
  await expect(comment(page, 'At the end')).toBeInViewport()
  await expect(comment(page, 'comment 59')).toHaveCount(1)
})

test('who is removed, and who looks on while the task is deleted, is led away', async ({ enter, person }) => {
  const cleo = await person('Cleo Cruz')
  await ana.http.call('POST', `/api/v1/boards/${board.id}/members`, { username: cleo.username, role: 'member' })
  const [bens, cleos] = [await enter(ben, `/task/${taskId}/comments/`), await enter(cleo, `/task/${taskId}/comments/`)]
  await expect(composer(cleos)).toBeVisible()
  await ana.http.call('DELETE', `/api/v1/boards/${board.id}/members/${cleo.id}`)
  await expect(cleos).toHaveURL('/')
  await ana.http.call('POST', `/api/v1/tasks/${taskId}/archive`)
  await ana.http.call('DELETE', `/api/v1/tasks/${taskId}`)
  await expect(bens).toHaveURL('/')
  await expect(bens.getByText('This task was deleted.')).toBeVisible()
})

test('a thread can be used by everyone: axe finds nothing, in light and in dark, wide and on a phone', async ({
  enter,
}) => {
  test.setTimeout(240_000)
  const { id } = await say(
    ben,
    `Look, @${ana.username}: **bold**, \`code\` and https://example.org/${'path/'.repeat(30)}`,
  )
  await say(ana, `An answer ${'w'.repeat(200)}`, id)
  const gone = await say(ben, 'A slip')
  await ben.http.call('DELETE', `/api/v1/comments/${gone.id}`)
  const addresses = {
    thread: `/task/${taskId}/comments/?reply=${id}`,
    task: `/tasks/${taskId}/`,
    panel: `/boards/${board.id}/?task=${taskId}`,
  }
  const page = await enter(ana, '/')
  for (const [name, address] of Object.entries(addresses)) {
    await page.goto(address)
    await expect(composer(page)).toBeVisible()
    await expectAccessible(page, name)
  }
  const narrow = await enter(ana, '/', { viewport: { width: 360, height: 800 }, hasTouch: true, isMobile: true })
  for (const [name, address] of Object.entries(addresses)) {
    await narrow.goto(address)
    await composer(narrow).scrollIntoViewIfNeeded()
    await expectAccessible(narrow, `${name} on a phone`)
    const width = await narrow.evaluate(() => document.documentElement.scrollWidth)
    expect.soft(width, name).toBeLessThanOrEqual(360)
  }
  await narrow.goto(addresses.task)
  await composer(narrow).fill('From the tram')
  await narrow.getByRole('button', { name: 'Comment', exact: true }).tap()
  await expect(comment(narrow, 'From the tram')).toBeInViewport()
})

async function say({ http }: Person, content: string, parentId?: string): Promise<{ id: string }> {
  const answer = await http.call<{ comment: { id: string } }>('POST', `/api/v1/tasks/${taskId}/comments`, {
    content,
    clientId: crypto.randomUUID(),
    ...(parentId !== undefined && { parentId }),
  })
  return answer.comment
}

function composer(page: Page) {
  return page.getByLabel('Your comment')
}

function comment(page: Page, words: string) {
  return page.locator('.comment').filter({ hasText: words })
}

function replies(page: Page) {
  return page.locator('.replies .comment')
}
