import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { holdPlaces } from '../../src/notifications/hold-places.ts'
import { notifyAll } from '../../src/notifications/notify.ts'
import { change } from '../../src/platform/change.ts'
import { insertMany, type Tx } from '../../src/platform/db/index.ts'
import { newId } from '../../src/platform/ids.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds, isAnyoneWaiting } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { doDebts } from '../support/outbox.ts'
import type { TestSocket } from '../support/socket.ts'
import { until } from '../support/until.ts'
import type { Answer } from '../support/visitor.ts'

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
  const toldAnew = (socket: TestSocket) =>
    socket.changes(`user:${ben.id}`).filter(({ type }) => type === 'notification:changed').length
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

  test('of a big room that is deleted nothing is reached at once; what was said goes bit by bit, and inboxes are told bit by bit', async () => {
    const { db } = app.services
    const { roomId } = board
    const said = await db.chatMessage.findUniqueOrThrow({ where: { id: messageId } })
    const told = await db.notification.findFirstOrThrow({ where: { messageId } })
    const places = Array.from({ length: 1_099 }, (_, place) => place + 1_000)
    const messages = places.map((place) => ({
      ...said,
      id: newId(),
      clientId: `places-${roomId}-${place}`,
      position: place,
      ordinal: place,
      version: place,
    }))
    await insertMany(db, 'ChatMessage', messages)
    const notices = messages.slice(0, 449).map(({ id, position }) => ({
      ...told,
      id: newId(),
      messageId: id,
      sourceKey: `message:${id}`,
      position,
      version: position,
    }))
    await insertMany(db, 'Notification', notices)
    await db.user.update({ where: { id: ben.id }, data: { inboxVersion: 5_000 } })
    await ana.visitor.api('POST', `/api/v1/rooms/${roomId}/archive`)
    const socket = await app.socket(ben.visitor)
    await socket.ask('inbox:join', {})
    expect((await ana.visitor.api('DELETE', `/api/v1/rooms/${roomId}`)).status).toBe(200)
    expect(await db.chatMessage.count({ where: { roomId } })).toBe(1_100)
    expect((await ben.visitor.get(`/api/v1/rooms/${roomId}/messages`)).status).toBe(404)
    expect((await ana.visitor.api('DELETE', `/api/v1/messages/${messageId}`)).status).toBe(404)
    await doDebts(app.services)
    expect(await db.chatMessage.count({ where: { roomId } })).toBe(0)
    const jobs = await db.outboxEntry.groupBy({ by: ['job'], where: { payload: { contains: 'roomId' } }, _count: true })
    expect(new Map(jobs.map(({ job, _count }) => [job, _count]))).toEqual(
      new Map([
        ['delete-room-messages', 3],
        ['notifications-changed', 3],
      ]),
    )
    const kept = { recipientId: ben.id, roomId, messageId: null, version: { gt: 5_000 } }
    expect(await db.notification.count({ where: kept })).toBe(450)
    await until('all are told', () => toldAnew(socket) === 450)
    expect(await page()).toContain('mentioned you in a room that was deleted')
    socket.close()
  })

  test('who lost the place between the look and the lock is not told, and the others are', async () => {
    const { db } = app.services
    const { id: boardId } = board
    const data = { boardId, name: 'x', nameKey: 'x', isPrivate: true, boardVersion: 1, createdById: ana.id }
    const room = await db.chatRoom.create({ data })
    await db.chatRoomMember.create({ data: { roomId: room.id, userId: ana.id } })
    await db.notification.deleteMany({})
    const tell = (recipientId: number, about: { roomId?: number }) => {
      const where = `${recipientId}:${about.roomId}`
      return { recipientId, senderId: null, type: 'mention', boardId, sourceKey: `late:${where}`, ...about } as const
    }
    const notices = [ana, ben].flatMap(({ id }) => [tell(id, {}), tell(id, { roomId: room.id })])
    await change(app.services, (draft) => notifyAll(app.services, draft, notices))
    const reached = async () => (await db.notification.findMany()).map(({ sourceKey }) => sourceKey).toSorted()
    const keys = notices.map(({ sourceKey }) => sourceKey)
    expect(await reached()).toEqual(keys.slice(0, 3).toSorted())
    await ana.visitor.api('DELETE', `/api/v1/boards/${boardId}/members/${ben.id}`)
    await db.notification.deleteMany({})
    await change(app.services, (draft) => notifyAll(app.services, draft, notices))
    expect(await reached()).toEqual(keys.slice(0, 2).toSorted())
  })

  test('an open inbox is told when its owner is taken off the board, and when they are back', async () => {
    const socket = await app.socket(ben.visitor)
    const { version } = await socket.ask('inbox:join', {})
    await ana.visitor.api('DELETE', `/api/v1/boards/${board.id}/members/${ben.id}`)
    await doDebts(app.services)
    await until('both are told', () => toldAnew(socket) === 2)
    const lost = { type: 'notification:changed', notification: { isLost: true, boardId: null, excerpt: '' } }
    expect(socket.changes(`user:${ben.id}`).filter(({ type }) => type === lost.type)).toMatchObject([lost, lost])
    expectNoNames(JSON.stringify(socket.changes(`user:${ben.id}`).filter(({ type }) => type === lost.type)))
    const caughtUp = await socket.ask('inbox:join', { since: version })
    const rows = caughtUp.changes?.filter(({ type }) => type.startsWith('notification:'))
    expect(rows).toHaveLength(2)
    expectNoNames(JSON.stringify(rows))
    await ana.visitor.api('POST', `/api/v1/boards/${board.id}/members`, { username: 'ben' })
    await doDebts(app.services)
    await until('both are told again', () => toldAnew(socket) === 4)
    expect(JSON.stringify(socket.changes(`user:${ben.id}`).slice(-3))).toContain(secret)
    socket.close()
  })

  // On SQLite nothing happens between the look and the write: a transaction is the only one that writes.
  describe.runIf(kind === 'postgres')('that is just going', () => {
    const atOnce = { timeout: 60_000 }

    test('a board that is deleted while one of its tasks is told of goes, and neither waits for the other crosswise', async () => {
      const { db } = app.services
      const { id: taskId } = await db.task.findFirstOrThrow({ where: { boardId: board.id } })
      let deletion: Promise<Answer> | undefined
      const asTheJob = async (tx: Tx): Promise<void> => {
        await holdPlaces(tx, [{ boardId: board.id }])
        deletion = ana.visitor.api('DELETE', `/api/v1/boards/${board.id}`)
        await until('the deletion waits', () => isAnyoneWaiting(db))
        await tx.$executeRaw`UPDATE "Notification" SET "taskId" = ${taskId} WHERE "messageId" = ${messageId}`
      }
      await db.$transaction(asTheJob, atOnce)
      expect((await deletion)?.status).toBe(200)
      expect(await db.notification.count()).toBe(0)
    })

    test('what is gone before it could be told is told to nobody', async () => {
      const { db } = app.services
      await db.notification.deleteMany({})
      const about = { boardId: board.id, roomId: board.roomId, messageId, sourceKey: `message:${messageId}` }
      const notice = { ...about, recipientId: ben.id, senderId: ana.id, type: 'mention' as const }
      let told: Promise<void> | undefined
      const asTheDeletion = async (tx: Tx): Promise<void> => {
        await tx.chatMessage.delete({ where: { id: messageId } })
        told = change(app.services, (draft) => notifyAll(app.services, draft, [notice]))
        await until('the job waits', () => isAnyoneWaiting(db))
      }
      await db.$transaction(asTheDeletion, atOnce)
      await told
      expect(await db.notification.count()).toBe(0)
    })
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
