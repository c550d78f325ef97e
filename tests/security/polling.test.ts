import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'

describe('requests to the sockets’ address', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await startApp('sqlite', { worker: false })
  })
  afterAll(() => app.stop())

  test('are answered by the socket server alone', async () => {
    const answer = await app.visitor().get('/socket.io/?EIO=4&transport=polling')
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('"sid"')
  })

  test.each([
    '/socket.io/',
    '/socket.io/?EIO=3&transport=polling',
    '/socket.io/?EIO=4&transport=nonsense',
    '/socket.io/?EIO=4&transport=__proto__',
    '/socket.io/?EIO=4&transport=polling&sid=nobody',
    '/socket.io/?EIO=4&transport=polling&sid=__proto__',
    '/socket.io/?EIO=4&transport=websocket',
  ])('%s is refused, and the process lives', async (path) => {
    expect((await app.visitor().get(path)).status).toBe(400)
    expect((await app.visitor().get('/healthz')).status).toBe(200)
  })

  test('carry a whole conversation where there is no WebSocket', async () => {
    const ana = await app.person('ana')
    const { roomId } = await app.board(ana)
    const socket = io(app.url, {
      transports: ['polling'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { cookie: ana.visitor.cookie },
    })
    const joined: unknown = await socket.timeout(10_000).emitWithAck('room:join', { roomId })
    expect(joined).toMatchObject({ ok: true })
    socket.disconnect()
  })
})
