import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'

interface Found {
  boards: { id: number; name: string }[]
  rooms: { name: string; board: { id: number } }[]
  tasks: { id: number; title: string; state: string; column: { name: string }; board: { id: number } }[]
}

describe.each(databaseKinds())('finding on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let viewer: TestPerson
  let outsider: TestPerson
  let board: TestBoard
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    viewer = await app.person('viewer')
    outsider = await app.person('outsider')
    board = await app.board(ana, [[viewer, 'viewer']])
  })
  afterAll(() => app.stop())

  async function addTask(title: string, column = 0): Promise<number> {
    const answer = await ana.visitor.api('POST', `/api/v1/columns/${board.columnIds[column]}/tasks`, { title })
    expect(answer.status).toBe(201)
    return (answer.json() as { task: { id: number } }).task.id
  }

  async function find(query: string, person = ana): Promise<Found> {
    const answer = await person.visitor.get(`/api/v1/find?q=${encodeURIComponent(query)}`)
    expect(answer.status).toBe(200)
    return answer.json() as unknown as Found
  }

  const titles = async (query: string, person = ana): Promise<string[]> =>
    (await find(query, person)).tasks.map(({ title }) => title)

  test.each([
    ['Écrire la préface', 'écrire', 'PRÉFACE', 'é'],
    ['Straßenbau prüfen', 'STRASSENBAU', 'straße', 'strasse', 'aß', 'PRÜFEN'],
    ['SPASS AM STRASSENRAND', 'spaß', 'straßenrand'],
    ['Новая Задача', 'задача', 'НОВАЯ зад'],
    ['Ο δρόμος ΚΑΙ Η ΟΔΟΣ', 'οδος', 'ΔΡΌΜΟΣ', 'δρόμοσ'],
    ['桜の写真', '写真', '桜'],
    ['Launch 🚀 Party', '🚀 party'],
    ['100% [done] ^_^ {a}(b)*?.\\+|$ -~!@', '100%', '[DONE]', '^_^', '*?.\\+|$', '-~!@', '{A}(b)'],
  ])('“%s” is found whatever the case, and signs stand for themselves', async (title, ...queries) => {
    const id = await addTask(title)
    for (const query of queries)
      expect(
        (await find(query)).tasks.map((task) => task.id),
        query,
      ).toContain(id)
  })

  test('what only looks like a pattern finds nothing', async () => {
    await addTask('Plain words')
    for (const query of ['p%n words', 'p_ain', 'p*n', 'p?ain', '[p]lain', 'p.ain', 'plain|words', '\\w+ain'])
      expect(await titles(query), query).not.toContain('Plain words')
  })

  test('every word has to be there, in any order; what begins with them comes first', async () => {
    await addTask('Answer about the zebra crossing')
    await addTask('Crossing a zebra')
    await addTask('Zebra crossing')
    expect(await titles('zebra crossing')).toEqual([
      'Zebra crossing',
      'Crossing a zebra',
      'Answer about the zebra crossing',
    ])
    expect(await titles('zebra crossings')).toEqual([])
  })

  test('a number finds its task first', async () => {
    const id = await addTask('Numbered')
    await addTask(`Mentions #${id} in its title`)
    const { tasks } = await find(`#${id}`)
    expect(tasks.map(({ title }) => title)).toEqual(['Numbered', `Mentions #${id} in its title`])
    expect(tasks[0]).toMatchObject({ id, state: 'open', column: { name: 'To Do' }, board: { id: board.id } })
    expect(await titles(`#${id}0000`)).toEqual([])
  })

  test('at most eight of a kind', async () => {
    for (let place = 0; place < 10; place += 1) await addTask(`Many of them ${place}`)
    expect(await titles('many of')).toHaveLength(8)
  })

  test('boards and rooms are found by name, a room also as it is written', async () => {
    const roomId = await app.room(ana, board.id, 'Überraschung')
    const found = await find('#überRASCHung')
    expect(found.rooms).toMatchObject([{ id: roomId, name: 'Überraschung', board: { id: board.id, name: 'Launch' } }])
    expect((await find('launch')).boards).toContainEqual({ id: board.id, name: 'Launch' })
  })

  test('an outsider finds nothing, a viewer finds all, a removed member finds nothing any more', async () => {
    const id = await addTask('Our secret handshake')
    for (const query of ['handshake', `#${id}`, 'launch', 'general', ''])
      expect(await find(query, outsider), query).toEqual({ boards: [], rooms: [], tasks: [] })
    const page = await outsider.visitor.get(`/find/?q=handshake&board=${board.id}`)
    expect(page.text).not.toContain('Our secret')
    expect(page.text).not.toContain('Launch')

    expect(await titles('handshake', viewer)).toEqual(['Our secret handshake'])
    expect((await find('general', viewer)).rooms).toHaveLength(1)
    const removed = await ana.visitor.api('DELETE', `/api/v1/boards/${board.id}/members/${viewer.id}`)
    expect(removed.status).toBeLessThan(300)
    for (const query of ['handshake', `#${id}`, 'launch', 'general'])
      expect(await find(query, viewer), query).toEqual({ boards: [], rooms: [], tasks: [] })
  })

  test('what is archived is not found until it is back', async () => {
    const [first, second] = [await addTask('Hide and seek'), await addTask('Seek in a column', 1)]
    await ana.visitor.api('POST', `/api/v1/tasks/${first}/archive`)
    expect(await titles('seek')).toEqual(['Seek in a column'])
    await app.services.db.column.update({ where: { id: board.columnIds[1] ?? 0 }, data: { archivedAt: new Date() } })
    expect(await titles('seek')).toEqual([])
    expect(await titles(`#${second}`)).toEqual([])
    await app.services.db.column.update({ where: { id: board.columnIds[1] ?? 0 }, data: { archivedAt: null } })
    await ana.visitor.api('POST', `/api/v1/tasks/${first}/restore`)
    expect(await titles('seek')).toHaveLength(2)
  })

  test('without a question, the boards: those visited last lead', async () => {
    const [one, two] = [await app.board(ana), await app.board(ana)]
    const answer = await ana.visitor.get(`/api/v1/find?recent=${two.id},999999,nonsense,${one.id}`)
    const ids = (answer.json() as unknown as Found).boards.map(({ id }) => id)
    expect(ids.slice(0, 2)).toEqual([two.id, one.id])
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toContain(board.id)
  })

  test('odd questions are answered', async () => {
    for (const query of [
      'q=a&q=b',
      `q=${'x'.repeat(5_000)}`,
      `q=${'s'.repeat(200)}`,
      'board=-1',
      'board=99999999999999999',
      'recent=%00',
      'q=%F0%9F',
    ])
      expect((await ana.visitor.get(`/find/?${query}`)).status, query).toBeLessThan(500)
    const lone = await ana.visitor.send('/find/results/?q=%ED%A0%80')
    expect(lone.status).toBe(200)
  })

  test('page and dialog show the same, with what was found marked and people’s words as text', async () => {
    const id = await addTask('Fix <b>Bold</b> Café')
    for (const path of ['/find/', '/find/results/']) {
      const { text } = await ana.visitor.get(`${path}?q=bold+CAFÉ&board=${board.id}`)
      expect(text).toContain(`href="/tasks/${id}/"`)
      expect(text).toContain('Fix &lt;b&gt;<mark>Bold</mark>&lt;/b&gt; <mark>Café</mark>')
      expect(text).toContain('New task “')
      expect(text).not.toContain('<b>Bold')
    }
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
