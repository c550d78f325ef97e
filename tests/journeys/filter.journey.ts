import type { Page } from '@playwright/test'
import { makeBoard, type TestBoard } from '../support/boards.ts'
import { expect, test } from '../support/browser.ts'
import type { Person } from '../support/people.ts'

async function addTask({ http }: Person, board: TestBoard, title: string, facts: object = {}): Promise<number> {
  const { task } = await http.call<{ task: { id: number } }>('POST', `/api/v1/columns/${board.columnIds[0]}/tasks`, {
    title,
  })
  await http.call('PATCH', `/api/v1/tasks/${task.id}`, facts)
  return task.id
}

const shown = (page: Page) => page.locator('.task:not([hidden]) .task-title')
const count = (page: Page) => page.locator('[data-filter-count]')

test('a board is filtered as one types, in its address, through reload and back, and for what arrives', async ({
  person,
  enter,
}) => {
  const [ana, ben] = [await person('Ana Alves'), await person('Ben Berg')]
  const board = await makeBoard(ana, 'Sieve', [ben])
  const { label } = await ana.http.call<{ label: { id: number } }>('POST', `/api/v1/boards/${board.id}/labels`, {
    name: 'Press',
    colour: 'plum',
  })
  await addTask(ana, board, 'Press kit', { labelIds: [label.id], assigneeIds: [ana.id] })
  await addTask(ana, board, 'Café prices', { assigneeIds: [ben.id], priority: 'high' })
  const photos = await addTask(ana, board, 'Photos', { labelIds: [label.id] })
  const page = await enter(ana, `/boards/${board.id}/`)
  const words = page.getByLabel('Find in this board')

  await test.step('as one types', async () => {
    await page.keyboard.press('f')
    await expect(words).toBeFocused()
    await page.keyboard.type('CAFÉ')
    await expect(shown(page)).toHaveText(['Café prices'])
    await expect(count(page)).toHaveText('1 of 3 tasks')
    await expect(page).toHaveURL(`/boards/${board.id}/?q=CAF%C3%89`)
    await page.keyboard.press('Escape')
    await expect(shown(page)).toHaveCount(3)
    await expect(page).toHaveURL(`/boards/${board.id}/`)
    await words.fill(`#${photos}`)
    await expect(shown(page)).toHaveText(['Photos'])
  })

  await test.step('by label, together with who it is assigned to; a reload and going back show the same', async () => {
    await words.fill('')
    await page.locator('#filter-label summary').click()
    await page.getByRole('checkbox', { name: 'Press' }).check()
    await expect(shown(page)).toHaveText(['Press kit', 'Photos'])
    await page.locator('.filter', { hasText: 'Assigned to me' }).click()
    await expect(shown(page)).toHaveText(['Press kit'])
    const filtered = `/boards/${board.id}/?assignee=me&label=${label.id}`
    await expect(page).toHaveURL(filtered)
    await page.reload()
    await expect(shown(page)).toHaveText(['Press kit'])
    await expect(page.getByRole('checkbox', { name: 'Assigned to me' })).toBeChecked()
    await page.goto('/messaging/')
    await page.goBack()
    await expect(page).toHaveURL(filtered)
    await expect(shown(page)).toHaveText(['Press kit'])
  })

  await test.step('what arrives is filtered', async () => {
    await addTask(ben, board, 'Not for Ana')
    await expect(count(page)).toHaveText('1 of 4 tasks')
    await addTask(ben, board, 'For Ana, on the press', { labelIds: [label.id], assigneeIds: [ana.id] })
    await expect(shown(page)).toHaveText(['Press kit', 'For Ana, on the press'])
    await ben.http.call('PATCH', `/api/v1/tasks/${photos}`, { assigneeIds: [ana.id, ben.id] })
    await expect(shown(page)).toHaveText(['Press kit', 'Photos', 'For Ana, on the press'])
    await ben.http.call('PATCH', `/api/v1/tasks/${photos}`, { labelIds: [] })
    await expect(shown(page)).toHaveText(['Press kit', 'For Ana, on the press'])
  })

  await test.step('a new label can be filtered by at once', async () => {
    await ben.http.call('POST', `/api/v1/boards/${board.id}/labels`, { name: 'Brand new', colour: 'sky' })
    await page.locator('#filter-label summary').click()
    await expect(page.getByRole('checkbox', { name: 'Brand new' })).toBeVisible()
    await expect(page.getByRole('checkbox', { name: 'Press' })).toBeChecked()
    await page.keyboard.press('Escape')
  })

  await test.step('nothing matches; the filter is cleared', async () => {
    await words.fill('lampshade')
    await expect(page.getByRole('heading', { name: 'No task matches “lampshade”' })).toBeVisible()
    await page.getByRole('link', { name: 'Clear the filters' }).click()
    await expect(shown(page)).toHaveCount(5)
    await expect(page).toHaveURL(`/boards/${board.id}/`)
    await expect(words).toBeFocused()
  })
})

test('keys lead from task to task, past those that are hidden', async ({ person, enter }) => {
  const ana = await person('Ana Alves')
  const board = await makeBoard(ana, 'Steps')
  await addTask(ana, board, 'One', { priority: 'high' })
  await addTask(ana, board, 'Hidden')
  await addTask(ana, board, 'Two', { priority: 'high' })
  const right = { ...board, columnIds: board.columnIds.slice(2) }
  await addTask(ana, right, 'Far right', { priority: 'high' })
  const page = await enter(ana, `/boards/${board.id}/?priority=high`)
  for (const [key, title] of [
    ['j', 'One'],
    ['j', 'Two'],
    ['ArrowUp', 'One'],
    ['ArrowRight', 'Far right'],
    ['h', 'One'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(page.locator('.task-title a:focus')).toHaveText(title)
  }
})

test('without JavaScript a board is filtered by its form', async ({ person, enter }) => {
  const ana = await person('Ana Alves')
  const board = await makeBoard(ana, 'Paper sieve')
  await addTask(ana, board, 'Sharpen pencils', { priority: 'high' })
  await addTask(ana, board, 'Buy paper')
  const page = await enter(ana, `/boards/${board.id}/`, { javaScriptEnabled: false })
  await page.getByLabel('Find in this board').fill('PENCIL')
  await page.locator('#filter-priority summary').click()
  await page.getByRole('checkbox', { name: 'High' }).check()
  await page.getByRole('button', { name: 'Filter' }).click()
  await expect(shown(page)).toHaveText(['Sharpen pencils'])
  await expect(count(page)).toHaveText('1 of 2 tasks')
  await page.getByRole('link', { name: 'Clear the filter' }).click()
  await expect(shown(page)).toHaveCount(2)
})
