import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLog } from '../../src/platform/log.ts'
import { newId } from '../../src/platform/ids.ts'
import { Turns } from '../../src/platform/live/turns.ts'
import { connectRedis } from '../../src/platform/redis.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { until } from '../support/until.ts'
import { findTestPort } from '../support/ports.ts'

describe('what one person can do', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await startApp('sqlite', { worker: false })
  })
  afterAll(() => app.stop())

  test('starting and stopping to type again and again is told to the others once', async () => {
    const [owner, guest] = [await app.person('owner'), await app.person('guest')]
    const { roomId } = await app.board(owner, [[guest, 'member']])
    const [noisy, listener] = [await app.socket(owner.visitor), await app.socket(guest.visitor)]
    for (const socket of [noisy, listener]) await socket.ask('room:join', { roomId })
    const startedAt = performance.now()
    for (let round = 0; round < 20; round += 1) {
      for (const event of ['typing:start', 'typing:stop']) await noisy.ask(event, { roomId })
    }
    const toldAtMost = 1 + Math.floor((performance.now() - startedAt) / 2000)
    await listener.event('typing:stopped')
    expect(listener.payloads('typing:started').length).toBeLessThanOrEqual(toldAtMost)
    expect(listener.payloads('typing:stopped').length).toBeLessThanOrEqual(toldAtMost)
  })

  test('who sends a message and types on at once is told of when the two seconds are over', async () => {
    const [writer, onlooker] = [await app.person('writer'), await app.person('onlooker')]
    const { roomId } = await app.board(writer, [[onlooker, 'member']])
    const [writing, listener] = [await app.socket(writer.visitor), await app.socket(onlooker.visitor)]
    for (const socket of [writing, listener]) await socket.ask('room:join', { roomId })
    for (const event of ['typing:start', 'typing:stop', 'typing:start']) await writing.ask(event, { roomId })
    await until('the second start is told', () => listener.payloads('typing:started').length === 2)
    await writing.ask('typing:stop', { roomId })
    await until('the second stop is told', () => listener.payloads('typing:stopped').length === 2)
  })

  test('a thousand questions at once keep nobody else waiting', async () => {
    const [noisy, calm] = [await app.person('noisy'), await app.person('calm')]
    const { roomId } = await app.board(noisy)
    const socket = await app.socket(noisy.visitor)
    let answered = 0
    const flood = Array.from({ length: 1000 }, async () => {
      await socket.ask('room:join', { roomId, since: 0 })
      answered += 1
    })
    await Promise.race(flood)
    expect((await calm.visitor.get('/')).status).toBe(200)
    const answeredMeanwhile = answered
    await Promise.all(flood)
    expect(answeredMeanwhile).toBeLessThan(answered)
    expect(await socket.ask('room:join', { roomId })).toMatchObject({ ok: true })
  })

  test('a thousand unread notifications are all marked as read', async () => {
    const { db } = app.services
    const [sender, reader] = [await app.person('sender'), await app.person('reader')]
    const { id: boardId, roomId } = await app.board(sender, [[reader, 'member']])
    const messages = Array.from({ length: 1000 }, (_, place) => ({
      id: newId(),
      roomId,
      authorId: sender.id,
      content: 'look',
      clientId: `notification-${place}`,
      position: place + 1,
      ordinal: place + 1,
      version: place + 1,
    }))
    await db.chatMessage.createMany({ data: messages })
    await db.notification.createMany({
      data: messages.map(({ id: messageId, position, version }) => ({
        id: newId(),
        recipientId: reader.id,
        senderId: sender.id,
        type: 'mention' as const,
        boardId,
        messageId,
        sourceKey: `message:${messageId}`,
        position,
        version,
      })),
    })
    await db.user.update({ where: { id: reader.id }, data: { inboxVersion: 1000 } })
    const answer = await reader.visitor.api('POST', '/api/v1/notifications/read-all')
    expect(answer.json()).toEqual({ read: 1000 })
    expect((await reader.visitor.get('/api/v1/notifications/count')).json()).toEqual({ unread: 0 })
  })

  test('nothing that is somebody’s own is left in a cache', async () => {
    const { visitor, ...ana } = await app.person('ana')
    const { id, roomId } = await app.board(ana)
    const paths = ['/', '/api/v1/me', `/api/v1/boards/${id}`, `/messaging/room/${roomId}/messages/`, '/api/v1/nothing']
    for (const path of paths) expect((await visitor.get(path)).headers.get('cache-control'), path).toBe('no-store')
  })
})

test('a subscription that a stop cuts off is no error', async () => {
  const away = `redis://127.0.0.1:${await findTestPort()}`
  const subscriber = connectRedis(away, 'subscriber', createLog('test', 'silent'))
  const asked = [subscriber.psubscribe('a*'), subscriber.punsubscribe('a*'), subscriber.unsubscribe('b')]
  subscriber.disconnect()
  await expect(Promise.all(asked)).resolves.toHaveLength(3)
})

test('who has hundreds of questions waiting is told to come later, and is answered again after that', async () => {
  const turns = new Turns()
  let go: () => void = () => undefined
  const start = new Promise<void>((resolve) => (go = resolve))
  const taken = Array.from({ length: 508 }, () => turns.take(() => start))
  await expect(turns.take(() => start)).rejects.toMatchObject({ code: 'rate_limited' })
  go()
  await Promise.all(taken)
  expect(await turns.take(async () => 'answered')).toBe('answered')
})
