import { makeBoard, type TestBoard } from '../support/boards.ts'
import { expect, test, type Page } from '../support/browser.ts'
import { addTask, column, dragOver, taskNamed, titles } from '../support/moving.ts'
import type { Person } from '../support/people.ts'

/** Four columns beside the conversation. */
const wide = { viewport: { width: 1900, height: 900 } }

let ana: Person
let ben: Person
let board: TestBoard

test.beforeEach(async ({ person }) => {
  ana = await person('Ana Alves')
  ben = await person('Ben Berg')
  board = await makeBoard(ana, 'Menus', [ben])
  for (const title of ['One', 'Two', 'Three']) await addTask(ana, board.columnIds[0] ?? 0, title)
  await addTask(ana, board.columnIds[1] ?? 0, 'Four')
})

async function choose(page: Page, title: string, entry: string): Promise<void> {
  await taskNamed(page, title)
    .getByRole('button', { name: `Actions for ${title}` })
    .press('Enter')
  await page.getByRole('menu').getByRole('menuitem', { name: entry, exact: true }).press('Enter')
}

test('the menu of a task is gone through with arrows and closed by Escape, back to its button', async ({ enter }) => {
  const page = await enter(ana, `/boards/${board.id}/`)
  const button = taskNamed(page, 'Two').getByRole('button', { name: 'Actions for Two' })
  await taskNamed(page, 'Two').hover()
  await button.click()
  const entries = page.getByRole('menu', { name: 'Actions for Two' }).getByRole('menuitem')
  await expect(entries).toHaveText([
    'Open',
    'Move to In Progress',
    'Move to Done',
    'Move to the top',
    'Move to the bottom',
    'Assign to me',
    'Archive',
  ])
  await expect(entries.first()).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(entries.nth(1)).toBeFocused()
  await page.keyboard.press('End')
  await expect(entries.last()).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(entries.first()).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)
  await expect(button).toBeFocused()
})

test('the menu moves a task, and what it did can be undone', async ({ enter }) => {
  const [page, theirs] = [await enter(ana, `/boards/${board.id}/`), await enter(ben, `/boards/${board.id}/`)]
  await choose(page, 'Three', 'Move to the top')
  for (const each of [page, theirs]) await expect(titles(each, 'To Do')).toHaveText(['Three', 'One', 'Two'])
  await choose(page, 'Three', 'Move to the bottom')
  for (const each of [page, theirs]) await expect(titles(each, 'To Do')).toHaveText(['One', 'Two', 'Three'])
  await choose(page, 'Two', 'Move to In Progress')
  for (const each of [page, theirs]) await expect(titles(each, 'In Progress')).toHaveText(['Four', 'Two'])
  await expect(page.locator('.toast').last()).toContainText('“Two” moved to In Progress')
  await page.locator('.toast').last().getByRole('button', { name: 'Undo' }).click()
  for (const each of [page, theirs]) await expect(titles(each, 'To Do')).toHaveText(['One', 'Two', 'Three'])
})

test('the menu assigns a task to oneself and archives it, which can be undone', async ({ enter }) => {
  const [page, theirs] = [await enter(ana, `/boards/${board.id}/`), await enter(ben, `/boards/${board.id}/`)]
  await choose(page, 'One', 'Assign to me')
  for (const each of [page, theirs]) await expect(taskNamed(each, 'One').locator(`[data-assignee-id]`)).toHaveCount(1)
  await choose(theirs, 'One', 'Assign to me')
  for (const each of [page, theirs]) await expect(taskNamed(each, 'One').locator('[data-assignee-id]')).toHaveCount(2)
  await choose(page, 'One', 'Remove me')
  for (const each of [page, theirs]) {
    await expect(taskNamed(each, 'One').locator('[data-assignee-id]')).toHaveCount(1)
    await expect(taskNamed(each, 'One').locator(`[data-assignee-id="${ben.id}"]`)).toHaveCount(1)
  }

  await choose(page, 'One', 'Archive')
  for (const each of [page, theirs]) await expect(titles(each, 'To Do')).toHaveText(['Two', 'Three'])
  await expect(taskNamed(page, 'Two').getByRole('link', { name: 'Two' })).toBeFocused()
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click()
  for (const each of [page, theirs]) await expect(titles(each, 'To Do')).toHaveText(['One', 'Two', 'Three'])
})

test('the menu opens by touch', async ({ enter }) => {
  const page = await enter(ana, `/boards/${board.id}/`, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  await taskNamed(page, 'One').getByRole('button', { name: 'Actions for One' }).tap()
  await page.getByRole('menuitem', { name: 'Move to the bottom' }).tap()
  await expect(titles(page, 'To Do')).toHaveText(['Two', 'Three', 'One'])
})

test('a column is renamed, limited and marked in place; a move beyond its limit is let in, with a word', async ({
  enter,
  watch,
}) => {
  watch.allowRefusals()
  const [page, theirs] = [await enter(ana, `/boards/${board.id}/`), await enter(ben, `/boards/${board.id}/`)]
  const menu = column(page, 'In Progress').locator('.column-menu')
  await menu.locator('summary').click()
  await menu.getByLabel('Name').fill('Doing')
  await menu.getByLabel('Tasks at most').fill('1')
  await menu.getByRole('button', { name: 'Save' }).click()
  for (const each of [page, theirs])
    await expect(column(each, 'Doing').locator('.column-count')).toContainText('1 of 1')
  await expect(column(page, 'Doing').locator('.column-menu summary')).toBeFocused()

  await dragOver(page, taskNamed(page, 'One'), taskNamed(page, 'Four'), { x: 0.5, y: 0.9 })
  await page.mouse.up()
  await expect(page.locator('.toast')).toContainText('Doing holds 2, its limit is 1')
  await expect(column(theirs, 'Doing').locator('.column-count')).toHaveAttribute('data-limit', 'over')

  const renamed = column(page, 'Doing').locator('.column-menu')
  await renamed.locator('summary').click()
  await renamed.getByLabel('Tasks at most').fill('')
  await renamed.getByLabel('Name').fill(' ')
  await renamed.getByRole('button', { name: 'Save' }).click()
  await expect(renamed.locator('[data-column-error]')).not.toHaveText('')
  await expect(renamed.getByLabel('Name')).toBeFocused()
  await renamed.getByLabel('Name').fill('Doing')
  await renamed.getByLabel('Tasks here are done').check()
  await renamed.getByRole('button', { name: 'Save' }).click()
  for (const each of [page, theirs]) {
    await expect(column(each, 'Doing')).toHaveAttribute('data-done', '')
    await expect(column(each, 'Doing').locator('.column-count')).not.toHaveAttribute('data-limit', /./)
  }
})

test('what is typed into a column’s menu stays while others change the column', async ({ enter }) => {
  const page = await enter(ana, `/boards/${board.id}/`)
  const menu = column(page, 'Done').locator('.column-menu')
  await menu.locator('summary').click()
  await menu.getByLabel('Tasks at most').fill('7')
  await ben.http.call('PATCH', `/api/v1/columns/${board.columnIds[2]}`, { name: 'Shipped' })
  const renamed = column(page, 'Shipped').locator('.column-menu')
  await expect(renamed.getByLabel('Tasks at most')).toHaveValue('7')
  await expect(renamed.getByLabel('Tasks at most')).toBeFocused()
  await expect(renamed.getByLabel('Name')).toHaveValue('Shipped')
})

test('a column is added and archived without loading the page, and comes back with its tasks', async ({ enter }) => {
  const [page, theirs] = [await enter(ana, `/boards/${board.id}/`, wide), await enter(ben, `/boards/${board.id}/`)]
  const names = (of: Page) => of.locator('.board .column-header h2')
  await page.getByText('Add a column').click()
  await expect(page.getByLabel('Name of the new column')).toBeFocused()
  await page.keyboard.type('Review')
  await page.keyboard.press('Enter')
  for (const each of [page, theirs]) await expect(names(each)).toHaveText(['To Do', 'In Progress', 'Done', 'Review'])
  await expect(page.getByLabel('Name of the new column')).toHaveValue('')

  await dragOver(page, taskNamed(page, 'One'), column(page, 'Review').locator('.tasks'))
  await page.mouse.up()
  await expect(titles(theirs, 'Review')).toHaveText(['One'])

  const menu = column(page, 'To Do').locator('.column-menu')
  await menu.locator('summary').click()
  await menu.getByRole('button', { name: 'Archive with its tasks' }).click()
  for (const each of [page, theirs]) await expect(names(each)).toHaveText(['In Progress', 'Done', 'Review'])
  // The move before it may still be undone too: its notice stands beside.
  const archived = page.locator('.toast').filter({ hasText: '“To Do” archived with its tasks' })
  await archived.getByRole('button', { name: 'Undo' }).click()
  for (const each of [page, theirs]) {
    await expect(names(each)).toHaveText(['To Do', 'In Progress', 'Done', 'Review'])
    await expect(titles(each, 'To Do')).toHaveText(['Two', 'Three'])
  }
})
