import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { doAgain, doDebts } from '../support/outbox.ts'

describe.each(databaseKinds())('mentions in what was read of a room on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let cy: TestPerson
  let board: TestBoard
  beforeAll(async () => {
    app = await startApp(kind, { worker: false })
    ana = await app.person('ana')
    ben = await app.person('ben')
    cy = await app.person('cy')
  })
  beforeEach(async () => {
    board = await app.board(ana, [
      [ben, 'member'],
      [cy, 'member'],
    ])
  })
  afterAll(() => app.stop())

  let posts = 0
  const post = async (content: string, roomId = board.roomId) => {
    const body = { content, clientId: `read-mention-${(posts += 1)}` }
    const answer = await ana.visitor.api('POST', `/api/v1/rooms/${roomId}/messages`, body)
    return (answer.json() as { message: { id: string; version: number } }).message
  }
  const read = async (who: TestPerson, version: number) => {
    const answer = await who.visitor.api('POST', `/api/v1/rooms/${board.roomId}/read`, { version })
    expect(answer.status, answer.text).toBe(200)
  }
  const unreadOf = async (who: TestPerson) => {
    const where = { recipientId: who.id, isRead: false, boardId: board.id }
    const rows = await app.services.db.notification.findMany({ where, orderBy: { position: 'asc' } })
    return rows.map(({ messageId }) => messageId)
  }

  test('are read, up to there and no further, for who has read it, and every tab is told once', async () => {
    const [first, second, third] = [await post('@ben @cy one'), await post('@ben two'), await post('@ben three')]
    await doDebts(app.services)
    expect(await unreadOf(ben)).toEqual([first.id, second.id, third.id])
    const socket = await app.socket(ben.visitor)
    await read(ben, second.version)
    await doDebts(app.services)
    expect(await unreadOf(ben)).toEqual([third.id])
    expect(await unreadOf(cy)).toEqual([first.id])
    const told = await socket.change(`user:${ben.id}`, 'notification:read')
    expect(told).toMatchObject({ unread: 1, notificationIds: { length: 2 } })
    expect(socket.changes(`user:${ben.id}`)).toHaveLength(1)
    const { inboxVersion } = await app.services.db.user.findUniqueOrThrow({ where: { id: ben.id } })
    expect(told.version).toBe(inboxVersion)
  })

  test('of another room stay, and so does what else asks for somebody', async () => {
    const other = await app.room(ana, board.id, 'other')
    const elsewhere = await post('@ben elsewhere', other)
    const here = await post('@ben here')
    const path = `/api/v1/columns/${board.columnIds[0]}/tasks`
    const { task } = (await ana.visitor.api('POST', path, { title: 'For Ben' })).json() as { task: { id: number } }
    await ana.visitor.api('PATCH', `/api/v1/tasks/${task.id}`, { assigneeIds: [ben.id] })
    await doDebts(app.services)
    await read(ben, here.version)
    await doDebts(app.services)
    expect(new Set(await unreadOf(ben))).toEqual(new Set([elsewhere.id, null]))
  })

  test('come as read when the message was read before them', async () => {
    const { version } = await post('@ben and @cy, quickly')
    await read(ben, version)
    await doDebts(app.services)
    expect(await unreadOf(ben)).toEqual([])
    expect(await unreadOf(cy)).toHaveLength(1)
    expect(await app.services.db.notification.count({ where: { recipientId: ben.id, boardId: board.id } })).toBe(1)
  })

  test('come as unread to who is called only by an edit, though they had read what it was before', async () => {
    const { id, version } = await post('nobody is called')
    await read(ben, version)
    await ana.visitor.api('PATCH', `/api/v1/messages/${id}`, { content: '@ben is called' })
    await doDebts(app.services)
    expect(await unreadOf(ben)).toEqual([id])
  })

  test('that somebody made unread again stay so when they read on, and when the job runs once more', async () => {
    const first = await post('@ben for later')
    await doDebts(app.services)
    await read(ben, first.version)
    await doDebts(app.services)
    const { id } = await app.services.db.notification.findFirstOrThrow({ where: { messageId: first.id } })
    await ben.visitor.api('POST', `/api/v1/notifications/${id}/unread`, {})
    expect(await unreadOf(ben)).toEqual([first.id])
    const second = await post('@ben and on')
    await doDebts(app.services)
    await read(ben, second.version)
    await doDebts(app.services)
    expect(await unreadOf(ben)).toEqual([first.id])
  })

  test('the job done twice tells once', async () => {
    const { version } = await post('@ben once')
    await doDebts(app.services)
    await read(ben, version)
    await doDebts(app.services)
    const socket = await app.socket(ben.visitor)
    const entry = await app.services.db.outboxEntry.findFirstOrThrow({
      where: { job: 'mentions-read' },
      orderBy: { createdAt: 'desc' },
    })
    await doAgain(app.services, entry.id)
    await socket.ask('unread:list', {})
    expect(socket.changes(`user:${ben.id}`)).toEqual([])
  })

  test('cost nothing where nobody is called: reading leaves no job behind', async () => {
    const { version } = await post('@ana, nobody else')
    await doDebts(app.services)
    await read(ben, version)
    expect(await app.services.db.outboxEntry.count({ where: { doneAt: null } })).toBe(0)
  })
})
