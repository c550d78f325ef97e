import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestPerson } from '../support/makers.ts'
import { statusesOf } from '../support/visitor.ts'

describe.each(databaseKinds())('a board’s settings on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    ben = await app.person('ben')
  })
  afterAll(() => app.stop())

  const isThere = async (boardId: number) => (await app.services.db.board.count({ where: { id: boardId } })) === 1

  test('a new name and description are kept, told live, and written down', async () => {
    const board = await app.board(ana, [[ben, 'viewer']])
    const listener = await app.socket(ben.visitor)
    await listener.ask('board:join', { boardId: board.id })
    const form = `/boards/${board.id}/settings/`
    expect(await ana.visitor.post(form, { name: ' Start <b> ', description: 'In spring' })).toMatchObject({
      status: 303,
      location: form,
    })
    const changed = await listener.change(`board:${board.id}`, 'board:changed')
    expect(changed).toMatchObject({ board: { id: board.id, name: 'Start <b>', description: 'In spring' } })
    expect(changed.patches).toEqual([
      {
        op: 'replace',
        target: `[data-board-name="${board.id}"]`,
        html: expect.stringContaining('>Start &lt;b&gt;</span>') as string,
      },
    ])
    const deeds = await app.services.db.activity.findMany({ where: { boardId: board.id }, orderBy: { id: 'asc' } })
    expect(deeds.map(({ type }) => type)).toEqual(['board:renamed', 'board:described'])
    const page = await ben.visitor.get(form)
    expect(page.text).toContain('Start &lt;b&gt;')
    expect(page.text).not.toContain('name="description"')
  })

  test('the API changes what it is given, and what is the same changes nothing', async () => {
    const board = await app.board(ana)
    const patch = (body: object) => ana.visitor.api('PATCH', `/api/v1/boards/${board.id}`, body)
    expect((await patch({ description: 'Only this' })).json()).toMatchObject({
      board: { id: board.id, name: 'Launch', description: 'Only this', version: 2 },
    })
    expect((await patch({ name: 'Launch', description: 'Only this' })).json()).toMatchObject({ board: { version: 2 } })
    expect((await patch({})).json()).toMatchObject({ board: { version: 2 } })
    expect((await patch({ description: '' })).json()).toMatchObject({ board: { description: '', version: 3 } })
  })

  test.each([
    [{ name: '  ', description: 'What I typed' }, 'Needs a name'],
    [{ name: 'x'.repeat(121), description: 'What I typed' }, 'May have 120 characters at most'],
  ])('%j is not saved, and what was typed stays', async (fields, words) => {
    const board = await app.board(ana)
    const answer = await ana.visitor.post(`/boards/${board.id}/settings/`, fields)
    expect(answer.status).toBe(400)
    for (const text of [words, 'What I typed']) expect(answer.text).toContain(text)
    expect(await app.services.db.board.findUnique({ where: { id: board.id } })).toMatchObject({ name: 'Launch' })
  })

  test.each(['', 'launch', 'Launc', 'Launch!'])('a board is not deleted by typing %j', async (name) => {
    const board = await app.board(ana)
    const answer = await ana.visitor.post(`/boards/${board.id}/delete/`, { name })
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('Type the board’s name, “Launch”, to delete it.')
    expect(await isThere(board.id)).toBe(true)
  })

  test('a deleted board is gone with all that was on it, for everyone, and its open pages are told', async () => {
    const board = await app.board(ana, [[ben, 'member']])
    const other = await app.board(ana)
    await ana.visitor.api('PATCH', `/api/v1/boards/${board.id}`, { name: 'Two  words' })
    const { task } = (
      await ana.visitor.api('POST', `/api/v1/columns/${board.columnIds[0]}/tasks`, { title: 'a task' })
    ).json() as { task: { id: number } }
    await ana.visitor.api('POST', `/api/v1/boards/${board.id}/invitations`, {})
    await app.services.db.taskAssignee.create({ data: { taskId: task.id, userId: ben.id } })
    await app.services.db.checklistStep.create({ data: { taskId: task.id, text: 'a step', rank: 'a0' } })
    const post = { content: 'hello @ben', clientId: `delete-${kind}-1` }
    await ana.visitor.api('POST', `/api/v1/rooms/${board.roomId}/messages`, post)
    const socket = await app.socket(ben.visitor)
    await socket.ask('board:join', { boardId: board.id })
    await socket.ask('room:join', { roomId: board.roomId })
    expect((await ana.visitor.post(`/boards/${board.id}/delete/`, { name: ' Two words ' })).location).toBe('/')
    await expect
      .poll(() => socket.payloads('access:lost'))
      .toEqual([
        { channel: `board:${board.id}`, reason: '“Two  words” was deleted.' },
        { channel: `room:${board.roomId}`, reason: '“Two  words” was deleted.' },
      ])
    expect(await isThere(board.id)).toBe(false)
    expect(await app.services.db.task.count({ where: { boardId: board.id } })).toBe(0)
    expect(await app.services.db.chatMessage.count({ where: { roomId: board.roomId } })).toBe(0)
    expect(await isThere(other.id)).toBe(true)
    for (const { visitor } of [ana, ben]) {
      expect((await visitor.get(`/boards/${board.id}/`)).status).toBe(404)
      expect((await visitor.get(`/messaging/room/${board.roomId}/`)).status).toBe(404)
      expect((await visitor.get('/')).text).not.toContain(`/boards/${board.id}/`)
    }
    const refused = { ok: false, error: { code: 'not_found' } }
    expect(await socket.ask('message:post', { roomId: board.roomId, ...post })).toMatchObject(refused)
    expect((await ana.visitor.api('DELETE', `/api/v1/boards/${board.id}`)).status).toBe(404)
  })

  test('what is changed on a board while it is deleted is done or refused, never half', async () => {
    const board = await app.board(ana, [[ben, 'member']])
    await Promise.all([ana.visitor.token(), ben.visitor.token()])
    const path = `/api/v1/boards/${board.id}`
    const deeds = Array.from({ length: 6 }, (_, place) => [
      ben.visitor.api('POST', `/api/v1/columns/${board.columnIds[0]}/tasks`, { title: `task ${place}` }),
      ben.visitor.api('POST', `/api/v1/rooms/${board.roomId}/messages`, {
        content: 'hi',
        clientId: `race-${kind}-${board.id}-${place}`,
      }),
      ana.visitor.api('PATCH', path, { name: `name ${place}` }),
    ])
    const [deletion, ...others] = await Promise.all([ana.visitor.api('DELETE', path), ...deeds.flat()])
    expect(deletion?.status).toBe(200)
    expect(statusesOf(others).filter((status) => ![200, 201, 404].includes(status))).toEqual([])
    expect(await app.services.db.task.count({ where: { boardId: board.id } })).toBe(0)
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
