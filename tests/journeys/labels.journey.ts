import { makeBoard, type TestBoard } from '../support/boards.ts'
import { expect, test, type Page } from '../support/browser.ts'
import { drawn } from '../support/dom.ts'
import type { Person } from '../support/people.ts'

let ana: Person
let ben: Person
let board: TestBoard

test.beforeEach(async ({ person }) => {
  ana = await person('Ana Alves')
  ben = await person('Ben Berg')
  board = await makeBoard(ana, 'Labelled', [ben])
})

const make = async (name: string, colour: string): Promise<number> => {
  const path = `/api/v1/boards/${board.id}/labels`
  return (await ben.http.call<{ label: { id: number } }>('POST', path, { name, colour })).label.id
}
const row = (page: Page, name: string) => page.locator('.label-row').filter({ hasText: name })

test('a label is made, changed and deleted on the labels’ page', async ({ enter }) => {
  const page = await enter(ana, `/boards/${board.id}/labels/`)
  await expect(page.getByRole('heading', { name: 'No labels yet' })).toBeVisible()
  const form = page.getByRole('region', { name: 'New label' })
  await form.getByLabel('Name').fill('Press')
  await form.getByRole('radio', { name: 'Plum' }).check()
  await form.getByRole('button', { name: 'Add the label' }).click()
  await expect(row(page, 'Press').locator('.label[data-colour="plum"]').first()).toHaveText('Press')

  await page.getByText('Edit the label Press').click()
  await row(page, 'Press').getByLabel('Name').fill('News')
  await row(page, 'Press').getByRole('radio', { name: 'Moss' }).check()
  await row(page, 'Press').getByRole('button', { name: 'Save' }).click()
  await expect(row(page, 'News').locator('[data-label-id]')).toHaveAttribute('data-colour', 'moss')

  await page.getByText('Edit the label News').click()
  await row(page, 'News').getByText('Delete…').click()
  await expect(row(page, 'News')).toContainText('No task carries it.')
  await row(page, 'News').getByRole('button', { name: 'Delete the label' }).click()
  await expect(page.getByRole('heading', { name: 'No labels yet' })).toBeVisible()
})

test('what others do with labels is there at once, and the form that one is in stays as it is', async ({ enter }) => {
  const [press, copy] = [await make('Press', 'plum'), await make('Copy', 'straw')]
  const page = await enter(ana, `/boards/${board.id}/labels/`)
  await expect(page.locator('.connection')).toBeHidden()
  await page.getByText('Edit the label Press').click()
  await row(page, 'Press').getByRole('radio', { name: 'Sky' }).check()
  await row(page, 'Press').getByLabel('Name').fill('Press and')

  await make('Audio', 'moss')
  await ben.http.call('PATCH', `/api/v1/labels/${copy}`, { name: 'Texts' })
  const { task } = await ben.http.call<{ task: { id: number } }>(
    'POST',
    `/api/v1/columns/${board.columnIds[0]}/tasks`,
    {
      title: 'A task',
    },
  )
  await ben.http.call('PATCH', `/api/v1/tasks/${task.id}`, { labelIds: [press] })

  await expect(page.locator('.label-row [data-label-id]')).toHaveText(['Audio', 'Press', 'Texts'])
  await expect(row(page, 'Press')).toContainText('On 1 task')
  const name = row(page, 'Press').getByLabel('Name')
  await expect(name).toBeFocused()
  await name.pressSequentially(' more')
  await expect(name).toHaveValue('Press and more')
  await expect(row(page, 'Press').getByRole('radio', { name: 'Sky' })).toBeChecked()

  await ben.http.call('DELETE', `/api/v1/labels/${press}`)
  await expect(page.locator('.label-row [data-label-id]')).toHaveText(['Audio', 'Texts'])
  await expect(page.locator('#main')).toBeFocused()
  await expectSameAfterReload(page, '.label-rows')
})

test('a label that was deleted while the page was away is gone when it is back', async ({ enter, watch }) => {
  watch.allowOutage()
  const press = await make('Press', 'plum')
  await make('Copy', 'straw')
  const page = await enter(ana, `/boards/${board.id}/labels/`)
  await expect(page.locator('.connection')).toBeHidden()
  await page.context().setOffline(true)
  await expect(page.locator('.connection')).toBeVisible()
  await ben.http.call('DELETE', `/api/v1/labels/${press}`)
  await page.context().setOffline(false)
  await expect(page.locator('.label-row [data-label-id]')).toHaveText(['Copy'])
})

test('the page of a board’s activity grows as things happen', async ({ enter }) => {
  const page = await enter(ana, `/boards/${board.id}/activity/`)
  await expect(page.locator('.connection')).toBeHidden()
  const press = await make('Press', 'plum')
  await ben.http.call('PATCH', `/api/v1/labels/${press}`, { colour: 'sky' })
  const entries = page.getByRole('list', { name: 'Activity' }).getByRole('listitem')
  await expect(entries.first()).toContainText('Ben Berg gave the label Press another colour')
  await expect(entries.nth(1)).toContainText('Ben Berg added the label Press')
  await expectSameAfterReload(page, '.activity')
})

/** What stands there now is what the page shows afresh. */
async function expectSameAfterReload(page: Page, selector: string): Promise<void> {
  await expect(page.locator('[data-arrived]')).toHaveCount(0)
  const live = await drawn(page, selector)
  await page.reload()
  await expect(page.locator('.connection')).toBeHidden()
  expect(live).toEqual(await drawn(page, selector))
}
