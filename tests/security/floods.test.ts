import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLog } from '../../src/platform/log.ts'
import { connectRedis } from '../../src/platform/redis.ts'
import { findFreePort } from '../../src/launcher/address.ts'
import { startApp, type TestApp } from '../support/app.ts'

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

  test('nothing that is somebody’s own is left in a cache', async () => {
    const { visitor, ...ana } = await app.person('ana')
    const { id, roomId } = await app.board(ana)
    const paths = ['/', '/api/v1/me', `/api/v1/boards/${id}`, `/messaging/room/${roomId}/messages/`, '/api/v1/nothing']
    for (const path of paths) expect((await visitor.get(path)).headers.get('cache-control'), path).toBe('no-store')
  })
})

test('a subscription that a stop cuts off is no error', async () => {
  const away = `redis://127.0.0.1:${await findFreePort()}`
  const subscriber = connectRedis(away, 'subscriber', createLog('test', 'silent'))
  const asked = [subscriber.psubscribe('a*'), subscriber.punsubscribe('a*'), subscriber.unsubscribe('b')]
  subscriber.disconnect()
  await expect(Promise.all(asked)).resolves.toHaveLength(3)
})
