import { makeBoard } from '../support/boards.ts'
import { test } from '../support/browser.ts'

test('pictures', async ({ person, enter }) => {
  const [ana, ben] = [await person('Ana Novak'), await person('Cleo Laurent')]
  const board = await makeBoard(ana, 'Tern launch', [ben])
  const { task } = await ana.http.call<{ task: { id: number } }>('POST', `/api/v1/columns/${board.columnIds[0]}/tasks`, { title: 'Press kit: one page, six photos, prices in three currencies' })
  const say = async (who: typeof ana, content: string, parentId?: string) =>
    (await who.http.call<{ comment: { id: string } }>('POST', `/api/v1/tasks/${task.id}/comments`, { content, clientId: crypto.randomUUID(), ...(parentId && { parentId }) })).comment
  const one = await say(ben, 'First layout is attached. One page, photos in a strip at the bottom so that it still prints on A4 and Letter.')
  await say(ana, 'Prints fine here on both. The weight is wrong: 2.1 kg with the base, not 1.8.', one.id)
  const r = await say(ben, 'Fixed', one.id)
  await ben.http.call('PATCH', `/api/v1/comments/${r.id}`, { content: 'Fixed, thank you.' })
  const gone = await say(ben, 'slip')
  await ben.http.call('DELETE', `/api/v1/comments/${gone.id}`)
  const m = await say(ben, `@${ana.username} only the prices are missing now. Dollars and pounds are still “tbc” in the sheet.`)
  await say(ana, 'On it. Pounds are £189. Waiting for the duty rate before I promise dollars.', m.id)
  for (const [size, viewport] of [['wide', { width: 1440, height: 900 }], ['phone', { width: 390, height: 844 }]] as const)
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await enter(ana, '/', { viewport, colorScheme })
      for (const [name, address] of Object.entries({ task: `/tasks/${task.id}/`, thread: `/task/${task.id}/comments/?comment=${r.id}&reply=${one.id}`, panel: `/boards/${board.id}/?task=${task.id}`, board: `/boards/${board.id}/` })) {
        if (colorScheme === 'dark' && name === 'board') continue
        await page.goto(address)
        if (name === 'task') await page.locator('[data-answer]').first().click()
        if (name === 'panel') await page.getByLabel('Your comment').scrollIntoViewIfNeeded()
        await page.waitForLoadState('networkidle')
        await page.screenshot({ path: `/tmp/comment-pics/${name}-${size}-${colorScheme}.png` })
      }
    }
})
