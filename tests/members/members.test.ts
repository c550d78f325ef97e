import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestPerson } from '../support/makers.ts'
import { statusesOf } from '../support/visitor.ts'

describe.each(databaseKinds())('members on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let cy: TestPerson
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    ben = await app.person('ben')
    cy = await app.person('cy')
  })
  afterAll(() => app.stop())

  const roles = async (boardId: number) => {
    const members = await app.services.db.boardMember.findMany({ where: { boardId, leftAt: null } })
    return Object.fromEntries(members.map(({ userId, role }) => [userId, role]))
  }
  const deeds = async (boardId: number) => {
    const rows = await app.services.db.activity.findMany({ where: { boardId }, orderBy: { version: 'asc' } })
    return rows.map(({ type, actorId, facts }) => [type, actorId, JSON.parse(facts) as object])
  }

  test('members come by username in any case, once, and are found by everyone on the board', async () => {
    const board = await app.board(ana)
    const path = `/boards/${board.id}/members/`
    expect(await ana.visitor.post(path, { username: ' BEN ', role: 'viewer' })).toMatchObject({
      status: 303,
      location: path,
    })
    const again = await ana.visitor.post(path, { username: 'ben', role: 'admin' })
    expect(again.status).toBe(409)
    expect(again.text).toContain('Is on this board already.')
    const unknown = await ana.visitor.post(path, { username: 'nobody' })
    expect(unknown.status).toBe(400)
    expect(unknown.text).toContain('Nobody here has this username.')
    const { items } = (await ben.visitor.get(`/api/v1${path.slice(0, -1)}`)).json()
    expect(items).toMatchObject([
      { person: { username: 'ana' }, role: 'owner' },
      { person: { username: 'ben' }, role: 'viewer' },
    ])
  })

  test.each(['owner', 'king', ''])('the role %j is not given', async (role) => {
    const board = await app.board(ana, [[ben, 'member']])
    const answer = await ana.visitor.api('PATCH', `/api/v1/boards/${board.id}/members/${ben.id}`, { role })
    expect(answer.status).toBe(400)
    expect(answer.json()).toMatchObject({ error: { fields: { role: 'Is admin, member or viewer' } } })
  })

  test('the owner stays, whatever an admin wants', async () => {
    const board = await app.board(ana, [[ben, 'admin']])
    const path = `/api/v1/boards/${board.id}/members/${ana.id}`
    expect((await ben.visitor.api('DELETE', path)).status).toBe(403)
    expect((await ben.visitor.api('PATCH', path, { role: 'viewer' })).status).toBe(403)
    expect((await ana.visitor.get(`/boards/${board.id}/`)).status).toBe(200)
  })

  test('who was removed is outside at once, and can come back', async () => {
    const board = await app.board(ana, [[ben, 'member']])
    const member = `/api/v1/boards/${board.id}/members`
    expect((await ana.visitor.api('DELETE', `${member}/${ben.id}`)).status).toBe(200)
    expect((await ana.visitor.api('DELETE', `${member}/${ben.id}`)).status).toBe(404)
    expect((await ben.visitor.get(`/boards/${board.id}/`)).status).toBe(404)
    expect((await ben.visitor.get('/')).text).not.toContain(`/boards/${board.id}/`)
    expect((await ana.visitor.api('POST', member, { username: 'ben' })).status).toBe(201)
    expect((await ben.visitor.get(`/boards/${board.id}/`)).status).toBe(200)
  })

  test('of many who add the same person at once, one does, and every change has a version of its own', async () => {
    const board = await app.board(ana)
    const path = `/api/v1/boards/${board.id}/members`
    await ana.visitor.token()
    const answers = await Promise.all([1, 2, 3, 4].map(() => ana.visitor.api('POST', path, { username: 'ben' })))
    expect(statusesOf(answers)).toEqual([201, 409, 409, 409])
    const { version } = await app.services.db.board.findUniqueOrThrow({ where: { id: board.id } })
    expect(version).toBe(2)
  })

  test('nobody takes the owner’s place by giving roles, and whoever is no admin any more gives none', async () => {
    const board = await app.board(ana, [
      [ben, 'admin'],
      [cy, 'member'],
    ])
    const path = `/api/v1/boards/${board.id}/members`
    expect((await ben.visitor.api('PATCH', `${path}/${cy.id}`, { role: 'owner' })).status).toBe(400)
    expect((await ben.visitor.api('PATCH', `${path}/${cy.id}`, { role: 'admin' })).status).toBe(200)
    expect((await cy.visitor.api('PATCH', `${path}/${ben.id}`, { role: 'viewer' })).status).toBe(200)
    expect((await ben.visitor.api('PATCH', `${path}/${cy.id}`, { role: 'viewer' })).status).toBe(403)
    expect(await roles(board.id)).toEqual({ [ana.id]: 'owner', [ben.id]: 'viewer', [cy.id]: 'admin' })
  })

  test('who leaves is off the board and its tasks, and its people are told at once', async () => {
    const board = await app.board(ana, [
      [ben, 'viewer'],
      [cy, 'member'],
    ])
    const other = await app.board(ana, [[ben, 'member']])
    const [mine, elsewhere] = [await taskOf(board, [ben, cy]), await taskOf(other, [ben])]
    const listener = await app.socket(ana.visitor)
    const bens = await app.socket(ben.visitor)
    for (const socket of [listener, bens]) await socket.ask('board:join', { boardId: board.id })
    expect((await ben.visitor.post(`/boards/${board.id}/leave/`)).location).toBe('/')
    expect((await ben.visitor.get(`/boards/${board.id}/`)).status).toBe(404)
    expect((await ben.visitor.post(`/boards/${board.id}/leave/`)).status).toBe(404)
    const left = await listener.change(`board:${board.id}`, 'member:left')
    expect(left).toMatchObject({ user: { username: 'ben' } })
    expect(left.patches).toContainEqual({
      op: 'remove',
      target: `#board-${board.id}-columns [data-assignee-id="${ben.id}"]`,
    })
    expect(await bens.event('access:lost')).toEqual({ channel: `board:${board.id}`, reason: 'You left “Launch”.' })
    expect(await assignees(mine)).toEqual([cy.id])
    expect(await assignees(elsewhere)).toEqual([ben.id])
    const task = await app.services.db.task.findUniqueOrThrow({ where: { id: mine } })
    expect(task.version).toBe(left.version)
    expect((await deeds(board.id)).at(-1)).toEqual(['member:left', ben.id, { person: 'Ben' }])
  })

  test('who is removed is off the tasks too, and hears why', async () => {
    const board = await app.board(ana, [[ben, 'member']])
    const task = await taskOf(board, [ben])
    const socket = await app.socket(ben.visitor)
    await socket.ask('room:join', { roomId: board.roomId })
    await ana.visitor.post(`/boards/${board.id}/members/${ben.id}/remove/`)
    expect(await socket.event('access:lost')).toEqual({
      channel: `room:${board.roomId}`,
      reason: 'You are no longer on “Launch”.',
    })
    expect(await assignees(task)).toEqual([])
    expect((await deeds(board.id)).at(-1)).toEqual(['member:removed', ana.id, { person: 'Ben' }])
  })

  test('the owner does not leave: the board is handed over first, and then they may', async () => {
    const board = await app.board(ana, [[ben, 'viewer']])
    const refused = await ana.visitor.post(`/boards/${board.id}/leave/`)
    expect(refused.status).toBe(403)
    expect(refused.text).toContain('Hand it over first')
    expect((await ana.visitor.api('POST', `/api/v1/boards/${board.id}/leave`)).json()).toMatchObject({
      error: { code: 'forbidden' },
    })
    const handed = await ana.visitor.post(`/boards/${board.id}/owner/`, { userId: String(ben.id) })
    expect(handed.location).toBe(`/boards/${board.id}/settings/`)
    expect(await roles(board.id)).toEqual({ [ana.id]: 'admin', [ben.id]: 'owner' })
    expect((await ana.visitor.api('POST', `/api/v1/boards/${board.id}/leave`)).status).toBe(200)
    expect(await roles(board.id)).toEqual({ [ben.id]: 'owner' })
    expect((await deeds(board.id)).map(([type]) => type)).toEqual(['board:handed-over', 'member:left'])
  })

  test.each([
    ['oneself', () => ana.id, 'Is you: you own this board already.'],
    ['an outsider', () => cy.id, 'Is not on this board.'],
    ['nobody', () => 2_147_483_647, 'Is not on this board.'],
    ['an empty choice', () => '', 'Has to be someone on this board'],
    ['a list', () => [ben.id], 'Has to be someone on this board'],
  ])('a board is not handed over to %s', async (_, userId, words) => {
    const board = await app.board(ana, [[ben, 'member']])
    const answer = await ana.visitor.api('POST', `/api/v1/boards/${board.id}/owner`, { userId: userId() })
    expect(answer.status).toBe(400)
    expect(answer.json()).toMatchObject({ error: { fields: { userId: words } } })
    const form = await ana.visitor.post(`/boards/${board.id}/owner/`, { userId: String(userId()) })
    expect(form.status).toBe(Array.isArray(userId()) ? 303 : 400)
    if (form.status === 400) expect(form.text).toContain(words)
  })

  test('of two hand-overs at once one happens, and there is one owner', async () => {
    const board = await app.board(ana, [
      [ben, 'member'],
      [cy, 'member'],
    ])
    await ana.visitor.token()
    const answers = await Promise.all(
      [ben, cy].map(({ id }) => ana.visitor.api('POST', `/api/v1/boards/${board.id}/owner`, { userId: id })),
    )
    expect(statusesOf(answers)).toEqual([200, 403])
    expect(Object.values(await roles(board.id)).toSorted()).toEqual(['admin', 'member', 'owner'])
  })

  test('an owner who hands over and leaves while being handed to is on the board or not, but it has an owner', async () => {
    const board = await app.board(ana, [
      [ben, 'admin'],
      [cy, 'admin'],
    ])
    await Promise.all([ana, ben, cy].map(({ visitor }) => visitor.token()))
    const api = `/api/v1/boards/${board.id}`
    await Promise.all([
      ana.visitor.api('POST', `${api}/owner`, { userId: ben.id }),
      ben.visitor.api('POST', `${api}/leave`),
      cy.visitor.api('DELETE', `${api}/members/${ben.id}`),
      cy.visitor.api('PATCH', `${api}/members/${ben.id}`, { role: 'viewer' }),
    ])
    const owners = Object.values(await roles(board.id)).filter((role) => role === 'owner')
    expect(owners).toEqual(['owner'])
  })

  const taskOf = async (board: { id: number; columnIds: number[] }, people: TestPerson[]) => {
    const path = `/api/v1/columns/${board.columnIds[0]}/tasks`
    const { task } = (await ana.visitor.api('POST', path, { title: 'a task' })).json() as { task: { id: number } }
    await app.services.db.taskAssignee.createMany({
      data: people.map(({ id: userId }) => ({ taskId: task.id, userId })),
    })
    return task.id
  }
  const assignees = async (taskId: number) =>
    (await app.services.db.taskAssignee.findMany({ where: { taskId }, orderBy: { userId: 'asc' } })).map(
      ({ userId }) => userId,
    )

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
