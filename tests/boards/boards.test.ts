import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { statusesOf } from '../support/visitor.ts'
import { inTurn } from '../support/in-turn.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestPerson } from '../support/makers.ts'

describe.each(databaseKinds())('boards on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    ben = await app.person('ben')
  })
  afterAll(() => app.stop())

  test('a new board has an owner, three columns, a room, and is in its owner’s list only', async () => {
    const answer = await ana.visitor.post('/boards/create/', { name: ' Launch ', description: 'In spring' })
    expect(answer.location).toMatch(/^\/boards\/\d+\/$/)
    const id = Number(answer.location?.split('/')[2])
    const { board } = (await ana.visitor.get(`/api/v1/boards/${id}`)).json() as Record<string, object>
    expect(board).toMatchObject({
      name: 'Launch',
      description: 'In spring',
      role: 'owner',
      columns: [
        { name: 'To Do', isDone: false, tasks: [] },
        { name: 'In Progress', isDone: false, tasks: [] },
        { name: 'Done', isDone: true, tasks: [] },
      ],
      rooms: [{ name: 'general' }],
    })
    const list = async ({ visitor }: TestPerson) => (await visitor.get('/api/v1/boards')).json()['items']
    expect(await list(ana)).toMatchObject([{ id, name: 'Launch' }])
    expect(await list(ben)).toEqual([])
    expect((await ana.visitor.get('/')).text).toContain(`href="/boards/${id}/"`)
  })

  test.each([
    ['no name', { name: '  ' }, 'Needs a name'],
    ['a name that is too long', { name: 'x'.repeat(121) }, 'May have 120 characters at most'],
  ])('a board with %s is not made, and what was typed stays', async (_, fields, sentence) => {
    const before = await app.services.db.board.count()
    const answer = await ana.visitor.post('/boards/create/', { ...fields, description: 'What I typed' })
    expect(answer.status).toBe(400)
    expect(answer.text).toContain(sentence)
    expect(answer.text).toContain('What I typed')
    expect(await app.services.db.board.count()).toBe(before)
  })

  test('tasks added at once all come, each behind the other, the same for everyone', async () => {
    const board = await app.board(ana, [[ben, 'member']])
    const [column] = board.columnIds
    const listener = await app.socket(ben.visitor)
    await listener.ask('board:join', { boardId: board.id })
    const titles = Array.from({ length: 20 }, (_, place) => `task ${place}`)
    await Promise.all([ana.visitor.token(), ben.visitor.token()])
    const answers = await Promise.all(
      titles.map((title, place) =>
        inTurn([ana, ben], place).visitor.api('POST', `/api/v1/columns/${column}/tasks`, { title }),
      ),
    )
    expect(answers.every(({ status }) => status === 201)).toBe(true)
    const tasks = await app.services.db.task.findMany({
      where: { boardId: board.id },
      orderBy: [{ rank: 'asc' }, { id: 'asc' }],
    })
    expect(tasks.map(({ title }) => title).toSorted()).toEqual(titles.toSorted())
    expect(new Set(tasks.map(({ rank }) => rank)).size).toBe(20)
    expect(tasks.map(({ version }) => version)).toEqual(Array.from({ length: 20 }, (_, place) => place + 2))
    await listener.change(`board:${board.id}`, 'task:created', ({ version }) => version === 21)
  })

  test('a task’s form leads back to the task on its board', async () => {
    const board = await app.board(ana)
    const answer = await ana.visitor.post(`/columns/${board.columnIds[1]}/tasks/`, { title: 'Write <it> down' })
    expect(answer.location).toMatch(new RegExp(`^/boards/${board.id}/#task-\\d+$`))
    expect((await ana.visitor.get(`/boards/${board.id}/`)).text).toContain('Write &lt;it&gt; down')
  })

  test('a board has a room of a name once, whatever its case; another board may have it too', async () => {
    const [board, other] = [await app.board(ana), await app.board(ana)]
    const form = `/messaging/board/${board.id}/rooms/create/`
    const answer = await ana.visitor.post(form, { name: 'Design', description: 'Looks' })
    expect(answer.location).toMatch(/^\/messaging\/room\/\d+\/$/)
    const taken = await ana.visitor.post(form, { name: 'DESIGN', description: 'What I typed' })
    expect(taken.status).toBe(409)
    expect(taken.text).toContain('This name is taken on this board. Try another.')
    expect(taken.text).toContain('aria-invalid="true"')
    expect(taken.text).toContain('What I typed')
    expect((await ana.visitor.api('POST', `/api/v1/boards/${other.id}/rooms`, { name: 'Design' })).status).toBe(201)
    const racing = [1, 2, 3].map(() => ana.visitor.api('POST', `/api/v1/boards/${board.id}/rooms`, { name: 'race' }))
    expect(statusesOf(await Promise.all(racing))).toEqual([201, 409, 409])
  })

  test('a new room and a new task are told to those who have the board open', async () => {
    const board = await app.board(ana, [[ben, 'viewer']])
    const listener = await app.socket(ben.visitor)
    await listener.ask('board:join', { boardId: board.id })
    await ana.visitor.api('POST', `/api/v1/boards/${board.id}/rooms`, { name: 'design' })
    await ana.visitor.api('POST', `/api/v1/columns/${board.columnIds[0]}/tasks`, { title: 'first' })
    await listener.change(`board:${board.id}`, 'task:created')
    const told = listener.changes(`board:${board.id}`).filter(({ type }) => type !== 'activity:recorded')
    expect(told).toMatchObject([
      { type: 'board:changed', version: 2, room: { name: 'design' } },
      { type: 'task:created', version: 3, task: { title: 'first', columnId: board.columnIds[0] } },
    ])
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
