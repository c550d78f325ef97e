import { expectAccessible } from '../support/axe.ts'
import type { Locator } from '@playwright/test'
import { makeBoard, type TestBoard } from '../support/boards.ts'
import { expect, test, type Page } from '../support/browser.ts'
import type { Person } from '../support/people.ts'

let ana: Person
let ben: Person
let board: TestBoard
let taskId: number
let labelId: number

test.beforeEach(async ({ person }) => {
  ana = await person('Ana Alves')
  ben = await person('Ben Berg')
  board = await makeBoard(ana, 'Tern launch', [ben])
  const made = await ana.http.call<{ task: { id: number } }>('POST', `/api/v1/columns/${board.columnIds[0]}/tasks`, {
    title: 'Press kit',
  })
  taskId = made.task.id
  const { label } = await ana.http.call<{ label: { id: number } }>('POST', `/api/v1/boards/${board.id}/labels`, {
    name: 'Press',
    colour: 'plum',
  })
  labelId = label.id
})

type Enter = (person: Person, address: string, options?: object) => Promise<Page>

const boardAddress = (): string => `/boards/${board.id}/`
const panelAddress = (): string => `${boardAddress()}?task=${taskId}`
const taskAddress = (): string => `/tasks/${taskId}/`

const panel = (page: Page): Locator => page.locator('dialog.task-panel')
const slip = (page: Page): Locator => page.locator(`#task-${taskId}`)
const saved = (page: Page): Locator => page.locator('[data-sheet-state]')

async function patch(fields: object): Promise<void> {
  await ana.http.call('PATCH', `/api/v1/tasks/${taskId}`, fields)
}

async function stored(): Promise<Record<string, unknown>> {
  const { task } = await ana.http.call<{ task: Record<string, unknown> }>('GET', `/api/v1/tasks/${taskId}`)
  return task
}

/** Opens a page that is live. */
async function open(enter: Enter, person: Person, address: string, options?: object): Promise<Page> {
  const page = await enter(person, address, options)
  await expect(page.locator('#task-title, .task-title').first()).toBeVisible()
  return page
}

test('a task opens over its board by mouse and by keyboard, and closes in every way', async ({ enter }) => {
  const page = await open(enter, ana, `${boardAddress()}?q=kit`)
  const link = slip(page).getByRole('link', { name: 'Press kit' })

  await test.step('by mouse, closed by Escape', async () => {
    await link.click()
    await expect(panel(page)).toBeVisible()
    await expect(page).toHaveURL(`${boardAddress()}?q=kit&task=${taskId}`)
    await expect(panel(page).locator('h1')).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(panel(page)).toBeHidden()
    await expect(page).toHaveURL(`${boardAddress()}?q=kit`)
    await expect(link).toBeFocused()
  })

  await test.step('by Enter, closed by Back and opened again by Forward', async () => {
    await page.keyboard.press('Enter')
    await expect(panel(page)).toBeVisible()
    await page.goBack()
    await expect(panel(page)).toBeHidden()
    await page.goForward()
    await expect(panel(page)).toBeVisible()
  })

  await test.step('the close button and a click beside it close it too', async () => {
    await panel(page).getByRole('link', { name: 'Close the task' }).click()
    await expect(panel(page)).toBeHidden()
    await link.click()
    await expect(panel(page)).toBeVisible()
    await page.mouse.click(20, 400)
    await expect(panel(page)).toBeHidden()
  })

  await test.step('Escape closes an open menu first', async () => {
    await link.click()
    await panel(page).getByLabel('Task actions').click()
    await page.keyboard.press('Escape')
    await expect(panel(page).getByRole('button', { name: 'Archive' })).toBeHidden()
    await expect(panel(page)).toBeVisible()
  })

  await test.step('its address opens it, and leads back to the board alone', async () => {
    await page.goto(panelAddress())
    await expect(panel(page).locator('h1')).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(panel(page)).toBeHidden()
    await expect(page).toHaveURL(boardAddress())
  })

  await test.step('with Ctrl the link opens the task on its own page', async () => {
    const [other] = await Promise.all([
      page.context().waitForEvent('page'),
      link.click({ modifiers: ['ControlOrMeta'] }),
    ])
    await expect(other).toHaveURL(taskAddress())
    await expect(panel(page)).toBeHidden()
  })
})

test('what opens at a press has the cursor in that very moment: keys pressed at once are typed into it', async ({
  enter,
}) => {
  const page = await open(enter, ana, panelAddress())
  const press = (summary: string): Promise<string | null | undefined> =>
    page.locator(summary).evaluate((element: HTMLElement) => {
      element.click()
      return document.activeElement?.getAttribute('name')
    })
  expect(await press('#sheet-title-edit > summary')).toBe('title')
  expect(await press('#sheet-description-edit > summary')).toBe('description')
  expect(await press('#sheet-add-step > summary')).toBe('text')
  await page.goto(boardAddress())
  expect(await press('.column-footer:not(.new-column) > summary >> nth=0')).toBe('title')
  expect(await press('.new-column > summary')).toBe('name')
})

test('every field saves itself, and another person sees it in the panel and on the board', async ({ enter }) => {
  const [mine, panelOfBen, boardOfBen] = [
    await open(enter, ana, panelAddress()),
    await open(enter, ben, panelAddress()),
    await open(enter, ben, boardAddress()),
  ]
  const sheet = panel(mine)

  await test.step('title', async () => {
    await sheet.locator('h1').click()
    await sheet.getByLabel('Title', { exact: true }).fill('Press kit, one page')
    await mine.keyboard.press('Enter')
    await expect(sheet.locator('h1')).toHaveText('Press kit, one page')
    await expect(saved(mine)).toHaveText('Saved')
    await expect(sheet.getByLabel('Edit the title')).toBeFocused()
    await expect(panel(panelOfBen).locator('h1')).toHaveText('Press kit, one page')
    await expect(slip(boardOfBen).locator('.task-title')).toHaveText('Press kit, one page')
  })

  await test.step('priority', async () => {
    await sheet.getByLabel('Priority').selectOption('Urgent')
    await expect(panel(panelOfBen).getByLabel('Priority')).toHaveValue('urgent')
    await expect(slip(boardOfBen)).toHaveAttribute('data-priority', 'urgent')
  })

  await test.step('people and labels', async () => {
    await sheet.locator('#sheet-assigneeIds > summary').click()
    await sheet.getByRole('checkbox', { name: 'Ben Berg' }).check()
    await sheet.getByRole('checkbox', { name: 'Ana Alves' }).check()
    await expect(sheet.locator('#sheet-assigneeIds > summary')).toContainText('Ana, Ben')
    await expect(sheet.getByRole('checkbox', { name: 'Ana Alves' })).toBeFocused()
    await mine.keyboard.press('Escape')
    await sheet.locator('#sheet-labelIds > summary').click()
    await sheet.getByRole('checkbox', { name: 'Press' }).check()
    await expect(panel(panelOfBen).locator('#sheet-assigneeIds > summary')).toContainText('Ana, Ben')
    await expect(panel(panelOfBen).locator('#sheet-labelIds > summary')).toContainText('Press')
    await expect(slip(boardOfBen).locator('.label')).toHaveText('Press')
    await expect(slip(boardOfBen).locator('[data-assignee-id]')).toHaveCount(2)
    await mine.keyboard.press('Escape')
  })

  await test.step('days', async () => {
    await sheet.getByLabel('Start', { exact: true }).fill('2026-03-01')
    await sheet.getByLabel('Due', { exact: true }).fill('2026-03-12')
    await mine.keyboard.press('Tab')
    await expect(panel(panelOfBen).getByLabel('Due', { exact: true })).toHaveValue('2026-03-12')
    await expect(slip(boardOfBen)).toHaveAttribute('data-due', '2026-03-12')
    await sheet.getByRole('button', { name: 'No start' }).click()
    await expect(panel(panelOfBen).getByLabel('Start', { exact: true })).toHaveValue('')
  })

  await test.step('progress', async () => {
    await sheet.getByLabel('Progress', { exact: true }).fill('35')
    await mine.keyboard.press('Enter')
    await expect(panel(panelOfBen).getByLabel('Progress', { exact: true })).toHaveValue('35')
    await sheet.getByLabel('Progress, in steps').focus()
    await mine.keyboard.press('End')
    await expect(panel(panelOfBen).getByLabel('Progress', { exact: true })).toHaveValue('100')
  })

  await test.step('description', async () => {
    await sheet.getByLabel('Edit the description').click()
    await sheet.getByRole('textbox', { name: 'Description' }).fill('**Six** photos')
    await mine.keyboard.press('ControlOrMeta+Enter')
    for (const page of [mine, panelOfBen])
      await expect(panel(page).locator('.task-description strong')).toHaveText('Six')
  })

  await test.step('steps', async () => {
    await sheet.getByText('Add a step').click()
    await mine.keyboard.type('Choose photos')
    await mine.keyboard.press('Enter')
    await expect(sheet.locator('.checklist-entry')).toHaveText([/Choose photos/])
    await mine.keyboard.type('Write the text')
    await mine.keyboard.press('Enter')
    await expect(sheet.locator('.step-text')).toHaveText(['Choose photos', 'Write the text'])
    await sheet.getByRole('checkbox', { name: 'Choose photos' }).check()
    await expect(panel(panelOfBen).getByRole('checkbox', { name: 'Choose photos' })).toBeChecked()
    await expect(slip(boardOfBen).locator('.checked-off')).toContainText('1/2')
    await sheet.getByLabel('Change “Write the text”').click()
    await sheet.getByRole('button', { name: 'Move up' }).click()
    await expect(panel(panelOfBen).locator('.step-text')).toHaveText(['Write the text', 'Choose photos'])
    await expect(sheet.getByRole('button', { name: 'Move down' })).toBeFocused()
    await sheet.getByRole('textbox', { name: 'Step', exact: true }).fill('Write 180 words')
    await mine.keyboard.press('Enter')
    await expect(panel(panelOfBen).locator('.step-text')).toHaveText(['Write 180 words', 'Choose photos'])
    await sheet.getByLabel('Change “Write 180 words”').click()
    await sheet.getByRole('button', { name: 'Delete' }).click()
    await expect(panel(panelOfBen).locator('.step-text')).toHaveText(['Choose photos'])
  })

  await test.step('column', async () => {
    await sheet.getByLabel('Column').selectOption('Done')
    await expect(panel(panelOfBen).locator('[data-part="progress"]')).toContainText('100 %')
    await expect(boardOfBen.locator(`#column-${board.columnIds[2]} #task-${taskId}`)).toBeVisible()
    await expect(panel(panelOfBen).locator('.activity')).toContainText('Done')
  })
})

test('what is not taken stays where it was typed, and says why', async ({ enter, watch }) => {
  watch.allowRefusals()
  await patch({ startOn: '2026-03-12' })
  const page = await open(enter, ana, taskAddress())
  const due = page.getByLabel('Due', { exact: true })
  await due.fill('2026-03-01')
  await page.keyboard.press('Tab')
  await expect(page.locator('#sheet-dueOn-error')).toHaveText('Is before the start.')
  await expect(due).toHaveValue('2026-03-01')
  await expect(due).toHaveAttribute('aria-invalid', 'true')
  await expect(page.locator('.toasts')).toContainText('Not saved. Is before the start.')
  await due.fill('2026-03-20')
  await page.keyboard.press('Tab')
  await expect(page.locator('#sheet-dueOn-error')).toBeHidden()
  expect(await stored()).toMatchObject({ dueOn: '2026-03-20' })
})

test('somebody else’s changes leave what one is writing alone', async ({ enter, watch }) => {
  watch.allowRefusals()
  const page = await open(enter, ana, taskAddress())
  await page.getByLabel('Edit the title').click()
  const title = page.getByLabel('Title', { exact: true })
  await title.fill('Press kit, half wri')
  await ben.http.call('PATCH', `/api/v1/tasks/${taskId}`, { title: 'Ben’s kit', priority: 'high' })
  await expect(page.getByLabel('Priority')).toHaveValue('high')
  await expect(title).toBeFocused()
  await page.keyboard.type('tten')
  await expect(title).toHaveValue('Press kit, half written')
  await page.keyboard.press('Enter')
  await expect(page.locator('#sheet-title-error')).toContainText('It is now “Ben’s kit”')
  await expect(title).toHaveValue('Press kit, half written')
  expect(await stored()).toMatchObject({ title: 'Ben’s kit' })
  await page.keyboard.press('Enter')
  await expect(page.locator('h1')).toHaveText('Press kit, half written')
  expect(await stored()).toMatchObject({ title: 'Press kit, half written', priority: 'high' })
})

test('two describe a task at once: both texts are shown and none is lost', async ({ enter, watch }) => {
  watch.allowRefusals()
  await patch({ description: 'As it was' })
  const page = await open(enter, ana, panelAddress())
  const field = panel(page).getByRole('textbox', { name: 'Description' })
  await panel(page).getByLabel('Edit the description').click()
  await field.fill('What I wrote')
  await ben.http.call('PATCH', `/api/v1/tasks/${taskId}`, { description: 'What **Ben** wrote' })

  await test.step('what is being written survives a reload', async () => {
    await page.reload()
    await expect(field).toHaveValue('What I wrote')
    await expect(field).toBeFocused()
  })

  await test.step('saving shows theirs beside mine', async () => {
    await field.press('ControlOrMeta+Enter')
    await expect(page.locator('#sheet-description-error')).toContainText('changed by somebody else')
    // The word comes first; what to save over is known when theirs is shown.
    await expect(panel(page).locator('[data-part="description"]')).toHaveAttribute('data-conflict', '')
    await expect(panel(page).locator('.task-description')).toHaveText('What Ben wrote')
    await expect(field).toHaveValue('What I wrote')
    expect(await stored()).toMatchObject({ description: 'What **Ben** wrote' })
  })

  await test.step('saving once more puts mine in its place', async () => {
    await field.press('ControlOrMeta+Enter')
    await expect(field).toBeHidden()
    await expect(panel(page).locator('.task-description')).toHaveText('What I wrote')
  })

  await test.step('theirs can be taken instead', async () => {
    await panel(page).getByLabel('Edit the description').click()
    await field.fill('Mine again')
    await ben.http.call('PATCH', `/api/v1/tasks/${taskId}`, { description: 'Theirs again' })
    await field.press('ControlOrMeta+Enter')
    await panel(page).getByRole('button', { name: 'Take theirs instead' }).click()
    await expect(panel(page).locator('.task-description')).toHaveText('Theirs again')
    await expect(field).toBeHidden()
  })
})

test('Escape asks before it throws away what was typed', async ({ enter }) => {
  const page = await open(enter, ana, panelAddress())
  const field = panel(page).getByRole('textbox', { name: 'Description' })
  const question = page.getByRole('dialog', { name: 'Discard what you typed?' })
  await panel(page).getByLabel('Edit the description').click()
  await page.keyboard.press('Escape')
  await expect(field).toBeHidden()
  await panel(page).getByLabel('Edit the description').click()
  await field.fill('Half a thought')
  await page.keyboard.press('Escape')
  await question.getByRole('button', { name: 'Go on editing' }).click()
  await expect(field).toHaveValue('Half a thought')
  await expect(field).toBeFocused()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(question).toBeHidden()
  await expect(field).toHaveValue('Half a thought')
  await page.keyboard.press('Escape')
  await question.getByRole('button', { name: 'Discard' }).click()
  await expect(field).toBeHidden()
  await expect(panel(page)).toBeVisible()
  await page.reload()
  await expect(field).toBeHidden()
})

test('a task is archived with a way back, and deleted for good from the archive', async ({ enter, watch }) => {
  watch.allowRefusals()
  const [mine, theirs] = [await open(enter, ana, panelAddress()), await open(enter, ben, boardAddress())]
  await panel(mine).getByLabel('Task actions').click()
  await panel(mine).getByRole('button', { name: 'Archive' }).click()
  await expect(panel(mine)).toBeHidden()
  await expect(slip(theirs)).toHaveCount(0)
  await mine.getByRole('button', { name: 'Undo' }).click()
  await expect(slip(theirs)).toBeVisible()

  await mine.goto(taskAddress())
  await theirs.goto(panelAddress())
  await mine.getByLabel('Task actions').click()
  await mine.getByRole('button', { name: 'Archive' }).click()
  await expect(mine.locator('.archived-notice')).toBeVisible()
  await mine.getByLabel('Task actions').click()
  await mine.getByRole('button', { name: 'Delete for good' }).click()
  await mine.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click()
  await expect(mine).toHaveURL(boardAddress())
  await expect(panel(theirs)).toBeHidden()
  await expect(theirs.locator('.toasts')).toContainText('This task was deleted.')
})

test('who is made a viewer meanwhile has no controls any more, who is removed is put out', async ({ enter, watch }) => {
  watch.allowRefusals()
  const page = await open(enter, ben, taskAddress())
  await expect(page.getByLabel('Priority')).toBeVisible()
  const member = `/api/v1/boards/${board.id}/members/${ben.id}`
  await ana.http.call('PATCH', member, { role: 'viewer' })
  await expect(page.locator('.task-page :is(form, input, select, details)')).toHaveCount(0)
  await expect(page.locator('.task-page')).toContainText('Priority')
  await ana.http.call('DELETE', member)
  await expect(page).toHaveURL('/')
})

test('without JavaScript everything about a task can be changed', async ({ enter, watch }) => {
  watch.allowRefusals()
  const page = await enter(ana, panelAddress(), { javaScriptEnabled: false })
  const sheet = page.locator('.task-page')
  const save = (within: Locator): Promise<void> => within.getByRole('button', { name: 'Save' }).first().click()
  await expect(sheet).toBeVisible()

  await sheet.getByLabel('Edit the title').click()
  await sheet.getByLabel('Title', { exact: true }).fill('Press kit, plain')
  await save(sheet.locator('#sheet-title-edit'))
  await expect(page).toHaveURL(taskAddress())
  await expect(sheet.locator('h1')).toHaveText('Press kit, plain')

  await sheet.locator('#sheet-assigneeIds > summary').click()
  await sheet.getByRole('checkbox', { name: 'Ana Alves' }).check()
  await sheet.getByRole('checkbox', { name: 'Ben Berg' }).check()
  await sheet.locator('#sheet-assigneeIds > summary').click()
  await sheet.locator('#sheet-labelIds > summary').click()
  await sheet.getByRole('checkbox', { name: 'Press' }).check()
  await sheet.locator('#sheet-labelIds > summary').click()
  await sheet.getByLabel('Due', { exact: true }).fill('2026-03-12')
  await sheet.getByLabel('Start', { exact: true }).fill('2026-03-20')
  await sheet.getByLabel('Priority').selectOption('High')
  await sheet.getByLabel('Progress', { exact: true }).fill('40')
  await page.locator('#sheet-fields > .button').click()
  await expect(page.getByRole('alert')).toContainText('Is before the start.')
  await sheet.getByLabel('Start', { exact: true }).fill('2026-03-01')
  await page.locator('#sheet-fields > .button').click()
  await expect(page.getByRole('alert')).toHaveCount(0)
  expect(await stored()).toMatchObject({
    dueOn: '2026-03-12',
    startOn: '2026-03-01',
    priority: 'high',
    progress: 40,
    assignees: [{ id: ana.id }, { id: ben.id }],
    labels: [{ id: labelId }],
  })

  await sheet.getByLabel('Edit the description').click()
  await sheet.getByRole('textbox', { name: 'Description' }).fill('**Six** photos')
  await save(sheet.locator('#sheet-description-edit'))
  await expect(sheet.locator('.task-description strong')).toHaveText('Six')

  for (const text of ['One', 'Two']) {
    await sheet.getByText('Add a step').click()
    await sheet.getByLabel('New step').fill(text)
    await sheet.getByRole('button', { name: 'Add', exact: true }).click()
  }
  await sheet.getByRole('checkbox', { name: 'One' }).check()
  await save(sheet.locator('.checklist-entry').first())
  await expect(sheet.getByRole('checkbox', { name: 'One' })).toBeChecked()
  await sheet.getByLabel('Change “Two”').click()
  await sheet.getByRole('button', { name: 'Move up' }).click()
  await expect(sheet.locator('.step-text')).toHaveText(['Two', 'One'])

  await sheet.getByLabel('Column').selectOption('In Progress')
  await sheet.getByRole('button', { name: 'Move', exact: true }).click()
  await expect(sheet.getByLabel('Column')).toHaveValue(String(board.columnIds[1]))
  await sheet.getByLabel('Task actions').click()
  await sheet.getByRole('button', { name: 'Archive' }).click()
  await expect(page.locator('.archived-notice')).toBeVisible()
})

test('axe finds nothing on a task, in light and dark', async ({ enter, person }) => {
  const vera = await person('Vera Vale')
  await ana.http.call('POST', `/api/v1/boards/${board.id}/members`, { username: vera.username, role: 'viewer' })
  const description = `# Prices\n\n|a|b|\n|-|-:|\n|1|2|\n\n\`\`\`\n${'code '.repeat(60)}\n\`\`\`\n\n> https://example.org\n\n${'long'.repeat(80)}`
  await patch({
    description,
    priority: 'urgent',
    dueOn: '2026-03-12',
    progress: 40,
    assigneeIds: [ana.id],
    labelIds: [labelId],
  })
  for (const text of ['One', 'word'.repeat(60)]) await ana.http.call('POST', `/api/v1/tasks/${taskId}/steps`, { text })
  for (const [who, address] of [
    [ana, taskAddress()],
    [vera, taskAddress()],
    [ana, panelAddress()],
    [vera, panelAddress()],
  ] as const) {
    const page = await open(enter, who, address)
    await expectAccessible(page, `${who.displayName} ${address}`)
    await page.setViewportSize({ width: 360, height: 780 })
    await expectFits(page)
    if (who === ana) await openEverything(page)
    await expectAccessible(page, `${who.displayName} ${address}, narrow`)
    await expectFits(page)
  }
})

async function openEverything(page: Page): Promise<void> {
  await page.getByLabel('Edit the title').click()
  await page.getByLabel('Edit the description').click()
  await page.getByText('Add a step').click()
  await page.locator('#sheet-assigneeIds > summary').click()
}

/** Nothing is wider than the sheet. */
async function expectFits(page: Page): Promise<void> {
  const excess = await page
    .locator('.task-page')
    .evaluate((sheet) => (sheet.parentElement?.scrollWidth ?? 0) - (sheet.parentElement?.clientWidth ?? 0))
  expect.soft(excess).toBeLessThanOrEqual(0)
}
