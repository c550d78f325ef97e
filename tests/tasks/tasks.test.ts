import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { everything } from '../support/routes.ts'

describe.each(databaseKinds())('tasks on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let outsider: TestPerson
  let viewer: TestPerson
  let board: TestBoard
  let other: TestBoard
  let taskId: number
  let foreignLabelId: number
  beforeAll(async () => {
    // A worker would change what is compared: it tells whoever a task was given to, a moment later.
    app = await startApp(kind, { worker: false })
    ana = await app.person('ana')
    ben = await app.person('ben')
    outsider = await app.person('outsider')
    viewer = await app.person('viewer')
    other = await app.board(outsider)
    foreignLabelId = await label('Theirs', outsider, other.id)
  })
  afterAll(() => app.stop())
  beforeEach(async () => {
    board = await app.board(ana, [
      [ben, 'member'],
      [viewer, 'viewer'],
    ])
    taskId = await add('Press kit')
  })

  const api = (method: string, path: string, body?: object, who = ana) =>
    who.visitor.api(method, `/api/v1${path}`, body)
  const add = async (title: string, place = 0) => {
    const answer = await api('POST', `/columns/${board.columnIds[place]}/tasks`, { title })
    return (answer.json() as { task: { id: number } }).task.id
  }
  const label = async (name: string, who = ana, boardId = board.id) => {
    const answer = await api('POST', `/boards/${boardId}/labels`, { name, colour: 'plum' }, who)
    return (answer.json() as { label: { id: number } }).label.id
  }
  const change = (body: object, who = ana) => api('PATCH', `/tasks/${taskId}`, body, who)
  const read = async () => (await api('GET', `/tasks/${taskId}`)).json()['task'] as Record<string, unknown>
  const shownTitles = async () => {
    const { board: shown } = (await api('GET', `/boards/${board.id}`)).json() as {
      board: { columns: { tasks: { title: string }[] }[] }
    }
    return shown.columns.flatMap(({ tasks }) => tasks.map(({ title }) => title))
  }

  test('every field can be changed, alone and together, and is read back', async () => {
    const labelId = await label('Press')
    const changes = {
      title: 'Press kit & more',
      description: '**Bold** words',
      priority: 'urgent',
      startOn: '2026-03-01',
      dueOn: '2026-03-12',
      progress: 40,
    }
    for (const [field, value] of Object.entries(changes)) expect((await change({ [field]: value })).status).toBe(200)
    await change({ assigneeIds: [ben.id, ana.id], labelIds: [labelId] })
    expect(await read()).toMatchObject({
      ...changes,
      assignees: [{ username: 'ana' }, { username: 'ben' }],
      labels: [{ id: labelId, name: 'Press', colour: 'plum' }],
    })
    await change({ priority: null, startOn: null, dueOn: null, assigneeIds: [], labelIds: [], description: '' })
    expect(await read()).toMatchObject({ priority: null, startOn: null, dueOn: null, assignees: [], labels: [] })
  })

  test('what changes nothing is told to nobody', async () => {
    const before = await everything(app.services.db)
    for (const body of [{}, { title: 'Press kit' }, { progress: 0, priority: null }, { assigneeIds: [] }])
      expect((await change(body)).status).toBe(200)
    expect(await everything(app.services.db)).toEqual(before)
  })

  test.each([
    ['a title of 501 characters', { title: 'x'.repeat(501) }, 'title'],
    ['a title of nothing that can be seen', { title: ' \u200b ' }, 'title'],
    ['a day that is none', { dueOn: '2026-02-30' }, 'dueOn'],
    ['a day in words', { startOn: 'tomorrow' }, 'startOn'],
    ['a moment instead of a day', { dueOn: '2026-03-12T10:00:00Z' }, 'dueOn'],
    ['a due day before the start', { startOn: '2026-03-12', dueOn: '2026-03-11' }, 'dueOn'],
    ['a priority that is none', { priority: 'highest' }, 'priority'],
    ['more than all', { progress: 101 }, 'progress'],
    ['progress in words', { progress: '40' }, 'progress'],
    ['a half percent', { progress: 0.5 }, 'progress'],
    ['people who are none', { assigneeIds: ['ana'] }, 'assigneeIds.0'],
    ['a description that is a list', { description: ['a'] }, 'description'],
    ['a description of 20,001 characters', { description: 'x'.repeat(20_001) }, 'description'],
  ])('%s is refused, and the field is named', async (_, body, field) => {
    const before = await everything(app.services.db)
    const answer = await change(body)
    expect(answer.status, answer.text).toBe(400)
    expect(answer.json()).toMatchObject({ error: { code: 'invalid', fields: { [field]: expect.any(String) } } })
    expect(await everything(app.services.db)).toEqual(before)
  })

  test('two who take a task in the same moment both have it, and who goes takes nobody along', async () => {
    const labelId = await label('Shared')
    await change({ assigneeIds: [], labelIds: [] })
    await Promise.all([
      change({ addAssigneeIds: [ana.id] }),
      change({ addAssigneeIds: [ben.id], addLabelIds: [labelId] }),
    ])
    const taken = { assignees: [{ id: ana.id }, { id: ben.id }], labels: [{ id: labelId }] }
    expect(await read()).toMatchObject(taken)
    await change({ removeAssigneeIds: [ana.id], removeLabelIds: [labelId] })
    expect(await read()).toMatchObject({ assignees: [{ id: ben.id }], labels: [] })
  })

  test('people who are not on the board, and labels of another one, are refused like those that don’t exist', async () => {
    const before = await everything(app.services.db)
    const people = await Promise.all([change({ assigneeIds: [outsider.id] }), change({ assigneeIds: [2_000_000_000] })])
    const labels = await Promise.all([change({ labelIds: [foreignLabelId] }), change({ labelIds: [2_000_000_000] })])
    for (const [one, another] of [people, labels]) {
      expect(one?.status).toBe(400)
      expect(one?.text).toBe(another?.text)
    }
    expect(people[0]?.json()).toMatchObject({ error: { fields: { assigneeIds: expect.any(String) } } })
    expect(labels[0]?.json()).toMatchObject({ error: { fields: { labelIds: expect.any(String) } } })
    expect(await everything(app.services.db)).toEqual(before)
  })

  test('one wrong field and nothing of the others is taken', async () => {
    await change({ title: 'Another title', labelIds: [foreignLabelId] })
    expect(await read()).toMatchObject({ title: 'Press kit' })
  })

  test('outsiders are told that there is no such task, viewers that they may not', async () => {
    const deeds: [string, string, object?][] = [
      ['PATCH', `/tasks/${taskId}`, { title: 'Mine' }],
      ['POST', `/tasks/${taskId}/move`, { columnId: board.columnIds[1], afterTaskId: null }],
      ['POST', `/tasks/${taskId}/archive`],
      ['POST', `/tasks/${taskId}/restore`],
      ['DELETE', `/tasks/${taskId}`],
    ]
    const before = await everything(app.services.db)
    const unknown = await api('GET', '/tasks/2000000000', undefined, outsider)
    for (const [method, path, body] of deeds) {
      const answer = await api(method, path, body, outsider)
      expect([answer.status, answer.text]).toEqual([404, unknown.text])
      expect((await api(method, path, body, viewer)).status).toBe(403)
    }
    expect((await api('GET', `/tasks/${taskId}`, undefined, outsider)).text).toBe(unknown.text)
    expect((await api('GET', `/tasks/${taskId}`, undefined, viewer)).status).toBe(200)
    const foreignColumn = { columnId: other.columnIds[0], afterTaskId: null }
    expect((await api('POST', `/tasks/${taskId}/move`, foreignColumn, outsider)).text).toBe(unknown.text)
    expect(await everything(app.services.db)).toEqual(before)
  })

  test('a description that somebody else changed meanwhile is not overwritten', async () => {
    await change({ description: 'first' })
    await change({ description: 'Ben’s', descriptionBefore: 'first' }, ben)
    const late = await change({ description: 'Ana’s', descriptionBefore: 'first' })
    expect(late.status).toBe(409)
    expect(late.json()).toMatchObject({ error: { code: 'conflict', fields: { description: expect.any(String) } } })
    expect(await read()).toMatchObject({ description: 'Ben’s' })
    expect((await change({ description: 'Ben’s', descriptionBefore: 'first' })).status).toBe(200)
    expect((await change({ description: 'Both', descriptionBefore: 'Ben’s' })).status).toBe(200)
  })

  test('a task is archived, restored, and deleted only from the archive', async () => {
    expect((await api('DELETE', `/tasks/${taskId}`)).status).toBe(409)
    expect((await api('POST', `/tasks/${taskId}/archive`)).json()).toMatchObject({ task: { isArchived: true } })
    expect((await api('POST', `/tasks/${taskId}/archive`)).status).toBe(200)
    expect(await shownTitles()).toEqual([])
    expect((await api('GET', `/boards/${board.id}/archive`)).json()).toMatchObject({ tasks: [{ id: taskId }] })
    await api('POST', `/tasks/${taskId}/restore`)
    expect(await shownTitles()).toEqual(['Press kit'])
    await api('POST', `/tasks/${taskId}/archive`)
    expect((await api('DELETE', `/tasks/${taskId}`)).status).toBe(200)
    expect((await api('GET', `/tasks/${taskId}`)).status).toBe(404)
    expect((await api('POST', `/tasks/${taskId}/restore`)).status).toBe(404)
    expect(JSON.stringify(await app.services.db.task.findUnique({ where: { id: taskId } }))).not.toContain('Press kit')
  })

  test('who did what is told of a task, newest first', async () => {
    await change({ title: 'New title', priority: 'high' }, ben)
    await api('POST', `/tasks/${taskId}/move`, { columnId: board.columnIds[1], afterTaskId: null })
    const { items } = (await api('GET', `/tasks/${taskId}/activity`)).json() as {
      items: { actor: { username: string }; sentence: object[] }[]
    }
    expect(items.map(({ actor }) => actor.username)).toEqual(['ana', 'ben', 'ben', 'ana'])
    expect(JSON.stringify(items[0]?.sentence)).toContain('In Progress')
  })

  test('a form without a script is drawn again with what was typed', async () => {
    const title = `${'x'.repeat(501)} & <b>`
    const answer = await ana.visitor.post(`/columns/${board.columnIds[0]}/tasks/`, { title })
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('x &amp; &lt;b&gt;')
    expect(answer.text).toContain('aria-invalid="true"')
  })

  test('the forms in the columns carry the page’s token: they work without a script', async () => {
    const { text } = await ana.visitor.get(`/boards/${board.id}/`)
    const token = /<meta name="csrf-token" content="([^"]+)"/.exec(text)?.[1]
    const form = new RegExp(
      `action="/columns/${board.columnIds[0]}/tasks/"[^>]*>\\s*<input[^>]*name="_csrf"[^>]*value="([^"]*)"`,
    )
    const carried = form.exec(text)?.[1] ?? ''
    expect(token).toBeTruthy()
    const answer = await ana.visitor.post(`/columns/${board.columnIds[0]}/tasks/`, { title: 'By hand', _csrf: carried })
    expect(answer.location).toContain(`/boards/${board.id}/#task-`)
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
