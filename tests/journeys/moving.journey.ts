import type { BrowserContextOptions } from '@playwright/test'
import { makeBoard, type TestBoard } from '../support/boards.ts'
import { expect, test, type Page } from '../support/browser.ts'
import { addTask, centre, column, dragOver, Finger, pointIn, taskNamed, titles } from '../support/moving.ts'
import type { Person } from '../support/people.ts'

const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

let ana: Person
let ben: Person
let board: TestBoard

test.beforeEach(async ({ person }) => {
  ana = await person('Ana Alves')
  ben = await person('Ben Berg')
  board = await makeBoard(ana, 'Moves', [ben])
  for (const title of ['One', 'Two', 'Three']) await addTask(ana, columnId(0), title)
  await addTask(ana, columnId(1), 'Four')
})

function columnId(index: number): number {
  return board.columnIds[index] ?? 0
}

async function open(enter: (person: Person, address: string) => Promise<Page>, person: Person): Promise<Page> {
  const page = await enter(person, `/boards/${board.id}/`)
  await expect(titles(page, 'To Do')).toHaveText(['One', 'Two', 'Three'])
  return page
}

/** What the server holds, by column. */
async function stored(): Promise<string[][]> {
  const { http } = ana
  type Shown = { board: { columns: { tasks: { title: string }[] }[] } }
  const shown = await http.call<Shown>('GET', `/api/v1/boards/${board.id}`)
  return shown.board.columns.map(({ tasks }) => tasks.map(({ title }) => title))
}

test('a task is dragged within its column and into another, and everybody sees it', async ({ enter }) => {
  const [mine, theirs] = [await open(enter, ana), await open(enter, ben)]

  await dragOver(mine, taskNamed(mine, 'One'), taskNamed(mine, 'Three'), { x: 0.5, y: 0.8 })
  await expect(taskNamed(mine, 'One')).toHaveAttribute('data-lifted', '')
  await expect(column(mine, 'To Do')).toHaveAttribute('data-drop-target', '')
  await mine.mouse.up()
  for (const page of [mine, theirs]) await expect(titles(page, 'To Do')).toHaveText(['Two', 'Three', 'One'])

  await dragOver(mine, taskNamed(mine, 'Three'), taskNamed(mine, 'Four'), { x: 0.5, y: 0.2 })
  await expect(column(mine, 'In Progress')).toHaveAttribute('data-drop-target', '')
  await mine.mouse.up()
  for (const page of [mine, theirs]) {
    await expect(titles(page, 'To Do')).toHaveText(['Two', 'One'])
    await expect(titles(page, 'In Progress')).toHaveText(['Three', 'Four'])
    await expect(page.locator('[data-lifted], [data-moving], [data-drop-target]')).toHaveCount(0)
    await expect(column(page, 'In Progress').locator('.column-count')).toContainText('2')
  }
  await dragOver(mine, taskNamed(mine, 'Two'), column(mine, 'Done').locator('.tasks'))
  await mine.mouse.up()
  await expect(titles(theirs, 'Done')).toHaveText(['Two'])
  expect(await stored()).toEqual([['One'], ['Three', 'Four'], ['Two']])
  await expect(mine).toHaveURL(`/boards/${board.id}/`)
})

test('a drop by the mouse can be taken back; one where it was says nothing', async ({ enter }) => {
  const [page, theirs] = [await open(enter, ana), await open(enter, ben)]
  await dragOver(page, taskNamed(page, 'Two'), taskNamed(page, 'Four'), { x: 0.5, y: 0.2 })
  const above = await centre(taskNamed(page, 'One'))
  await page.mouse.move(above.x, above.y + 15, { steps: 8 })
  await expect(titles(page, 'To Do')).toHaveText(['One', 'Two', 'Three'])
  await page.mouse.up()
  await expect(page.locator('[data-lifted], [data-moving]')).toHaveCount(0)
  await expect(page.locator('.toast')).toHaveCount(0)

  await dragOver(page, taskNamed(page, 'Two'), taskNamed(page, 'Four'), { x: 0.5, y: 0.2 })
  await page.mouse.up()
  for (const each of [page, theirs]) await expect(titles(each, 'In Progress')).toHaveText(['Two', 'Four'])
  await expect(page.locator('.toast')).toContainText('“Two” moved to In Progress')
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click()
  for (const each of [page, theirs]) await expect(titles(each, 'To Do')).toHaveText(['One', 'Two', 'Three'])
  expect(await stored()).toEqual([['One', 'Two', 'Three'], ['Four'], []])
})

test('a task that is held over a column’s header lands first, below its tasks it lands last', async ({ enter }) => {
  const page = await open(enter, ana)
  await dragOver(page, taskNamed(page, 'Two'), column(page, 'In Progress').locator('.column-header'))
  await expect(column(page, 'In Progress')).toHaveAttribute('data-drop-target', '')
  await page.mouse.up()
  await expect(titles(page, 'In Progress')).toHaveText(['Two', 'Four'])
  await dragOver(page, taskNamed(page, 'One'), column(page, 'In Progress'), { x: 0.5, y: 1.4 })
  await page.mouse.up()
  await expect(titles(page, 'In Progress')).toHaveText(['Two', 'Four', 'One'])
  await dragOver(page, taskNamed(page, 'Two'), column(page, 'Done'), { x: 0.5, y: 2 })
  await page.mouse.up()
  await expect(titles(page, 'Done')).toHaveText(['Two'])
  await expect.poll(stored).toEqual([['Three'], ['Four', 'One'], ['Two']])
})

test('a task lands where it is let go of, however soon after the last move', async ({ enter }) => {
  const page = await open(enter, ana)
  await dragOver(page, taskNamed(page, 'Two'), column(page, 'In Progress'), { x: 0.5, y: 1.4 })
  await expect(titles(page, 'In Progress')).toHaveText(['Four', 'Two'])
  const { x, y } = await pointIn(taskNamed(page, 'Four'), { x: 0.5, y: 0.2 })
  await page.evaluate(
    (at) => {
      const under = document.elementFromPoint(at.clientX, at.clientY)
      for (const type of ['pointermove', 'pointerup'])
        under?.dispatchEvent(new PointerEvent(type, { ...at, bubbles: true, cancelable: true, pointerType: 'mouse' }))
    },
    { clientX: x, clientY: y },
  )
  await page.mouse.up()
  await expect(titles(page, 'In Progress')).toHaveText(['Two', 'Four'])
  await expect.poll(stored).toEqual([['One', 'Three'], ['Two', 'Four'], []])
})

test('a click opens the task; Escape ends a drag and puts the task back', async ({ enter }) => {
  const page = await open(enter, ana)
  await dragOver(page, taskNamed(page, 'One'), taskNamed(page, 'Four'))
  await expect(titles(page, 'In Progress')).toContainText(['One'])
  await page.keyboard.press('Escape')
  await expect(titles(page, 'To Do')).toHaveText(['One', 'Two', 'Three'])
  await expect(page.locator('[data-lifted]')).toHaveCount(0)
  await page.mouse.up()
  expect(await stored()).toEqual([['One', 'Two', 'Three'], ['Four'], []])
})

test('a finger drags a task after a short hold, and scrolls without one', async ({ enter }) => {
  const page = await enter(ana, `/boards/${board.id}/`, phone)
  const finger = await Finger.on(page)
  const from = await centre(taskNamed(page, 'One'))
  const to = { x: from.x, y: from.y + 260 }

  await finger.down(from)
  await expect(taskNamed(page, 'One')).toHaveClass(/chosen/)
  await finger.move(from, to)
  await expect(taskNamed(page, 'One')).toHaveAttribute('data-lifted', '')
  await expect(titles(page, 'To Do')).toHaveText(['Two', 'Three', 'One'])
  await finger.up()
  await expect.poll(stored).toEqual([['Two', 'Three', 'One'], ['Four'], []])

  const scroller = page.locator('.board')
  await finger.down(to)
  await finger.move(to, { x: to.x - 220, y: to.y })
  await finger.up()
  await expect.poll(() => scroller.evaluate((element) => element.scrollLeft)).toBeGreaterThan(50)
  await expect(page.locator('[data-lifted], .chosen')).toHaveCount(0)
  expect(await stored()).toEqual([['Two', 'Three', 'One'], ['Four'], []])
})

test('a finger carries a task to the edge, and the board scrolls on to the next column', async ({ enter }) => {
  const page = await enter(ana, `/boards/${board.id}/`, phone)
  const finger = await Finger.on(page)
  const from = await centre(taskNamed(page, 'Two'))
  const edge = { x: 385, y: from.y }
  await finger.down(from)
  await expect(taskNamed(page, 'Two')).toHaveClass(/chosen/)
  await finger.move(from, edge)
  // While it scrolls, a place that was measured is soon another column's, or none's.
  const scroller = page.locator('.board')
  await expect
    .poll(() => scroller.evaluate(({ scrollLeft, clientWidth, scrollWidth }) => scrollWidth - clientWidth - scrollLeft))
    .toBeLessThan(1)
  // Half of the column has gone out on the left by then, and by that edge the board would scroll back.
  const goal = await pointIn(column(page, 'Done').locator('.tasks'), { x: 0.8, y: 0.5 })
  expect(goal.x).toBeGreaterThan(60)
  await finger.move(edge, goal)
  await expect(column(page, 'Done').locator('.task')).toHaveCount(1)
  await finger.up()
  await expect.poll(stored).toEqual([['One', 'Three'], ['Four'], ['Two']])
})

test('with the keys alone: pick up, move, drop, put back, and hear of it', async ({ enter }) => {
  const [page, theirs] = [await open(enter, ana), await open(enter, ben)]
  const said = page.locator('[data-moving-words]')
  const link = taskNamed(page, 'Two').getByRole('link')
  await expect(page.getByRole('region', { name: 'Columns' })).toHaveAccessibleDescription(/Space picks it up/)

  await link.focus()
  await page.keyboard.press('Space')
  await expect(said).toHaveText(/^Picked up Two\. Position 2 of 3 in To Do\./)
  await page.keyboard.press('ArrowUp')
  await expect(said).toHaveText('Position 1 of 3 in To Do.')
  await page.keyboard.press('ArrowRight')
  await expect(said).toHaveText('Position 1 of 2 in In Progress.')
  await page.keyboard.press('End')
  await expect(said).toHaveText('Position 2 of 2 in In Progress.')
  await expect(link).toBeFocused()
  await page.keyboard.press('Space')
  await expect(said).toHaveText('Dropped Two. Position 2 of 2 in In Progress.')
  // What offers a way back stays for as long as the pointer is on it.
  await page.locator('.toast').hover()
  for (const each of [page, theirs]) {
    await expect(titles(each, 'To Do')).toHaveText(['One', 'Three'])
    await expect(titles(each, 'In Progress')).toHaveText(['Four', 'Two'])
  }
  await expect(link).toBeFocused()

  for (const end of ['Escape', 'Tab']) {
    await link.focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Home')
    await expect(titles(page, 'In Progress')).toHaveText(['Two', 'Four'])
    await page.keyboard.press(end)
    await expect(titles(page, 'In Progress')).toHaveText(['Four', 'Two'])
    await expect(said).toHaveText(/^Put back Two\. Position 2 of 2 in In Progress\./)
    await expect(page.locator('[data-lifted]')).toHaveCount(0)
  }
  expect(await stored()).toEqual([['One', 'Three'], ['Four', 'Two'], []])

  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click()
  for (const each of [page, theirs]) await expect(titles(each, 'To Do')).toHaveText(['One', 'Two', 'Three'])
})

test('a move that is refused goes back and says why', async ({ enter, watch }) => {
  watch.allowRefusals()
  const [page, theirs] = [await open(enter, ben), await open(enter, ana)]
  await ana.http.call('PATCH', `/api/v1/boards/${board.id}/members/${ben.id}`, { role: 'viewer' })
  await dragOver(page, taskNamed(page, 'One'), taskNamed(page, 'Four'), { x: 0.5, y: 0.9 })
  await page.mouse.up()
  await expect(page.locator('.toast')).not.toHaveText('')
  for (const each of [page, theirs]) await expect(titles(each, 'To Do')).toHaveText(['One', 'Two', 'Three'])
  await expect(page.locator('[data-moving]')).toHaveCount(0)
})

test('a place whose neighbours have gone is refused, and what was dropped there goes back', async ({
  enter,
  watch,
}) => {
  watch.allowRefusals()
  const page = await open(enter, ana)
  const four = await page.locator('.column .task', { hasText: 'Four' }).getAttribute('data-task-id')
  // The move is on its way when its neighbour leaves.
  await page.route('**/move', async (route) => {
    await ben.http.call('POST', `/api/v1/tasks/${four}/archive`, {})
    await route.continue()
  })
  await dragOver(page, taskNamed(page, 'One'), taskNamed(page, 'Four'), { x: 0.5, y: 0.9 })
  await page.mouse.up()
  await expect(page.locator('.toast')).toContainText('That place has changed')
  await expect(titles(page, 'To Do')).toHaveText(['One', 'Two', 'Three'])
  await expect(titles(page, 'In Progress')).toHaveText([])
})

test('two people who move one task at once see the same in the end', async ({ enter }) => {
  const [mine, theirs] = [await open(enter, ana), await open(enter, ben)]
  for (let round = 0; round < 5; round += 1) {
    const goals = [column(mine, 'In Progress'), column(theirs, 'Done')].map((goal) => goal.locator('.tasks'))
    for (const [index, page] of [mine, theirs].entries()) {
      const goal = goals[index]
      if (goal !== undefined) await dragOver(page, taskNamed(page, 'One'), goal)
    }
    await Promise.all([mine.mouse.up(), theirs.mouse.up()])
    await expect(mine.locator('[data-moving], [data-lifted]')).toHaveCount(0)
    await expect(theirs.locator('[data-moving], [data-lifted]')).toHaveCount(0)
    await expect.poll(async () => [await onPage(mine), await onPage(theirs)]).toEqual([await stored(), await stored()])
    await ana.http.call('POST', `/api/v1/tasks/${await idOf(mine, 'One')}/move`, {
      columnId: columnId(0),
      afterTaskId: null,
    })
    for (const page of [mine, theirs]) await expect(titles(page, 'To Do').first()).toHaveText('One')
  }
})

test('a task that is changed in the hand stays in the hand; one that is archived leaves it', async ({ enter }) => {
  const page = await open(enter, ana)
  const id = await idOf(page, 'One')
  await dragOver(page, taskNamed(page, 'One'), taskNamed(page, 'Four'), { x: 0.5, y: 0.9 })
  await ben.http.call('PATCH', `/api/v1/tasks/${id}`, { title: 'One and a half' })
  await expect(taskNamed(page, 'One and a half')).toHaveAttribute('data-lifted', '')
  await page.mouse.up()
  await expect(titles(page, 'In Progress')).toHaveText(['Four', 'One and a half'])
  await expect.poll(stored).toEqual([['Two', 'Three'], ['Four', 'One and a half'], []])

  await dragOver(page, taskNamed(page, 'Two'), taskNamed(page, 'Four'), { x: 0.5, y: 0.9 })
  await ben.http.call('POST', `/api/v1/tasks/${await idOf(page, 'Two')}/archive`, {})
  await expect(page.locator('.toast', { hasText: '“Two” is not on the board any more.' })).toBeVisible()
  await expect(page.locator('[data-lifted]')).toHaveCount(0)
  await page.mouse.up()
  await expect.poll(() => onPage(page)).toEqual([['Three'], ['Four', 'One and a half'], []])
})

test('a column that others change while a task of it is in the hand leaves the task there', async ({ enter }) => {
  const page = await open(enter, ana)
  await dragOver(page, taskNamed(page, 'One'), taskNamed(page, 'Four'), { x: 0.5, y: 0.9 })
  await ben.http.call('PATCH', `/api/v1/columns/${columnId(1)}`, { isDone: true })
  await expect(column(page, 'In Progress')).toHaveAttribute('data-done', '')
  await expect(taskNamed(page, 'One')).toHaveAttribute('data-lifted', '')
  await page.mouse.up()
  await expect.poll(async () => (await stored())[1]?.toSorted()).toEqual(['Four', 'One'])
  await expect(page.locator('[data-moving]')).toHaveCount(0)
  expect(await onPage(page)).toEqual(await stored())
})

test('while the connection is away a move goes back, and what others did is caught up', async ({ enter, watch }) => {
  watch.allowOutage()
  const [page, theirs] = [await open(enter, ana), await open(enter, ben)]
  await page.context().setOffline(true)
  await dragOver(page, taskNamed(page, 'One'), taskNamed(page, 'Four'), { x: 0.5, y: 0.9 })
  await page.mouse.up()
  await expect(page.locator('.toast')).toContainText('can’t be reached')
  await expect(titles(page, 'To Do')).toHaveText(['One', 'Two', 'Three'])
  await dragOver(theirs, taskNamed(theirs, 'Two'), taskNamed(theirs, 'Four'), { x: 0.5, y: 0.1 })
  await theirs.mouse.up()
  await page.context().setOffline(false)
  for (const each of [page, theirs]) {
    await expect(titles(each, 'To Do')).toHaveText(['One', 'Three'])
    await expect(titles(each, 'In Progress')).toHaveText(['Two', 'Four'])
  }
})

test('what a filter hides keeps its place when others are moved past it', async ({ enter }) => {
  const unfiltered = await open(enter, ben)
  for (const title of ['One', 'Three'])
    await ana.http.call('PATCH', `/api/v1/tasks/${await idOf(unfiltered, title)}`, { assigneeIds: [ana.id] })
  const page = await enter(ana, `/boards/${board.id}/?assignee=${ana.id}`)
  await expect(titles(page, 'To Do')).toHaveText(['One', 'Three'])

  await dragOver(page, taskNamed(page, 'Three'), taskNamed(page, 'One'), { x: 0.5, y: 0.1 })
  await page.mouse.up()
  await expect.poll(stored).toEqual([['Three', 'One', 'Two'], ['Four'], []])
  await expect(titles(page, 'To Do')).toHaveText(['Three', 'One'])

  await taskNamed(page, 'Three').getByRole('link').focus()
  for (const key of ['Space', 'ArrowDown', 'ArrowRight', 'Space']) await page.keyboard.press(key)
  await expect(page.locator('[data-moving-words]')).toHaveText('Dropped Three. Position 1 of 1 in In Progress.')
  await expect.poll(stored).toEqual([['One', 'Two'], ['Four', 'Three'], []])
  await expect(taskNamed(page, 'Two')).toBeHidden()
  await expect(titles(unfiltered, 'In Progress')).toHaveText(['Four', 'Three'])
})

test('a column is dragged by its header, and moved by its menu', async ({ enter }) => {
  const [page, theirs] = [await open(enter, ana), await open(enter, ben)]
  const names = (of: Page) => of.locator('.board .column-header h2')
  const header = column(page, 'Done').locator('.column-header h2')
  await dragOver(page, header, column(page, 'To Do').locator('.column-header'), { x: 0.2, y: 0.5 })
  await page.mouse.up()
  for (const each of [page, theirs]) await expect(names(each)).toHaveText(['Done', 'To Do', 'In Progress'])

  const menu = column(page, 'Done').locator('.column-menu')
  await menu.locator('summary').press('Enter')
  await menu.getByRole('button', { name: 'Move right' }).press('Enter')
  await expect(page.locator('[data-moving-words]')).toHaveText('Done is column 2 of 3.')
  for (const each of [page, theirs]) await expect(names(each)).toHaveText(['To Do', 'Done', 'In Progress'])
  await expect(page.locator('[data-moving]')).toHaveCount(0)
  await expect(menu.locator('summary')).toBeFocused()
})

test('who may only look can drag nothing', async ({ person, enter }) => {
  const viewer = await person('Vera Vogel')
  await ana.http.call('POST', `/api/v1/boards/${board.id}/members`, { username: viewer.username, role: 'viewer' })
  const page = await open(enter, viewer)
  const from = await centre(taskNamed(page, 'One'))
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x, from.y + 200, { steps: 5 })
  await expect(page.locator('[data-lifted]')).toHaveCount(0)
  await page.mouse.up()
  await taskNamed(page, 'One').getByRole('link').focus()
  await page.keyboard.press('Space')
  await expect(page.locator('[data-lifted]')).toHaveCount(0)
  await expect(taskNamed(page, 'One').locator('[data-task-menu]')).toBeHidden()
})

async function onPage(page: Page): Promise<string[][]> {
  return page
    .locator('.board .column')
    .evaluateAll((columns) =>
      columns.map((each) => [...each.querySelectorAll('.task .task-title')].map((title) => title.textContent.trim())),
    )
}

async function idOf(page: Page, title: string): Promise<string | null> {
  return taskNamed(page, title).getAttribute('data-task-id')
}
