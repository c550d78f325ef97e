import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { exportBoard, makeOddBoard, oddTexts, sameness, smallestBoardFile } from '../support/board-file.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'

describe.each(databaseKinds())('a board that goes out and comes in on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let vera: TestPerson
  let stranger: TestPerson
  let board: TestBoard
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    ben = await app.person('ben')
    vera = await app.person('vera')
    stranger = await app.person('stranger')
    board = await makeOddBoard(app, ana, [ben, vera])
  })
  afterAll(() => app.stop())

  const importAs = async ({ visitor }: TestPerson, file: object, query = '') => {
    const answer = await visitor.api('POST', `/api/v1/boards/import${query}`, file)
    expect(answer.status, answer.text.slice(0, 500)).toBe(201)
    return answer.json() as { board: { id: number; name: string }; unassigned: object[] }
  }

  test('is the same board', async () => {
    const before = await exportBoard(ana, board.id)
    const { board: made, unassigned } = await importAs(ana, before, '?addPeople=yes')
    expect(unassigned).toEqual([])
    const after = await exportBoard(ana, made.id)
    expect(sameness(after)).toEqual({
      ...sameness(before),
      // Ana owned it before as well.
      people: before.people,
    })
    const again = await importAs(ana, after, '?addPeople=yes')
    expect(sameness(await exportBoard(ana, again.board.id))).toEqual(sameness(before))
  })

  test('has everything in its file, in order, and nothing of what was deleted', async () => {
    const file = await exportBoard(ana, board.id)
    expect(file.people.map(({ username, role }) => [username, role])).toEqual([
      ['ana', 'owner'],
      ['ben', 'admin'],
      ['vera', 'viewer'],
    ])
    expect(file.columns.map(({ name }) => name)).toEqual(['Old ideas', 'To Do', 'In Progress', 'Done'])
    expect(file.columns[0]?.archivedAt).toBe('2026-03-12T10:01:00.123Z')
    expect(file.labels.map(({ name }) => name)).toEqual(['Press, "kit"', 'Zebra', 'ähnlich'])
    expect(file.rooms.map(({ name, archivedAt }) => [name, archivedAt !== null])).toEqual([
      ['general', false],
      ['Ideas 💡', true],
    ])
    expect(file.tasks).toHaveLength(oddTexts.length)
    const columns = file.tasks.map(({ column }) => column)
    expect(columns).toEqual(columns.toSorted((one, other) => one - other))
    expect(file.tasks.map(({ title }) => title).toSorted()).toEqual(oddTexts.map((text) => text.trim()).toSorted())
    const ofRooms = file.activity.filter(({ type }) => type.startsWith('room:'))
    expect(ofRooms.map(({ type }) => type)).toEqual(['room:created'])
    expect(file.activity).toHaveLength(4 * (oddTexts.length + 1) + ofRooms.length)
    const ofDeleted = file.activity.filter(({ type, task }) => type.startsWith('task:') && task === null)
    expect(ofDeleted).toHaveLength(3)
    for (const { task, facts } of file.activity) {
      expect(facts).not.toHaveProperty('taskId')
      if (task !== null) expect(facts).toHaveProperty('title', file.tasks[task]?.title)
    }
  })

  test('gives the same file twice, byte by byte, but for the time', async () => {
    const [one, other] = [
      await ana.visitor.get(`/boards/${board.id}/export.json`),
      await vera.visitor.get(`/api/v1/boards/${board.id}/export`),
    ]
    const withoutTime = (text: string): string => text.replace(/"exportedAt": "[^"]+"/, '')
    expect(withoutTime(one.text)).toBe(withoutTime(other.text))
    expect(withoutTime(one.text)).not.toBe(one.text)
    expect(one.headers.get('content-disposition')).toBe(
      `attachment; filename="Unicode -quoted- - board.json"; filename*=UTF-8''%C3%9Cn%C3%AFc%C3%B6d%C3%A9%20-quoted-%20-%20board.json`,
    )
  })

  test('keeps its tasks’ order, dates, makers and history for whoever looks at it', async () => {
    const before = await exportBoard(ana, board.id)
    const { board: made } = await importAs(ana, before)
    const tasks = await app.services.db.task.findMany({ where: { boardId: made.id }, orderBy: { rank: 'asc' } })
    for (const [column, columnId] of [...new Set(tasks.map((task) => task.columnId))]
      .toSorted((a, b) => a - b)
      .entries())
      expect(tasks.filter((task) => task.columnId === columnId).map(({ title }) => title)).toEqual(
        before.tasks.filter((task) => task.column === column).map(({ title }) => title),
      )
    const history = await app.services.db.activity.findMany({
      where: { boardId: made.id },
      orderBy: { version: 'asc' },
    })
    const { version } = await app.services.db.board.findUniqueOrThrow({ where: { id: made.id } })
    expect(history.map((deed) => deed.version)).toEqual(history.map((_, place) => place + 1))
    expect(history.at(-1)).toMatchObject({ type: 'board:imported', actorId: ana.id, version })
    expect((await ana.visitor.get(`/boards/${made.id}/`)).status).toBe(200)
  })

  test('comes in under another name when one is given, and belongs to who brought it', async () => {
    const file = await exportBoard(ana, board.id)
    const { board: made, unassigned } = await importAs(stranger, file, '?name=Mine&addPeople=yes')
    expect(made.name).toBe('Mine')
    const members = await app.services.db.boardMember.findMany({ where: { boardId: made.id } })
    expect(members).toMatchObject([{ userId: stranger.id, role: 'owner' }])
    const lost = (username: string): number => file.tasks.filter(({ assignees }) => assignees.includes(username)).length
    expect(unassigned).toEqual([
      { username: 'ana', displayName: 'Ana', taskCount: lost('ana') },
      { username: 'ben', displayName: 'Ben', taskCount: lost('ben') },
      { username: 'vera', displayName: 'Vera', taskCount: lost('vera') },
    ])
    expect((await ben.visitor.get(`/boards/${made.id}/`)).status).toBe(404)
    const next = await exportBoard(stranger, made.id)
    expect(next.tasks.map(({ createdBy }) => createdBy)).toEqual(file.tasks.map(({ createdBy }) => createdBy))
    expect(next.activity).toEqual(file.activity)
    expect(next.people.filter(({ username }) => username !== 'stranger').map(({ role }) => role)).toEqual([
      null,
      null,
      null,
    ])
  })

  test('brings nobody along unless that is asked for, and an owner as an admin', async () => {
    const file = await exportBoard(ana, board.id)
    const alone = await importAs(ben, file)
    const together = await importAs(ben, file, '?addPeople=yes')
    const rolesOn = async (boardId: number) =>
      (await app.services.db.boardMember.findMany({ where: { boardId }, include: { user: true } }))
        .map(({ user, role }) => `${user.username}: ${role}`)
        .toSorted()
    expect(await rolesOn(alone.board.id)).toEqual(['ben: owner'])
    expect(await rolesOn(together.board.id)).toEqual(['ana: admin', 'ben: owner', 'vera: viewer'])
  })

  test('a form makes the board, and tells who lost tasks', async () => {
    const file = JSON.stringify(await exportBoard(ana, board.id))
    const answer = await ben.visitor.upload('/boards/import/', { name: ' By form ' }, file)
    expect(answer.location).toMatch(/^\/boards\/\d+\/imported\/$/)
    const page = await ben.visitor.get(answer.location ?? '')
    expect(page.text).toContain('By form is here')
    expect(page.text).toMatch(/<bdi>Vera<\/bdi><\/b> \(@vera\): \d+ tasks? lost this assignee/)
    const whole = await ana.visitor.upload('/boards/import/', { addPeople: 'yes' }, `\u{feff}${file}`)
    expect(whole.location).toMatch(/^\/boards\/\d+\/$/)
  })

  test('a board that was worked on in every way comes and goes with its history', async () => {
    const { id, columnIds } = await app.board(ana, [[ben, 'member']])
    const call = async (method: string, path: string, body?: object) => {
      const answer = await ana.visitor.api(method, `/api/v1/${path}`, body)
      expect(answer.status, `${method} ${path} ${answer.text}`).toBeLessThan(300)
      return answer.json() as Record<string, { id: number }>
    }
    const label = (await call('POST', `boards/${id}/labels`, { name: 'x'.repeat(40), colour: 'plum' }))['label']?.id
    await call('PATCH', `labels/${label}`, { name: 'Press', colour: 'moss' })
    const column = (await call('POST', `boards/${id}/columns`, { name: 'y'.repeat(80) }))['column']?.id
    await call('PATCH', `columns/${column}`, { name: 'z'.repeat(80), wipLimit: 999, isDone: true })
    await call('POST', `columns/${column}/move`, { afterColumnId: null })
    const task = (await call('POST', `columns/${columnIds[0]}/tasks`, { title: 'First' }))['task']?.id
    const changes = [
      { title: 't'.repeat(500), description: 'd'.repeat(20_000), priority: 'urgent' },
      { startOn: '2026-02-28', dueOn: '2028-02-29', progress: 100, assigneeIds: [ana.id, ben.id], labelIds: [label] },
      { title: 'Last', dueOn: null, assigneeIds: [], labelIds: [] },
    ]
    for (const change of changes) await call('PATCH', `tasks/${task}`, change)
    const step = (await call('POST', `tasks/${task}/steps`, { text: 's'.repeat(500) }))['step']?.id
    await call('PATCH', `steps/${step}`, { isDone: true })
    await call('PATCH', `steps/${step}`, { text: 'Changed', isDone: false })
    await call('POST', `tasks/${task}/move`, { columnId: column, afterTaskId: null })
    await call('POST', `tasks/${task}/archive`)
    await call('POST', `tasks/${task}/restore`)
    const gone = (await call('POST', `columns/${columnIds[1]}/tasks`, { title: 'Gone' }))['task']?.id
    await call('POST', `tasks/${gone}/archive`)
    await call('DELETE', `tasks/${gone}`)
    await call('POST', `columns/${columnIds[1]}/archive`)
    await call('PATCH', `boards/${id}`, { name: 'n'.repeat(120), description: 'e'.repeat(500) })
    await call('POST', `boards/${id}/members`, { username: 'vera', role: 'viewer' })
    await call('PATCH', `boards/${id}/members/${vera.id}`, { role: 'admin' })
    await call('DELETE', `boards/${id}/members/${vera.id}`)
    await call('POST', `boards/${id}/invitations`, { role: 'viewer', days: 7 })
    const file = await exportBoard(ana, id)
    expect(new Set(file.activity.map(({ type }) => type)).size).toBeGreaterThan(20)
    const { board: made } = await importAs(ana, file, '?addPeople=yes')
    expect(sameness(await exportBoard(ana, made.id))).toEqual(sameness(file))
    const history = await ana.visitor.get(`/boards/${made.id}/activity/`)
    expect(history.status).toBe(200)
    expect(history.text).toContain('imported the board')
    const elsewhere = await importAs(stranger, file)
    expect((await stranger.visitor.get(`/boards/${elsewhere.board.id}/activity/`)).text).toContain(
      'in the imported file: ',
    )
  })

  test('a board with nothing on it comes and goes as well', async () => {
    const { board: made } = await importAs(ana, smallestBoardFile)
    const file = await exportBoard(ana, made.id)
    expect(file).toMatchObject({
      board: { name: 'Small', description: '' },
      columns: [],
      tasks: [],
      rooms: [],
      activity: [],
    })
    const again = await importAs(ana, file)
    expect(sameness(await exportBoard(ana, again.board.id))).toEqual(sameness(file))
    expect((await ana.visitor.get(`/boards/${made.id}/`)).status).toBe(200)
  })

  test('a board that changes while it is read comes out as it was at one moment', async () => {
    const { columnIds, id } = await app.board(ana)
    await ana.visitor.token()
    let isDone = false
    const adding = (async () => {
      for (let place = 0; place < 40; place += 1)
        await ana.visitor.api('POST', `/api/v1/columns/${columnIds[0]}/tasks`, { title: `task ${place}` })
      isDone = true
    })()
    while (!isDone) {
      const { tasks } = await exportBoard(ana, id)
      expect(tasks.map(({ title }) => title)).toEqual(tasks.map((_, place) => `task ${place}`))
    }
    await adding
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
