import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { everything } from '../support/routes.ts'

interface ShownColumn {
  id: number
  name: string
  wipLimit: number | null
  isDone: boolean
  tasks: { id: number; title: string; isFinished: boolean; progress: number }[]
}

describe.each(databaseKinds())('columns on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let outsider: TestPerson
  let board: TestBoard
  let other: TestBoard
  let first: number
  let second: number
  let third: number
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    outsider = await app.person('outsider')
    other = await app.board(outsider)
  })
  afterAll(() => app.stop())
  beforeEach(async () => {
    board = await app.board(ana)
    ;[first = 0, second = 0, third = 0] = board.columnIds
  })

  const api = (method: string, path: string, body?: object, who = ana) =>
    who.visitor.api(method, `/api/v1${path}`, body)
  const columns = async () =>
    ((await api('GET', `/boards/${board.id}`)).json() as { board: { columns: ShownColumn[] } }).board.columns
  const names = async () => (await columns()).map(({ name }) => name)
  const add = async (title: string, columnId = first) =>
    ((await api('POST', `/columns/${columnId}/tasks`, { title })).json() as { task: { id: number } }).task.id

  test('a column is made at the end, renamed, limited and put elsewhere', async () => {
    const answer = await api('POST', `/boards/${board.id}/columns`, { name: ' Review ' })
    expect(answer.status).toBe(201)
    const { column } = answer.json() as { column: { id: number } }
    expect(await names()).toEqual(['To Do', 'In Progress', 'Done', 'Review'])
    await api('POST', `/columns/${column.id}/move`, { afterColumnId: first })
    expect(await names()).toEqual(['To Do', 'Review', 'In Progress', 'Done'])
    await api('POST', `/columns/${third}/move`, { afterColumnId: null })
    expect(await names()).toEqual(['Done', 'To Do', 'Review', 'In Progress'])
    await api('PATCH', `/columns/${column.id}`, { name: 'Look at', wipLimit: 3 })
    expect((await columns())[2]).toMatchObject({ name: 'Look at', wipLimit: 3 })
    await api('PATCH', `/columns/${column.id}`, { wipLimit: null })
    expect((await columns())[2]).toMatchObject({ name: 'Look at', wipLimit: null })
  })

  test('what changes nothing is told to nobody', async () => {
    const before = await everything(app.services.db)
    await api('POST', `/columns/${second}/move`, { afterColumnId: first })
    await api('POST', `/columns/${first}/move`, { afterColumnId: null })
    await api('POST', `/columns/${first}/move`, { afterColumnId: first })
    await api('PATCH', `/columns/${first}`, { name: 'To Do', isDone: false, wipLimit: null })
    await api('POST', `/columns/${first}/restore`)
    expect(await everything(app.services.db)).toEqual(before)
  })

  test('a column over its limit takes tasks all the same, and says so', async () => {
    await api('PATCH', `/columns/${first}`, { wipLimit: 1 })
    const count = async () =>
      /id="column-\d+-count"[^>]*>[^<]*/.exec((await ana.visitor.get(`/boards/${board.id}/`)).text)?.[0]
    expect(await count()).toMatch(/-count">0 of 1$/)
    await add('one')
    expect(await count()).toMatch(/data-limit="full">1 of 1$/)
    await add('two')
    expect(await count()).toMatch(/data-limit="over">2 of 1$/)
  })

  test('the tasks of a column that is marked done are finished, and open again when it is not', async () => {
    const taskId = await add('a task')
    await api('PATCH', `/tasks/${taskId}`, { progress: 30 })
    await api('PATCH', `/columns/${first}`, { isDone: true })
    expect((await columns())[0]?.tasks[0]).toMatchObject({ isFinished: true, progress: 100 })
    await api('PATCH', `/columns/${first}`, { isDone: false })
    expect((await columns())[0]?.tasks[0]).toMatchObject({ isFinished: false, progress: 30 })
  })

  test('a column goes to the archive and comes back with its tasks, in its place', async () => {
    const [one, two] = [await add('one'), await add('two')]
    await api('POST', `/columns/${first}/archive`)
    expect(await names()).toEqual(['In Progress', 'Done'])
    expect((await api('GET', `/boards/${board.id}/archive`)).json()).toMatchObject({
      columns: [{ id: first, name: 'To Do', taskCount: 2 }],
      tasks: [],
    })
    expect((await api('POST', `/columns/${first}/tasks`, { title: 'late' })).status).toBe(409)
    expect((await api('POST', `/columns/${first}/move`, { afterColumnId: second })).status).toBe(409)
    expect((await api('POST', `/tasks/${one}/move`, { columnId: second, afterTaskId: null })).status).toBe(409)
    await api('POST', `/columns/${first}/restore`)
    expect((await columns())[0]).toMatchObject({ name: 'To Do', tasks: [{ id: one }, { id: two }] })
  })

  test('no task goes with its column: only an empty one can be deleted, and only from the archive', async () => {
    const taskId = await add('one')
    expect((await api('DELETE', `/columns/${first}`)).status).toBe(409)
    await api('POST', `/columns/${first}/archive`)
    expect((await api('DELETE', `/columns/${first}`)).status).toBe(409)
    await api('POST', `/tasks/${taskId}/archive`)
    expect((await api('DELETE', `/columns/${first}`)).status).toBe(409)
    await api('DELETE', `/tasks/${taskId}`)
    expect((await api('DELETE', `/columns/${first}`)).status).toBe(200)
    expect((await api('POST', `/columns/${first}/restore`)).status).toBe(404)
    expect(await names()).toEqual(['In Progress', 'Done'])
  })

  test.each([
    ['no name', 'PATCH', '', { name: ' ' }, 'name'],
    ['a name of 81 characters', 'PATCH', '', { name: 'x'.repeat(81) }, 'name'],
    ['a limit of nothing', 'PATCH', '', { wipLimit: 0 }, 'wipLimit'],
    ['a limit in words', 'PATCH', '', { wipLimit: 'three' }, 'wipLimit'],
    ['done as a word', 'PATCH', '', { isDone: 'yes' }, 'isDone'],
    ['a place that is none', 'POST', '/move', { afterColumnId: '5' }, 'afterColumnId'],
    ['a place that is missing', 'POST', '/move', {}, 'afterColumnId'],
  ])('%s is refused, and the field is named', async (_, method, path, body, field) => {
    const before = await everything(app.services.db)
    const answer = await api(method, `/columns/${first}${path}`, body)
    expect(answer.json()).toMatchObject({ error: { code: 'invalid', fields: { [field]: expect.any(String) } } })
    expect(await everything(app.services.db)).toEqual(before)
  })

  test('a column of another board is no neighbour, in the same words as one that does not exist', async () => {
    const foreign = await api('POST', `/columns/${first}/move`, { afterColumnId: other.columnIds[0] })
    const unknown = await api('POST', `/columns/${first}/move`, { afterColumnId: 2_000_000_000 })
    expect(foreign.status).toBe(400)
    expect(foreign.text).toBe(unknown.text)
  })

  test('columns that are made and moved at once all have a place of their own', async () => {
    const answers = await Promise.all([
      ...Array.from({ length: 8 }, (_, place) => api('POST', `/boards/${board.id}/columns`, { name: `C${place}` })),
      ...Array.from({ length: 8 }, (_, place) =>
        api('POST', `/columns/${place % 2 ? first : third}/move`, { afterColumnId: place % 3 ? second : null }),
      ),
    ])
    expect(answers.filter(({ status }) => status >= 300)).toEqual([])
    const rows = await app.services.db.column.findMany({ where: { boardId: board.id }, select: { rank: true } })
    expect(new Set(rows.map(({ rank }) => rank)).size).toBe(11)
  })

  test('the forms work without a script, and are drawn again with what was typed', async () => {
    const made = await ana.visitor.post(`/boards/${board.id}/columns/`, { name: 'By form' })
    expect(made.location).toMatch(/^\/boards\/\d+\/#column-\d+$/)
    await ana.visitor.post(`/columns/${first}/`, { name: 'Renamed', wipLimit: '4', isDone: 'on' })
    expect((await columns())[0]).toMatchObject({ name: 'Renamed', wipLimit: 4, isDone: true })
    await ana.visitor.post(`/columns/${first}/`, { name: 'Renamed', wipLimit: '' })
    expect((await columns())[0]).toMatchObject({ wipLimit: null, isDone: false })
    const refused = await ana.visitor.post(`/columns/${first}/`, { name: 'Typed & kept', wipLimit: 'many' })
    expect(refused.status).toBe(400)
    expect(refused.text).toContain('value="Typed &amp; kept"')
    expect(refused.text).toContain('value="many"')
    expect((await ana.visitor.post(`/columns/${second}/archive/`)).location).toBe(`/boards/${board.id}/archive/`)
    expect((await ana.visitor.get(`/boards/${board.id}/archive/`)).text).toContain('In Progress')
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
