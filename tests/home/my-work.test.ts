import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { dayAfter, todayInUtc } from '../../src/platform/calendar-day.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import type { Answer } from '../support/visitor.ts'
import { putTask, type TaskRow } from './put-task.ts'

describe.each(databaseKinds())('my work on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let board: TestBoard
  let people = 0
  let today = ''
  beforeAll(async () => {
    app = await startApp(kind)
  })
  afterAll(() => app.stop())

  // Everybody is new, so that each test counts from nothing.
  beforeEach(async () => {
    people += 1
    today = todayInUtc()
    ana = await app.person(`ana${people}`)
    ben = await app.person(`ben${people}`)
    board = await app.board(ana, [[ben, 'member']])
  })

  const put = (title: string, more: Partial<TaskRow> = {}): Promise<number> =>
    putTask(app.services.db, {
      boardId: board.id,
      columnId: board.columnIds[0] ?? 0,
      title,
      createdById: ana.id,
      assigneeIds: [ana.id],
      ...more,
    })

  const asIn = (person: TestPerson, timeZone: string, path: string): Promise<Answer> =>
    person.visitor.send(path, {
      headers: { cookie: `${person.visitor.cookie}; timezone=${encodeURIComponent(timeZone)}` },
    })

  interface Mine {
    items: { id: number; title: string }[]
    tallies: { mine: number; soon: number; overdue: number }
  }
  const mine = async (query = '', person = ana): Promise<{ titles: string[]; tallies: Mine['tallies'] }> => {
    const { items, tallies } = (await person.visitor.get(`/api/v1/me/tasks${query}`)).json() as unknown as Mine
    return { titles: items.map(({ title }) => title), tallies }
  }

  test('tasks are counted by the day on which they are due', async () => {
    await put('long ago', { dueOn: '2020-02-29' })
    await put('yesterday', { dueOn: dayAfter(today, -1) })
    await put('today', { dueOn: today })
    await put('in three days', { dueOn: dayAfter(today, 3) })
    await put('in four days', { dueOn: dayAfter(today, 4) })
    await put('some day')
    const { titles, tallies } = await mine()
    expect(tallies).toEqual({ mine: 6, soon: 2, overdue: 2 })
    expect(titles).toEqual(['long ago', 'yesterday', 'today', 'in three days', 'in four days', 'some day'])
    expect((await mine('?show=soon')).titles).toEqual(['today', 'in three days'])
    expect((await mine('?show=overdue')).titles).toEqual(['long ago', 'yesterday'])
  })

  test('a day is over when it is over where the person is', async () => {
    // Kiritimati is 26 hours ahead of the zone that is 12 behind: it is never the same day in both.
    const [east, west] = ['Pacific/Kiritimati', 'Etc/GMT+12']
    const inEast = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: east }).format(new Date())
    await put('due', { dueOn: dayAfter(inEast, -1) })
    const talliesIn = async (zone: string) => (await asIn(ana, zone, '/api/v1/me/tasks')).json()['tallies']
    expect(await talliesIn(east)).toEqual({ mine: 1, soon: 0, overdue: 1 })
    expect(await talliesIn(west)).toEqual({ mine: 1, soon: 1, overdue: 0 })
    const late = /<a class="tally" href="[^"]*show=overdue[^"]*"[^>]*><b>(\d+)</
    expect(late.exec((await asIn(ana, east, '/')).text)?.[1]).toBe('1')
    expect(late.exec((await asIn(ana, west, '/')).text)?.[1]).toBe('0')
    expect((await asIn(ana, east, '/')).text).toContain('1 late</span>')
    expect((await asIn(ana, west, '/')).text).not.toContain('1 late</span>')
    expect((await asIn(ana, east, '/')).text).toMatch(/<time class="due"[^>]* data-state="late">/)
    expect((await asIn(ana, west, '/')).text).toMatch(/<time class="due"[^>]* data-state="soon">/)
  })

  test.each([
    ['urgency', ['late', 'urgent on the day', 'low on the day', 'plain on the day', 'high', 'newest', 'older']],
    ['due', ['late', 'urgent on the day', 'plain on the day', 'low on the day', 'newest', 'high', 'older']],
    ['priority', ['urgent on the day', 'high', 'late', 'low on the day', 'plain on the day', 'newest', 'older']],
    ['newest', ['newest', 'urgent on the day', 'plain on the day', 'high', 'low on the day', 'late', 'older']],
  ])('tasks come in the order %s', async (sort, expected) => {
    const day = dayAfter(today, 9)
    await put('older')
    await put('late', { dueOn: '2026-01-01', priority: 'medium' })
    await put('low on the day', { dueOn: day, priority: 'low' })
    await put('high', { priority: 'high' })
    await put('plain on the day', { dueOn: day })
    await put('urgent on the day', { dueOn: day, priority: 'urgent' })
    await put('newest')
    expect((await mine(`?sort=${sort}`)).titles).toEqual(expected)
    const { text } = await ana.visitor.get(`/?sort=${sort}`)
    const shown = [...text.matchAll(/<h3 class="task-title"><a href="\/tasks\/\d+\/">([^<]+)</g)].map(
      ([, title]) => title,
    )
    expect(shown).toEqual(expected)
  })

  test('what is finished, put away, deleted, somebody else’s, or on a board that was left, is left out', async () => {
    const { db } = app.services
    const now = new Date()
    const late = { dueOn: '2026-01-01' }
    await put('mine', late)
    await put('finished', { ...late, finishedAt: now, columnId: board.columnIds[2] ?? 0 })
    await put('archived', { ...late, archivedAt: now })
    await put('deleted', { ...late, deletedAt: now })
    await put('ben’s', { ...late, assigneeIds: [ben.id] })
    await put('nobody’s', { assigneeIds: [] })
    for (const gone of ['archivedAt', 'deletedAt']) {
      const column = await db.column.create({
        data: { boardId: board.id, name: gone, rank: 'b0', version: 1, [gone]: now },
      })
      await put(`in a column that is ${gone}`, { ...late, columnId: column.id })
    }
    const left = await app.board(ben, [[ana, 'member']])
    await put('on a board that was left', { ...late, boardId: left.id, columnId: left.columnIds[0] ?? 0 })
    await db.boardMember.update({
      where: { boardId_userId: { boardId: left.id, userId: ana.id } },
      data: { leftAt: now },
    })

    const { titles, tallies } = await mine()
    expect(titles).toEqual(['mine'])
    expect(tallies).toEqual({ mine: 1, soon: 0, overdue: 1 })
    const { items } = (await ana.visitor.get('/api/v1/boards')).json()
    expect(items).toMatchObject([{ id: board.id, taskCount: 4, doneCount: 1, lateCount: 2 }])
    expect((await ana.visitor.get('/')).text).toContain('<b>1<small> of 4</small></b>')
  })

  test('boards come with their faces and their last talk, and only to those on them', async () => {
    const { id } = await app.board(ben, [])
    const room = await app.room(ana, board.id, 'press')
    for (const [roomId, person] of [
      [board.roomId, ana],
      [room, ben],
    ] as const)
      await person.visitor.api('POST', `/api/v1/rooms/${roomId}/messages`, {
        content: 'Hello',
        clientId: `hello-${roomId}-${person.id}`,
      })
    const { items } = (await ana.visitor.get('/api/v1/boards')).json() as { items: object[] }
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({
      id: board.id,
      name: 'Launch',
      description: '',
      taskCount: 0,
      doneCount: 0,
      members: [{ id: ana.id }, { id: ben.id }],
      memberCount: 2,
      lastTalk: { author: { id: ben.id }, createdAt: expect.any(String) },
    })
    const { text } = await ana.visitor.get('/')
    expect(text).toContain('No tasks yet')
    expect(text).toMatch(new RegExp(`Ben${people}, <time datetime`))
    expect(text).not.toContain(`/boards/${id}/`)
  })

  test('what happened lately is what others did, the newest first', async () => {
    const add = (person: TestPerson, title: string) =>
      person.visitor.api('POST', `/api/v1/columns/${board.columnIds[0]}/tasks`, { title })
    await add(ben, 'before all')
    for (let count = 1; count <= 8; count += 1) {
      await add(ben, `by Ben ${count}`)
      await add(ana, `by Ana ${count}`)
    }
    const { text } = await ana.visitor.get('/')
    const lately = text.slice(text.indexOf('id="lately"'))
    const told = [...lately.matchAll(/<a class="text-link" href="\/tasks\/\d+\/">([^<]+)</g)].map(([, title]) => title)
    expect(told).toEqual([8, 7, 6, 5, 4, 3, 2, 1].map((count) => `by Ben ${count}`))
    const outsider = await app.person(`outsider${people}`)
    expect((await outsider.visitor.get('/')).text).not.toContain('by Ben')
  })

  test('twenty tasks stand there, two hundred when all are asked for', async () => {
    for (let count = 1; count <= 203; count += 1) await put(`task ${count}`)
    const rows = (text: string): number => text.split('<li class="task-row">').length - 1
    const first = (await ana.visitor.get('/?sort=newest')).text
    expect(rows(first)).toBe(20)
    const more = /href="([^"]*all=1)">All 203</.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const all = (await ana.visitor.get(more)).text
    expect(rows(all)).toBe(200)
    expect(all).toContain('The first 200 of 203.')
    expect(all).toMatch(/task 203<[^]*task 202</)
  })

  test('who has no board is told how to begin, who has no task that there is none', async () => {
    const nobody = await app.person(`nobody${people}`)
    expect((await nobody.visitor.get('/')).text).toContain('A board for your first plan')
    expect((await mine('', nobody)).tallies).toEqual({ mine: 0, soon: 0, overdue: 0 })
    expect((await ana.visitor.get('/')).text).toContain('Nothing is assigned to you')
    expect((await ana.visitor.get('/?show=overdue')).text).toContain('Nothing of yours is late.')
  })

  test('a word in the address that is unknown is passed over on the page, and refused by the API', async () => {
    expect((await ana.visitor.get('/?show=everything&sort=best&all=no')).status).toBe(200)
    const refused = await ana.visitor.get('/api/v1/me/tasks?show=everything&sort=best')
    expect(refused.status).toBe(400)
    expect(refused.json()).toMatchObject({
      error: {
        fields: { show: 'Is mine, soon or overdue', sort: 'Is urgency, due, priority or newest' },
      },
    })
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
