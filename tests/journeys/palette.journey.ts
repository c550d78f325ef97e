import { expectAccessible } from '../support/axe.ts'
import { makeBoard } from '../support/boards.ts'
import { expect, test, type Page } from '../support/browser.ts'

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Search or jump to' })
const words = (page: Page) => page.getByRole('combobox', { name: 'Search tasks, rooms and boards' })
const quickAdd = (page: Page) => page.locator('.column').first().getByLabel('New task', { exact: true })
const chosen = (page: Page) => page.locator('#palette [aria-selected="true"]')

test('the palette finds tasks, rooms, boards and things to do, by keyboard alone', async ({ person, enter }) => {
  const ana = await person('Ana Alves')
  const [board, other] = [await makeBoard(ana, 'Lamp launch'), await makeBoard(ana, 'Lantern shop')]
  const { task } = await ana.http.call<{ task: { id: number } }>(
    'POST',
    `/api/v1/columns/${board.columnIds[0]}/tasks`,
    {
      title: 'Write the <b>lamp</b> text',
    },
  )
  const page = await enter(ana, `/boards/${other.id}/`)
  await page.goto(`/boards/${board.id}/`)

  await test.step('it opens with the boards that were visited last, and closes', async () => {
    await page.keyboard.press('Control+k')
    await expect(words(page)).toBeFocused()
    await expect(page.locator('#palette [role="option"]').first()).toContainText('Lamp launch')
    await expect(chosen(page)).toHaveCount(1)
    await page.keyboard.press('Escape')
    await expect(dialog(page)).toBeHidden()
    await page.keyboard.press('/')
    await expect(words(page)).toBeFocused()
    // Pressed in the moment of the closing: the field that nobody sees any more has the focus until the next frame.
    const hasOpenedAgain = await page.evaluate(() => {
      const palette = document.querySelector<HTMLDialogElement>('#palette')
      palette?.close()
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true, cancelable: true }))
      return palette?.open
    })
    expect(hasOpenedAgain).toBe(true)
  })

  await test.step('arrows, Home and End choose; what is chosen is named, and what was found is counted', async () => {
    await page.keyboard.type('lam')
    await expect(chosen(page)).toContainText('Write the <b>lamp</b> text')
    await expect(chosen(page).locator('mark')).toHaveText('lam')
    await expect(page.locator('[data-palette-status]')).toHaveText('3 results')
    await page.keyboard.press('ArrowDown')
    await expect(chosen(page)).toContainText('Lamp launch')
    await expect(words(page)).toHaveAttribute('aria-activedescendant', `option-board-${board.id}`)
    await page.keyboard.press('End')
    await expect(chosen(page)).toContainText('New task “lam”')
    await page.keyboard.press('ArrowDown')
    await expect(chosen(page)).toContainText('Write the')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Home')
    await expect(chosen(page)).toContainText('Write the')
    await expectAccessible(page, 'palette', '#palette')
  })

  await test.step('Enter right after typing means what was typed', async () => {
    await words(page).fill('lantern')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`/boards/${other.id}/`)
    await page.waitForLoadState()
  })

  await test.step('a task by its number; one to be made', async () => {
    await page.getByRole('link', { name: 'Search or jump to' }).click()
    await page.keyboard.type(`#${task.id}`)
    await expect(chosen(page)).toContainText('lamp')
    await words(page).fill('Buy a lampshade')
    await expect(chosen(page)).toContainText('New task “Buy a lampshade”')
    await page.keyboard.press('Enter')
    await expect(quickAdd(page)).toBeFocused()
    await expect(quickAdd(page)).toHaveValue('Buy a lampshade')
    await page.keyboard.press('Enter')
    await expect(page.locator('.task-title', { hasText: 'Buy a lampshade' })).toBeVisible()
  })
})

test('an answer that comes too late is dropped', async ({ person, enter }) => {
  const ana = await person('Ana Alves')
  await makeBoard(ana, 'Slow boat')
  await makeBoard(ana, 'Fast boat')
  const page = await enter(ana, '/')
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/find/results/?q=slow*', async (route) => {
    await held
    await route.continue().catch(() => undefined)
  })
  await page.keyboard.press('Control+k')
  const asked = page.waitForRequest(/find\/results\/\?q=slow/)
  await words(page).fill('slow')
  await asked
  await words(page).fill('fast')
  await expect(chosen(page)).toContainText('Fast boat')
  release()
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('#palette')).not.toContainText('Slow boat')
})

test('keys lead everywhere, rest while somebody writes, and can be switched off', async ({ person, enter }) => {
  const ana = await person('Ana Alves')
  const board = await makeBoard(ana, 'Keys')
  const page = await enter(ana, `/boards/${board.id}/`)

  await test.step('the list', async () => {
    await page.keyboard.press('?')
    const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await expect(list.getByText('Go to the inbox')).toBeVisible()
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await expect(list).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(list).toBeHidden()
  })

  await test.step('on a task: assign, edit, archive', async () => {
    await page.keyboard.press('n')
    await expect(quickAdd(page)).toBeFocused()
    await page.keyboard.type('ngift')
    await page.keyboard.press('Enter')
    const link = page.getByRole('link', { name: 'ngift' })
    await expect(link).toBeVisible()
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    await expect(link).toBeFocused()
    await page.keyboard.press('a')
    await expect(page.locator(`.task [data-assignee-id="${ana.id}"]`)).toBeVisible()
    await page.keyboard.press('e')
    await expect(page.getByLabel('Title', { exact: true })).toBeFocused()
    await page.keyboard.press('Escape')
    await page.keyboard.press('c')
    await expect(page.locator('.task')).toHaveCount(0)
  })

  await test.step('sequences', async () => {
    await page.goto(`/messaging/room/${board.roomId}/`)
    for (const [keys, address] of [
      ['gb', `/boards/${board.id}/`],
      ['gi', '/messaging/notifications/'],
      ['gr', '/messaging/'],
      ['gh', '/'],
    ] as const) {
      for (const key of keys) await page.keyboard.press(key)
      await expect(page).toHaveURL(address)
      // The address is the next page's as soon as that begins to come; its keys are heard once it is loaded.
      await page.waitForLoadState()
    }
  })

  await test.step('switched off', async () => {
    await page.goto('/shortcuts/')
    await page.getByRole('checkbox', { name: 'Shortcuts of single keys' }).uncheck()
    await page.goto(`/boards/${board.id}/`)
    for (const key of ['g', 'i', 'n', '?', '/']) await page.keyboard.press(key)
    await page.keyboard.press('Control+k')
    await expect(words(page)).toBeFocused()
    await expect(words(page)).toHaveValue('')
    await expect(page).toHaveURL(`/boards/${board.id}/`)
  })
})

test('without JavaScript the same is found on a page', async ({ person, enter }) => {
  const ana = await person('Ana Alves')
  const board = await makeBoard(ana, 'Paper palette')
  const page = await enter(ana, '/', { javaScriptEnabled: false })
  await page.getByRole('link', { name: 'Search or jump to' }).click()
  await page.getByLabel('What to find').fill('PAPER')
  await page.getByRole('button', { name: 'Find' }).click()
  await page.getByRole('main').getByRole('link', { name: 'Paper palette' }).click()
  await expect(page).toHaveURL(`/boards/${board.id}/`)
  await page.getByRole('link', { name: 'Keyboard shortcuts' }).click()
  await expect(page.getByRole('heading', { name: 'On a board' })).toBeVisible()
})
