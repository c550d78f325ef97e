import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { remindOfDays } from '../../src/notifications/index.ts'
import { insertMany, type Prisma } from '../../src/platform/db/index.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'

describe.each(databaseKinds())('reminders on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let board: TestBoard
  beforeAll(async () => {
    app = await startApp(kind, { worker: false })
    ana = await app.person('ana')
    ben = await app.person('ben')
  })
  afterAll(() => app.stop())
  beforeEach(async () => {
    const { db } = app.services
    await db.notification.deleteMany({})
    await db.taskAssignee.deleteMany({})
    await db.user.updateMany({ data: { timeZone: null } })
    board = await app.board(ana, [[ben, 'member']])
  })

  const aTask = async (more: Partial<Prisma.TaskUncheckedCreateInput> = {}, people = [ana]) => {
    const { id } = await app.services.db.task.create({
      data: {
        boardId: board.id,
        columnId: board.columnIds[0] ?? 0,
        title: 'Press kit',
        rank: 'a0',
        dueOn: '2026-03-12',
        createdById: ana.id,
        version: 1,
        ...more,
        assignees: { create: people.map((person) => ({ userId: person.id })) },
      },
    })
    return id
  }
  const remindAt = (now: string) => remindOfDays(app.services, new Date(now))
  const toldTo = async ({ id }: TestPerson) => {
    const rows = await app.services.db.notification.findMany({
      where: { recipientId: id },
      orderBy: { position: 'asc' },
      select: { sourceKey: true },
    })
    return rows.map(({ sourceKey }) => sourceKey)
  }
  const livesIn = ({ id }: TestPerson, timeZone: string) =>
    app.services.db.user.update({ where: { id }, data: { timeZone } })

  test('come once the day before or on the day, and once when it was due', async () => {
    const taskId = await aTask()
    await remindAt('2026-03-10T23:00:00Z')
    expect(await toldTo(ana)).toEqual([])
    await remindAt('2026-03-11T07:00:00Z')
    await remindAt('2026-03-11T12:00:00Z')
    await remindAt('2026-03-12T12:00:00Z')
    expect(await toldTo(ana)).toEqual([`due_soon:task:${taskId}:2026-03-12`])
    for (const now of ['2026-03-13T06:59:00Z', '2026-03-13T07:00:00Z', '2026-03-14T09:00:00Z']) await remindAt(now)
    expect(await toldTo(ana)).toEqual([`due_soon:task:${taskId}:2026-03-12`, `overdue:task:${taskId}:2026-03-12`])
  })

  test('say the task and the day, and that nobody sent them', async () => {
    const taskId = await aTask()
    await remindAt('2026-03-11T09:00:00Z')
    const { items } = (await ana.visitor.get('/api/v1/notifications')).json() as { items: object[] }
    expect(items).toMatchObject([
      { type: 'due_soon', sender: null, task: { id: taskId, title: 'Press kit' }, dueOn: '2026-03-12', isRead: false },
    ])
    expect((await ana.visitor.get('/messaging/notifications/')).text).toContain('is due soon')
  })

  // It is the same moment for all: what differs is the calendar on the wall.
  test.each([
    ['Pacific/Kiritimati', '2026-03-10T16:59:00Z', '2026-03-10T17:00:00Z'],
    ['Asia/Kolkata', '2026-03-11T01:29:00Z', '2026-03-11T01:30:00Z'],
    ['Europe/Berlin', '2026-03-11T05:59:00Z', '2026-03-11T06:00:00Z'],
    ['America/Los_Angeles', '2026-03-11T13:59:00Z', '2026-03-11T14:00:00Z'],
    ['Pacific/Pago_Pago', '2026-03-11T17:59:00Z', '2026-03-11T18:00:00Z'],
    ['No/Such_Place', '2026-03-11T06:59:00Z', '2026-03-11T07:00:00Z'],
  ])('come at seven in the morning of the person’s own day, in %s', async (timeZone, before, at) => {
    await livesIn(ana, timeZone)
    const taskId = await aTask()
    await remindAt(before)
    expect(await toldTo(ana)).toEqual([])
    await remindAt(at)
    expect(await toldTo(ana)).toEqual([`due_soon:task:${taskId}:2026-03-12`])
  })

  test('come to each who is to do it on their own day', async () => {
    await livesIn(ana, 'Asia/Tokyo')
    await livesIn(ben, 'America/New_York')
    await aTask({}, [ana, ben])
    await remindAt('2026-03-11T00:00:00Z')
    expect([(await toldTo(ana)).length, (await toldTo(ben)).length]).toEqual([1, 0])
    await remindAt('2026-03-11T12:00:00Z')
    expect([(await toldTo(ana)).length, (await toldTo(ben)).length]).toEqual([1, 1])
  })

  test('come anew when the day is changed', async () => {
    const taskId = await aTask()
    await remindAt('2026-03-12T09:00:00Z')
    await app.services.db.task.update({ where: { id: taskId }, data: { dueOn: '2026-03-20' } })
    await remindAt('2026-03-14T09:00:00Z')
    expect(await toldTo(ana)).toHaveLength(1)
    await remindAt('2026-03-20T09:00:00Z')
    expect(await toldTo(ana)).toEqual([`due_soon:task:${taskId}:2026-03-12`, `due_soon:task:${taskId}:2026-03-20`])
  })

  test('do not come for days long gone', async () => {
    await aTask({ dueOn: '2026-03-04' })
    const lately = await aTask({ dueOn: '2026-03-05' })
    await remindAt('2026-03-12T09:00:00Z')
    expect(await toldTo(ana)).toEqual([`overdue:task:${lately}:2026-03-05`])
  })

  const away = new Date('2026-03-01T09:00:00Z')
  test.each<[string, Partial<Prisma.TaskUncheckedCreateInput>]>([
    ['is finished', { finishedAt: away }],
    ['is in the archive', { archivedAt: away }],
    ['was deleted', { deletedAt: away }],
    ['has no day', { dueOn: null }],
    ['is due later', { dueOn: '2026-03-14' }],
  ])('do not come for a task that %s', async (_, task) => {
    await aTask(task)
    await remindAt('2026-03-12T09:00:00Z')
    expect(await toldTo(ana)).toEqual([])
  })

  test('do not come from a column in the archive, from a muted board, to who is off the board or can’t sign in', async () => {
    const { db } = app.services
    const cases: [object, (state: boolean) => Promise<unknown>][] = [
      [{}, (on) => db.column.updateMany({ where: { boardId: board.id }, data: { archivedAt: on ? away : null } })],
      [{}, (on) => db.boardMember.updateMany({ where: { userId: ana.id }, data: { isMuted: on } })],
      [{}, (on) => db.boardMember.updateMany({ where: { userId: ana.id }, data: { leftAt: on ? away : null } })],
      [{}, (on) => db.user.update({ where: { id: ana.id }, data: { isDisabled: on } })],
    ]
    await aTask()
    for (const [, set] of cases) {
      await set(true)
      await remindAt('2026-03-12T09:00:00Z')
      expect(await toldTo(ana)).toEqual([])
      await set(false)
    }
    await remindAt('2026-03-12T09:00:00Z')
    expect(await toldTo(ana)).toHaveLength(1)
  })

  test('of many tasks come all, each once, though several look at once; unread is counted right', async () => {
    const rows = Array.from({ length: 450 }, (_, place) => ({
      boardId: board.id,
      columnId: board.columnIds[0] ?? 0,
      title: `Task ${place}`,
      description: '',
      rank: 'a0',
      priority: null,
      startOn: null,
      dueOn: '2026-03-12',
      progress: 0,
      finishedAt: null,
      archivedAt: null,
      deletedAt: null,
      createdById: ana.id,
      createdAt: new Date(),
      version: 1,
      threadVersion: 0,
      commentCount: 0,
    }))
    await insertMany(app.services.db, 'Task', rows)
    const tasks = await app.services.db.task.findMany({ where: { boardId: board.id }, select: { id: true } })
    const pairs = tasks.flatMap(({ id: taskId }) => [ana, ben].map(({ id: userId }) => ({ taskId, userId })))
    await insertMany(app.services.db, 'TaskAssignee', pairs)
    await Promise.all([1, 2, 3].map(() => remindAt('2026-03-12T09:00:00Z')))
    for (const person of [ana, ben]) {
      expect(new Set(await toldTo(person)).size).toBe(450)
      expect((await person.visitor.get('/api/v1/notifications/count')).json()).toEqual({ unread: 450 })
    }
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
