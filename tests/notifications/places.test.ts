import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { doDebts } from '../support/outbox.ts'

const secret = 'the price is 4711'

describe.each(databaseKinds())('a notification of a place that is lost or gone, on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let board: TestBoard
  let messageId: string
  beforeAll(async () => {
    app = await startApp(kind, { worker: false })
    ana = await app.person('ana')
    ben = await app.person('ben')
  })
  afterAll(() => app.stop())

  let count = 0
  beforeEach(async () => {
    const { db } = app.services
    await db.outboxEntry.deleteMany({})
    await db.notification.deleteMany({})
    board = await app.board(ana, [[ben, 'member']])
    await db.board.update({ where: { id: board.id }, data: { name: 'Board Zebra' } })
    await db.chatRoom.update({ where: { id: board.roomId }, data: { name: 'room-quagga' } })
    count += 1
    const body = { content: `@ben ${secret}`, clientId: `places-test-${count}` }
    const answer = await ana.visitor.api('POST', `/api/v1/rooms/${board.roomId}/messages`, body)
    messageId = (answer.json() as { message: { id: string } }).message.id
    const task = await ana.visitor.api('POST', `/api/v1/columns/${board.columnIds[0]}/tasks`, { title: 'Task okapi' })
    const { id } = (task.json() as { task: { id: number } }).task
    await ana.visitor.api('PATCH', `/api/v1/tasks/${id}`, { assigneeIds: [ben.id] })
    await doDebts(app.services)
    expect(await page()).toMatch(/Board Zebra.*|room-quagga/)
  })

  const page = async () => (await ben.visitor.get('/messaging/notifications/')).text
  const list = async () => (await ben.visitor.get('/api/v1/notifications')).json() as { items: { id: string }[] }
  const unread = async () => (await ben.visitor.get('/api/v1/notifications/count')).json()
  const opened = async (place: number) => {
    const { items } = await list()
    return (await ben.visitor.get(`/messaging/notifications/${items[place]?.id}/`)).location
  }
  const expectNoNames = (text: string) => {
    for (const name of [secret, 'quagga', 'okapi', 'Zebra']) expect(text).not.toContain(name)
  }

  test('who was taken off a board reads nothing of it in the inbox, neither what was said nor any name; the count stays', async () => {
    expect(await list()).toMatchObject({ items: [{ task: { title: 'Task okapi' } }, { excerpt: `@ben ${secret}` }] })
    await ana.visitor.api('DELETE', `/api/v1/boards/${board.id}/members/${ben.id}`)
    const shown = await page()
    expectNoNames(shown)
    expect(shown).toContain('mentioned you in a room that you no longer see')
    expect(shown).toContain('assigned you to a task that you no longer see')
    const { items } = await list()
    expectNoNames(JSON.stringify(items))
    expect(items).toMatchObject([
      { isLost: true, board: null, task: null, excerpt: '', sender: { username: 'ana' } },
      { isLost: true, board: null, room: null, messageId: null, excerpt: '' },
    ])
    expect(await unread()).toEqual({ unread: 2 })
    const socket = await app.socket(ben.visitor)
    expectNoNames(JSON.stringify(await socket.ask('inbox:join', { since: 0 })))
    socket.close()
    expect(await opened(0)).toBe('/messaging/notifications/')
    expect(await unread()).toEqual({ unread: 1 })
  })

  test('who comes back reads it again', async () => {
    await ana.visitor.api('DELETE', `/api/v1/boards/${board.id}/members/${ben.id}`)
    await ana.visitor.api('POST', `/api/v1/boards/${board.id}/members`, { username: 'ben' })
    expect(await page()).toContain(secret)
  })

  test('who is not in a private room any more reads nothing of it', async () => {
    const { db } = app.services
    await db.chatRoom.update({ where: { id: board.roomId }, data: { isPrivate: true } })
    const inRoom = { roomId: board.roomId, userId: ben.id }
    expect(await page()).toContain(secret)
    await db.chatRoomMember.update({ where: { roomId_userId: inRoom }, data: { leftAt: new Date() } })
    const shown = await page()
    expect(shown).not.toContain(secret)
    expect(shown).toContain('Task okapi')
    expect(shown.match(/<li class="notification"[\s\S]*?<\/li>/g)?.join('')).not.toContain('quagga')
    expect(await unread()).toEqual({ unread: 2 })
  })

  test('of a deleted message it is said that it was, and it leads to its line', async () => {
    await app.services.db.chatMessage.update({ where: { id: messageId }, data: { deletedAt: new Date() } })
    const shown = await page()
    expect(shown).not.toContain(secret)
    expect(shown).toContain('This message was deleted.')
    expect(await list()).toMatchObject({ items: [{}, { isDeleted: true, excerpt: '' }] })
    expect(await opened(1)).toBe(`/messaging/room/${board.roomId}/?message=${messageId}#message-${messageId}`)
  })

  test('of a deleted task, or room, it is said that it was', async () => {
    const { db } = app.services
    const where = { boardId: board.id }
    await db.task.updateMany({ where, data: { deletedAt: new Date(), title: '' } })
    await db.chatRoom.updateMany({ where, data: { deletedAt: new Date() } })
    const shown = await page()
    expect(shown).not.toContain(secret)
    expect(shown).toContain('assigned you to a task that was deleted')
    expect(shown).toContain('mentioned you in a room that was deleted')
    expect(await opened(0)).toBe('/messaging/notifications/')
    expect(await opened(1)).toBe('/messaging/notifications/')
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
