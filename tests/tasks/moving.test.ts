import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { everything } from '../support/routes.ts'

describe.each(databaseKinds())('moving tasks on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let board: TestBoard
  let columnId: number
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    ben = await app.person('ben')
  })
  afterAll(() => app.stop())

  const api = (method: string, path: string, body?: object, who = ana) =>
    who.visitor.api(method, `/api/v1${path}`, body)
  const add = async (title: string, to = columnId) => {
    const answer = await api('POST', `/columns/${to}/tasks`, { title })
    expect(answer.status, answer.text).toBe(201)
    return (answer.json() as { task: { id: number } }).task.id
  }
  const move = (taskId: number, place: object, who = ana) => api('POST', `/tasks/${taskId}/move`, place, who)
  const titles = async (of = columnId) => {
    const shown = (await api('GET', `/boards/${board.id}`)).json() as {
      board: { columns: { id: number; tasks: { title: string }[] }[] }
    }
    return shown.board.columns.find(({ id }) => id === of)?.tasks.map(({ title }) => title)
  }
  const fresh = async (...names: string[]) => {
    board = await app.board(ana, [[ben, 'member']])
    columnId = board.columnIds[0] ?? 0
    const ids: number[] = []
    for (const name of names) ids.push(await add(name))
    return ids as [number, number, number, number]
  }

  test('a task goes between its new neighbours, to the top and into another column', async () => {
    const [a, b, c] = await fresh('a', 'b', 'c')
    expect((await move(c, { columnId, afterTaskId: a })).status).toBe(200)
    expect(await titles()).toEqual(['a', 'c', 'b'])
    await move(b, { columnId, afterTaskId: null })
    expect(await titles()).toEqual(['b', 'a', 'c'])
    const doing = board.columnIds[1] ?? 0
    await move(a, { columnId: doing, afterTaskId: null })
    expect([await titles(), await titles(doing)]).toEqual([['b', 'c'], ['a']])
  })

  test('putting a task where it is changes nothing and tells nobody', async () => {
    const [a, b, c] = await fresh('a', 'b', 'c')
    const before = await everything(app.services.db)
    for (const [task, afterTaskId] of [
      [a, null],
      [b, a],
      [c, b],
    ] as const)
      expect((await move(task, { columnId, afterTaskId })).status).toBe(200)
    expect(await everything(app.services.db)).toEqual(before)
  })

  test('a neighbour that is no task of the board is refused in the same words, whether it exists or not', async () => {
    const [foreign] = await fresh('foreign')
    const [a, b] = await fresh('a', 'b')
    const before = await everything(app.services.db)
    const answers = await Promise.all([
      move(a, { columnId, afterTaskId: foreign }),
      move(a, { columnId, afterTaskId: 2_000_000_000 }),
      move(a, { columnId, afterTaskId: null, beforeTaskId: foreign }),
      move(b, { columnId, afterTaskId: a, beforeTaskId: 2_000_000_000 }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400])
    expect(answers[0]?.text).toBe(answers[1]?.text)
    expect(answers[2]?.text).toBe(answers[3]?.text)
    expect(await everything(app.services.db)).toEqual(before)
  })

  test('a column of another board, in the archive or nowhere is refused', async () => {
    await fresh('foreign')
    const foreignColumn = columnId
    const [a] = await fresh('a')
    await api('POST', `/columns/${board.columnIds[1]}/archive`)
    for (const column of [foreignColumn, board.columnIds[1], 2_000_000_000]) {
      const answer = await move(a, { columnId: column, afterTaskId: null })
      expect(answer.json()).toMatchObject({ error: { code: 'invalid', fields: { columnId: expect.any(String) } } })
    }
    expect(await titles()).toEqual(['a'])
  })

  test('where the task above has gone meanwhile, the one below counts; where both have, the move is refused', async () => {
    const [a, b, c, d] = await fresh('a', 'b', 'c', 'd')
    const doing = board.columnIds[1] ?? 0
    await move(b, { columnId: doing, afterTaskId: null })
    expect((await move(d, { columnId, afterTaskId: b, beforeTaskId: c })).status).toBe(200)
    expect(await titles()).toEqual(['a', 'd', 'c'])
    await api('POST', `/tasks/${c}/archive`)
    const refused = await move(a, { columnId, afterTaskId: b, beforeTaskId: c })
    expect(refused.json()).toMatchObject({ error: { code: 'conflict' } })
    expect(await titles()).toEqual(['a', 'd'])
  })

  test('a task in the archive keeps its place, and nobody gets the same one', async () => {
    const [a, b, c] = await fresh('a', 'b', 'c')
    await api('POST', `/tasks/${b}/archive`)
    expect((await move(b, { columnId, afterTaskId: null })).status).toBe(409)
    const d = await add('d')
    await move(d, { columnId, afterTaskId: a })
    await api('POST', `/tasks/${b}/restore`)
    expect(await titles()).toEqual(['a', 'd', 'b', 'c'])
    expect((await move(c, { columnId, afterTaskId: b })).status).toBe(200)
    const ranks = await app.services.db.task.findMany({ where: { columnId }, select: { rank: true } })
    expect(new Set(ranks.map(({ rank }) => rank)).size).toBe(4)
  })

  test('two people who move at once end with one order, in which nothing is lost', async () => {
    const ids = await fresh('a', 'b', 'c', 'd')
    const [a, b, c, d] = ids
    const places = [
      { columnId, afterTaskId: d },
      { columnId: board.columnIds[1], afterTaskId: null },
    ]
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, turn) =>
        move(turn % 3 === 0 ? b : a, places[turn % 2] as object, turn % 2 ? ana : ben),
      ),
    )
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    const all = [...((await titles()) ?? []), ...((await titles(board.columnIds[1])) ?? [])]
    expect(all.toSorted()).toEqual(['a', 'b', 'c', 'd'])
    expect(await titles()).toEqual(expect.arrayContaining(['c', 'd']))
    expect((await titles())?.indexOf('c')).toBeLessThan((await titles())?.indexOf('d') ?? 0)
    expect(c).toBeGreaterThan(0)
  })

  test('a task that comes into a column for what is done is finished, and it is not when it leaves', async () => {
    const [a] = await fresh('a')
    const done = board.columnIds[2] ?? 0
    await api('PATCH', `/tasks/${a}`, { progress: 40 })
    const moved = await move(a, { columnId: done, afterTaskId: null })
    expect(moved.json()).toMatchObject({ task: { isFinished: true, progress: 100 } })
    expect((await api('PATCH', `/tasks/${a}`, { progress: 50 })).json()).toMatchObject({
      error: { code: 'conflict', fields: { progress: expect.any(String) } },
    })
    expect((await move(a, { columnId, afterTaskId: null })).json()).toMatchObject({
      task: { isFinished: false, progress: 40 },
    })
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
