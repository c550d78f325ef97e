import { parseHTML } from 'linkedom'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import type { Answer } from '../support/visitor.ts'

describe.each(databaseKinds())('the page of a task on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let vera: TestPerson
  let board: TestBoard
  let taskId: number
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    ben = await app.person('ben')
    vera = await app.person('vera')
  })
  afterAll(() => app.stop())
  beforeEach(async () => {
    board = await app.board(ana, [
      [ben, 'member'],
      [vera, 'viewer'],
    ])
    taskId = await addTask(board)
  })

  const api = (method: string, path: string, body?: object): Promise<Answer> =>
    ana.visitor.api(method, `/api/v1${path}`, body)
  const addTask = async (to: TestBoard): Promise<number> => {
    const answer = await api('POST', `/columns/${to.columnIds[0]}/tasks`, { title: 'Press <kit>' })
    return (answer.json() as { task: { id: number } }).task.id
  }
  const addLabel = async (name: string): Promise<number> => {
    const answer = await api('POST', `/boards/${board.id}/labels`, { name, colour: 'plum' })
    return (answer.json() as { label: { id: number } }).label.id
  }
  const patch = (fields: object): Promise<Answer> => api('PATCH', `/tasks/${taskId}`, fields)
  const task = async (): Promise<object> => (await api('GET', `/tasks/${taskId}`)).json()['task'] as object
  /** Sends the form with fields that may come more than once. */
  const post = async (fields: [string, string][], path = `/tasks/${taskId}/`): Promise<Answer> =>
    ana.visitor.send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams([['_csrf', await ana.visitor.token()], ...fields]).toString(),
    })
  const page = async (who = ana, path = `/tasks/${taskId}/`): Promise<Document> => {
    const answer = await who.visitor.get(path)
    expect(answer.status).toBe(200)
    return parseHTML(answer.text).document
  }

  test('shows all that the task is, with Markdown drawn and harmless', async () => {
    await patch({
      description: '**Six** photos\n\n<script>alert(1)</script> [x](javascript:alert(1))',
      priority: 'urgent',
      dueOn: '2026-03-12',
      assigneeIds: [ben.id],
      labelIds: [await addLabel('Press')],
    })
    const { body, title } = await page()
    expect(title).toContain('Press <kit>')
    expect(body.querySelector('h1')?.textContent).toBe('Press <kit>')
    expect(body.querySelector('.task-description')?.innerHTML).toContain('<strong>Six</strong> photos')
    expect(body.querySelectorAll('.task-description :is(script, a)')).toHaveLength(0)
    const checked = [...body.querySelectorAll('[data-fields] input[checked]')].map((box) => box.getAttribute('name'))
    expect(checked).toEqual(['assigneeIds', 'labelIds'])
    expect(body.querySelector('[name="dueOn"]')?.getAttribute('value')).toBe('2026-03-12')
    expect(body.querySelector('[name="priority"] [selected]')?.textContent).toBe('Urgent')
    expect(body.querySelectorAll('.activity > li').length).toBeGreaterThanOrEqual(5)
  })

  test('its form changes every field, and says where it leads', async () => {
    const labelId = await addLabel('Press')
    const answer = await post([
      ['title', 'Kit'],
      ['description', 'One\r\ntwo'],
      ['descriptionBefore', ''],
      ['priority', 'high'],
      ['startOn', '2026-03-01'],
      ['dueOn', '2026-03-12'],
      ['progress', '40'],
      ['_fields', 'assigneeIds'],
      ['_fields', 'labelIds'],
      ['assigneeIds', String(ana.id)],
      ['assigneeIds', String(ben.id)],
      ['labelIds', String(labelId)],
    ])
    expect(answer).toMatchObject({ status: 303, location: `/tasks/${taskId}/` })
    expect(await task()).toMatchObject({
      title: 'Kit',
      description: 'One\ntwo',
      priority: 'high',
      startOn: '2026-03-01',
      dueOn: '2026-03-12',
      progress: 40,
      assignees: [{ id: ana.id }, { id: ben.id }],
      labels: [{ id: labelId }],
    })
  })

  test('a field that stands empty on the form is emptied; one that is not on the form stays', async () => {
    await patch({ priority: 'high', dueOn: '2026-03-12', startOn: '2026-03-01', assigneeIds: [ana.id], progress: 40 })
    await post([['title', 'Kit']])
    expect(await task()).toMatchObject({ title: 'Kit', priority: 'high', assignees: [{ id: ana.id }], progress: 40 })
    await post([
      ['priority', ''],
      ['dueOn', ''],
      ['startOn', ''],
      ['_fields', 'assigneeIds'],
    ])
    expect(await task()).toMatchObject({ priority: null, dueOn: null, startOn: null, assignees: [], progress: 40 })
  })

  test('what is not taken is named at its field, and all that was typed and chosen stays', async () => {
    await patch({ startOn: '2026-03-12' })
    const answer = await post([
      ['dueOn', '2026-03-01'],
      ['startOn', '2026-03-12'],
      ['priority', 'low'],
      ['progress', '70'],
      ['_fields', 'assigneeIds'],
      ['_fields', 'labelIds'],
      ['assigneeIds', String(ana.id)],
      ['assigneeIds', String(ben.id)],
    ])
    expect(answer.status).toBe(400)
    const { body } = parseHTML(answer.text).document
    expect(body.querySelector('.error-summary')?.textContent).toContain('Due: Is before the start.')
    expect(body.querySelector('[name="dueOn"]')?.getAttribute('aria-invalid')).toBe('true')
    expect(body.querySelector('[name="dueOn"]')?.getAttribute('value')).toBe('2026-03-01')
    expect(body.querySelector('[name="priority"] [selected]')?.textContent).toBe('Low')
    expect(body.querySelector('[name="progress"]')?.getAttribute('value')).toBe('70')
    expect(body.querySelectorAll('[name="assigneeIds"][checked]')).toHaveLength(2)
    expect(await task()).toMatchObject({ dueOn: null, priority: null, assignees: [] })
  })

  test('two who describe it at once: the second sees both, and loses nothing', async () => {
    await patch({ description: 'Theirs & mine' })
    const answer = await post([
      ['description', 'Mine'],
      ['descriptionBefore', 'What it was before'],
    ])
    expect(answer.status).toBe(409)
    const { body } = parseHTML(answer.text).document
    expect(body.querySelector('.task-description')?.textContent).toContain('Theirs & mine')
    expect(body.querySelector('textarea[name="description"]')?.textContent).toBe('Mine')
    const before = body.querySelector('[name="descriptionBefore"]')?.getAttribute('value') ?? ''
    expect(before).toBe('Theirs & mine')
    await post([
      ['description', 'Mine'],
      ['descriptionBefore', before],
    ])
    expect(await task()).toMatchObject({ description: 'Mine' })
  })

  test('the longest description comes by its form too, in any script', async () => {
    const description = '語'.repeat(20_000)
    await patch({ description })
    const longer = `${'文'.repeat(10_000)}\r\n${'文'.repeat(9_999)}`
    const answer = await post([
      ['description', longer],
      ['descriptionBefore', description],
    ])
    expect(answer.status).toBe(303)
    expect(await task()).toMatchObject({ description: longer.replace('\r', '') })
    expect((await patch({ description: 'x'.repeat(20_001) })).json()).toMatchObject({
      error: { fields: { description: expect.stringContaining('20000 characters at most') as string } },
    })
  })

  test('lines may end as a form, a Mac or a Unix ends them: it is the same text', async () => {
    await patch({ description: 'One\r\ntwo\rthree\n' })
    expect(await task()).toMatchObject({ description: 'One\ntwo\nthree' })
    const before = (await task()) as { version: number }
    expect((await patch({ description: 'four', descriptionBefore: 'One\ntwo\r\nthree' })).status).toBe(200)
    expect(((await task()) as { version: number }).version).toBe(before.version + 1)
  })

  test('a viewer sees everything and no control, on the page and in the fragment', async () => {
    await patch({ description: 'Words', priority: 'low', dueOn: '2026-03-12', assigneeIds: [ben.id] })
    await api('POST', `/tasks/${taskId}/steps`, { text: 'Choose photos' })
    for (const path of [`/tasks/${taskId}/`, `/tasks/${taskId}/sheet/`]) {
      const sheet = (await page(vera, path)).querySelector('[data-task-sheet]')
      expect(sheet?.querySelectorAll('form, input, select, textarea, details')).toHaveLength(0)
      for (const words of ['Press <kit>', 'Words', 'Low', 'Ben', 'Choose photos', 'To Do'])
        expect(sheet?.textContent, path).toContain(words)
    }
  })

  test('in the archive it says so, can be restored, and only there be deleted for good', async () => {
    expect((await page()).querySelector('[action$="/delete/"]')).toBeNull()
    await ana.visitor.post(`/tasks/${taskId}/archive/`)
    const { body } = await page()
    expect(body.querySelector('.archived-notice')?.textContent).toContain('In the archive')
    expect(body.querySelector('[name="columnId"]')).toBeNull()
    expect(body.querySelector('[action$="/restore/"]')).not.toBeNull()
    expect(body.querySelector('[action$="/delete/"]')).not.toBeNull()
  })

  test('a finished task shows 100 %, and its form leaves what was set before alone', async () => {
    await patch({ progress: 40 })
    await api('POST', `/tasks/${taskId}/move`, { columnId: board.columnIds[2] })
    const { body } = await page()
    expect(body.querySelector('[data-part="progress"]')?.textContent).toContain('100 %')
    expect(body.querySelector('[name="progress"]')).toBeNull()
    await post([['priority', 'low']])
    await api('POST', `/tasks/${taskId}/move`, { columnId: board.columnIds[0] })
    expect(await task()).toMatchObject({ progress: 40, priority: 'low' })
  })

  test('lies open over its board, and no other', async () => {
    const { body } = await page(ana, `/boards/${board.id}/?room=${board.roomId}&q=kit&due=none&due=week&task=${taskId}`)
    const dialog = body.querySelector('dialog[open]')
    expect(dialog?.querySelector('#task-title')?.textContent).toBe('Press <kit>')
    expect(dialog?.querySelector('[data-close-panel]')?.getAttribute('href')).toBe(
      `/boards/${board.id}/?room=${board.roomId}&q=kit&due=none&due=week`,
    )
    expect((await page(ana, `/boards/${board.id}/`)).querySelector('dialog[open]')).toBeNull()
    const other = await app.board(ana)
    expect((await ana.visitor.get(`/boards/${other.id}/?task=${taskId}`)).status).toBe(404)
    expect((await ana.visitor.get(`/boards/${board.id}/?task=2000000000`)).status).toBe(404)
  })

  test('older activity is reached page by page', async () => {
    for (let turn = 0; turn < 60; turn += 1) await patch({ title: `Kit ${turn}` })
    const { body } = await page()
    const older = [...body.querySelectorAll('a')].find(({ textContent }) => textContent === 'Older activity')
    expect(body.querySelectorAll('.activity > li')).toHaveLength(50)
    const { body: next } = await page(ana, older?.getAttribute('href')?.split('#')[0])
    expect(next.querySelectorAll('.activity > li')).toHaveLength(11)
  })

  test('whoever has the task and left the board can stay with it, and be taken off', async () => {
    await patch({ assigneeIds: [ana.id, ben.id] })
    await app.services.db.boardMember.update({
      where: { boardId_userId: { boardId: board.id, userId: ben.id } },
      data: { leftAt: new Date() },
    })
    expect((await page()).querySelectorAll('[name="assigneeIds"][checked]')).toHaveLength(2)
    await patch({ assigneeIds: [ben.id] })
    expect(await task()).toMatchObject({ assignees: [{ id: ben.id }] })
    await patch({ assigneeIds: [] })
    expect((await page()).querySelectorAll('[name="assigneeIds"]')).toHaveLength(2)
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
