import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { statusesOf } from '../support/visitor.ts'

interface Label {
  id: number
  name: string
  colour: string
}

describe.each(databaseKinds())('labels on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let board: TestBoard
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    ben = await app.person('ben')
  })
  beforeEach(async () => {
    board = await app.board(ana, [[ben, 'member']])
  })
  afterAll(() => app.stop())

  const path = (): string => `/api/v1/boards/${board.id}/labels`
  const make = async (name: string, colour = 'plum'): Promise<Label> => {
    const answer = await ben.visitor.api('POST', path(), { name, colour })
    expect(answer.status, answer.text).toBe(201)
    return answer.json()['label'] as Label
  }
  const list = async (): Promise<unknown> => (await ana.visitor.get(path())).json()['items']
  const taskWith = async (labelIds: number[]): Promise<number> => {
    const answer = await ben.visitor.api('POST', `/api/v1/columns/${board.columnIds[0]}/tasks`, { title: 'A task' })
    const { id } = answer.json()['task'] as { id: number }
    await app.services.db.taskLabel.createMany({ data: labelIds.map((labelId) => ({ taskId: id, labelId })) })
    return id
  }
  const versionOf = async (taskId: number): Promise<number> =>
    (await app.services.db.task.findUniqueOrThrow({ where: { id: taskId } })).version
  const boardVersion = async (): Promise<number> =>
    (await app.services.db.board.findUniqueOrThrow({ where: { id: board.id } })).version
  const deeds = async (): Promise<object[]> =>
    (
      await app.services.db.activity.findMany({
        where: { boardId: board.id, type: { startsWith: 'label:' } },
        orderBy: [{ version: 'asc' }, { id: 'asc' }],
      })
    ).map(({ type, facts, actorId }) => ({ type, actorId, ...(JSON.parse(facts) as object) }))

  test('are listed by name, whatever the order in which they were made', async () => {
    const made = [await make('press', 'plum'), await make('Änderung', 'sky'), await make('Copy', 'moss')]
    expect(made[0]).toEqual({ id: made[0]?.id, name: 'press', colour: 'plum' })
    expect(await list()).toEqual([made[1], made[2], made[0]])
  })

  test('a name is there once on a board, in whatever case, and may be on another board', async () => {
    const press = await make('Press')
    const copy = await make('Copy')
    const taken = { error: { code: 'conflict', fields: { name: expect.stringContaining('PRESS') } } }
    const again = await ana.visitor.api('POST', path(), { name: ' PRESS ', colour: 'sky' })
    expect([again.status, again.json()]).toMatchObject([409, taken])
    const renamed = await ana.visitor.api('PATCH', `/api/v1/labels/${copy.id}`, { name: 'PRESS' })
    expect([renamed.status, renamed.json()]).toMatchObject([409, taken])
    expect((await ana.visitor.api('PATCH', `/api/v1/labels/${press.id}`, { name: 'PRESS' })).status).toBe(200)
    const other = await app.board(ana)
    const elsewhere = await ana.visitor.api('POST', `/api/v1/boards/${other.id}/labels`, {
      name: 'Press',
      colour: 'sky',
    })
    expect(elsewhere.status).toBe(201)
  })

  test('of several who take a name at once, one has it', async () => {
    await ana.visitor.token()
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => ana.visitor.api('POST', path(), { name: 'Press', colour: 'plum' })),
    )
    expect(statusesOf(answers)).toEqual([201, 409, 409, 409])
    const { id } = await make('Copy')
    const others = await Promise.all(
      [id, (await make('Photos')).id].map((one) => ana.visitor.api('PATCH', `/api/v1/labels/${one}`, { name: 'News' })),
    )
    expect(statusesOf(others)).toEqual([200, 409])
  })

  test('a board has fifty at most', async () => {
    const { db } = app.services
    const rows = Array.from({ length: 49 }, (_, place) => ({ name: `label ${place}`, nameKey: `label ${place}` }))
    await db.label.createMany({ data: rows.map((row) => ({ ...row, boardId: board.id, colour: 'sky', version: 1 })) })
    await ana.visitor.token()
    const answers = await Promise.all(
      ['one', 'two', 'three'].map((name) => ana.visitor.api('POST', path(), { name, colour: 'moss' })),
    )
    expect(statusesOf(answers)).toEqual([201, 409, 409])
    const form = await ana.visitor.post(`/boards/${board.id}/labels/`, { name: 'four', colour: 'moss' })
    expect(form.status).toBe(409)
    expect(form.text).toContain('A board has 50 labels at most')
    expect(form.text).toContain('value="four"')
    expect(await db.label.count({ where: { boardId: board.id } })).toBe(50)
  })

  test.each([
    ['no name', { name: ' ', colour: 'plum' }, { name: 'Needs a name' }],
    ['a name that is too long', { name: 'x'.repeat(41), colour: 'plum' }, { name: 'May have 40 characters at most' }],
    ['a colour that is not one', { name: 'Press', colour: 'red' }, { colour: expect.stringContaining('petrol, clay') }],
    ['no colour', { name: 'Press' }, { colour: expect.any(String) }],
  ])('%s is refused', async (_, sent, fields) => {
    const answer = await ana.visitor.api('POST', path(), sent)
    expect([answer.status, answer.json()]).toMatchObject([400, { error: { code: 'invalid', fields } }])
    expect(await list()).toEqual([])
  })

  test('a change is stamped on the label and on the tasks that carry it, those in the archive too, and on no other', async () => {
    const [press, copy] = [await make('Press'), await make('Copy')]
    const [both, archived, other] = [
      await taskWith([press.id, copy.id]),
      await taskWith([press.id]),
      await taskWith([copy.id]),
    ]
    await app.services.db.task.update({ where: { id: archived }, data: { archivedAt: new Date() } })
    const before = await versionOf(other)
    const answer = await ben.visitor.api('PATCH', `/api/v1/labels/${press.id}`, { name: 'News', colour: 'brick' })
    expect(answer.json()).toEqual({ label: { id: press.id, name: 'News', colour: 'brick' } })
    const version = await boardVersion()
    expect(await Promise.all([both, archived, other].map(versionOf))).toEqual([version, version, before])
    expect(await app.services.db.label.findUnique({ where: { id: press.id } })).toMatchObject({
      nameKey: 'news',
      version,
    })
    expect(await list()).toEqual([copy, { id: press.id, name: 'News', colour: 'brick' }])
  })

  test('what is so already is no change', async () => {
    const press = await make('Press')
    const version = await boardVersion()
    for (const same of [{}, { name: 'Press' }, { colour: 'plum' }, { name: ' Press ', colour: 'plum' }])
      expect((await ben.visitor.api('PATCH', `/api/v1/labels/${press.id}`, same)).json()).toEqual({ label: press })
    expect(await boardVersion()).toBe(version)
  })

  test('one that is deleted is gone from the tasks that carried it, which are stamped and stay', async () => {
    const [press, copy] = [await make('Press'), await make('Copy')]
    const [carrier, other] = [await taskWith([press.id, copy.id]), await taskWith([copy.id])]
    const before = await versionOf(other)
    const answer = await ben.visitor.api('DELETE', `/api/v1/labels/${press.id}`)
    expect([answer.status, answer.json()]).toEqual([200, { label: { id: press.id } }])
    expect(await Promise.all([carrier, other].map(versionOf))).toEqual([await boardVersion(), before])
    expect(await app.services.db.taskLabel.findMany({ where: { taskId: carrier } })).toEqual([
      { taskId: carrier, labelId: copy.id },
    ])
    for (const method of ['PATCH', 'DELETE'])
      expect((await ben.visitor.api(method, `/api/v1/labels/${press.id}`, { name: 'Back' })).status).toBe(404)
  })

  test('deleted by two at once, it is deleted once', async () => {
    const press = await make('Press')
    await ben.visitor.token()
    const answers = await Promise.all([1, 2].map(() => ben.visitor.api('DELETE', `/api/v1/labels/${press.id}`)))
    expect(statusesOf(answers)).toEqual([200, 404])
    expect(await deeds()).toHaveLength(2)
  })

  test('each deed is written down, by whom', async () => {
    const { id } = await make('Press')
    await ana.visitor.api('PATCH', `/api/v1/labels/${id}`, { name: 'News' })
    await ana.visitor.api('PATCH', `/api/v1/labels/${id}`, { colour: 'moss' })
    await ben.visitor.api('DELETE', `/api/v1/labels/${id}`)
    expect(await deeds()).toEqual([
      { type: 'label:created', actorId: ben.id, name: 'Press' },
      { type: 'label:changed', actorId: ana.id, before: 'Press', after: 'News' },
      { type: 'label:changed', actorId: ana.id, before: 'News', after: 'News' },
      { type: 'label:deleted', actorId: ben.id, name: 'News' },
    ])
  })

  test('the page does the same by forms, and says how many tasks a deletion concerns', async () => {
    const page = `/boards/${board.id}/labels/`
    const made = await ana.visitor.post(page, { name: '<b>Press</b>', colour: 'plum' })
    expect([made.status, made.location]).toEqual([303, page])
    const [{ id }] = (await list()) as [Label]
    await Promise.all([taskWith([id]), taskWith([id])])
    const shown = (await ana.visitor.get(page)).text
    expect(shown).toContain('&lt;b&gt;Press&lt;/b&gt;')
    expect(shown).toContain('2 tasks carry it and stay, without it.')
    const changed = await ana.visitor.post(`/labels/${id}/`, { name: 'News', colour: 'moss' })
    expect([changed.status, changed.location]).toEqual([303, page])
    expect(await list()).toEqual([{ id, name: 'News', colour: 'moss' }])
    const deleted = await ana.visitor.post(`/labels/${id}/delete/`)
    expect([deleted.status, deleted.location]).toEqual([303, page])
    expect(await list()).toEqual([])
  })

  test('a form that is not taken is drawn again where it stands, with what was typed', async () => {
    const [press, copy] = [await make('Press', 'plum'), await make('Copy', 'sky')]
    const { status, text } = await ana.visitor.post(`/labels/${copy.id}/`, { name: 'press', colour: 'brick' })
    expect(status).toBe(409)
    const row = text.slice(text.indexOf(`id="label-${copy.id}"`), text.indexOf(`id="label-${press.id}"`))
    expect(row).toContain('<details class="label-edit" name="label-edit" open>')
    expect(row).toContain('already has a label called “press”')
    expect(row).toContain('value="press"')
    expect(row).toContain('value="brick" checked')
    expect(text.match(/<details [^>]*open>/g)).toHaveLength(1)
    const nameless = await ana.visitor.post(`/boards/${board.id}/labels/`, { name: '', colour: 'clay' })
    expect(nameless.status).toBe(400)
    expect(nameless.text).toContain('Needs a name')
    expect(nameless.text).toContain('value="clay" checked')
  })

  test('viewers see the labels, and no forms', async () => {
    const viewer = await app.person(`viewer${board.id}`)
    await app.services.db.boardMember.create({
      data: { boardId: board.id, userId: viewer.id, role: 'viewer', version: 1 },
    })
    const press = await make('Press')
    const { text } = await viewer.visitor.get(`/boards/${board.id}/labels/`)
    expect(text).toContain(`data-label-id="${press.id}"`)
    expect(text).not.toContain(`/labels/${press.id}/`)
    expect(text).not.toContain('Add the label')
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
