import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boardEditor } from '../../src/boards/index.ts'
import { createRoom } from '../../src/chat/index.ts'
import { change } from '../../src/platform/change.ts'
import { createClaims } from '../../src/platform/claims/claims.ts'
import type { Services } from '../../src/platform/services.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import { signIn, type TestBoard, type TestPerson } from '../support/makers.ts'
import type { TestSocket } from '../support/socket.ts'
import { until } from '../support/until.ts'

describe.each(databaseKinds())('two web processes on one Redis and one %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let board: TestBoard
  let second: TestBoard
  let here: TestSocket
  let there: TestSocket
  beforeAll(async () => {
    app = await startApp(kind, { webs: 2 })
    ana = await app.person('ana')
    ben = await app.person('ben')
    board = await app.board(ana, [[ben, 'member']])
    here = await app.socket(ana.visitor)
    there = await app.socket(ben.visitor.copy(app.urls[1]))
    for (const socket of [here, there]) {
      await socket.ask('room:join', { roomId: board.roomId })
      await socket.ask('board:join', { boardId: board.id })
    }
  })
  afterAll(() => app.stop())

  test('a session made at one is known at the other', async () => {
    const answer = await ben.visitor.copy(app.urls[1]).get('/api/v1/me')
    expect(answer.json()).toMatchObject({ user: { username: 'ben' } })
  })

  test('a message posted at one reaches a socket at the other, drawn', async () => {
    await here.ask('message:post', { roomId: board.roomId, content: 'hello @ben', clientId: 'across-1' })
    const change = await there.change(`room:${board.roomId}`, 'message:posted')
    expect(change).toMatchObject({ version: 1, message: { content: 'hello @ben' } })
    expect(change.patches[0]).toMatchObject({ op: 'append', target: `#messages-${board.roomId}` })
  })

  test('what the worker does reaches them too', async () => {
    expect(await there.change(`user:${ben.id}`, 'notification:created')).toMatchObject({ unread: 1 })
  })

  test('typing at one is seen at the other, and not by oneself', async () => {
    await here.ask('typing:start', { roomId: board.roomId })
    const typing = { roomId: board.roomId, user: { id: ana.id, username: 'ana' } }
    expect(await there.event('typing:started')).toEqual(typing)
    const newcomer = await app.socket(ben.visitor)
    const ack = await newcomer.ask('room:join', { roomId: board.roomId })
    expect(ack['typing']).toEqual([{ id: ana.id, username: 'ana' }])
    await here.ask('typing:stop', { roomId: board.roomId })
    expect(await there.event('typing:stopped')).toEqual(typing)
    expect(here.payloads('typing:started')).toEqual([])
  })

  test('signing out at one ends the session’s sockets at the other', async () => {
    const visitor = await signIn(app.visitor(), 'ben')
    const socket = await app.socket(visitor.copy(app.urls[1]))
    await visitor.post('/accounts/logout/')
    await socket.ended()
    expect(there.raw.connected).toBe(true)
  })

  test('a member who becomes a viewer cannot post any more on an open socket at the other', async () => {
    const post = (clientId: string) => there.ask('message:post', { roomId: board.roomId, content: 'x', clientId })
    expect(await post('rank-before')).toMatchObject({ ok: true })
    const path = `/api/v1/boards/${board.id}/members/${ben.id}`
    await ana.visitor.api('PATCH', path, { role: 'viewer' })
    await there.change(`board:${board.id}`, 'member:joined')
    expect(await post('rank-after1')).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    await ana.visitor.api('PATCH', path, { role: 'member' })
  })

  test('a removed member stops receiving messages on an open socket at the other', async () => {
    await ana.visitor.api('DELETE', `/api/v1/boards/${board.id}/members/${ben.id}`)
    const lost = () => there.payloads('access:lost').map((payload) => (payload as { channel: string }).channel)
    await expect.poll(lost).toEqual([`board:${board.id}`, `room:${board.roomId}`])
    const before = there.changes(`room:${board.roomId}`).length
    await here.ask('message:post', { roomId: board.roomId, content: 'secret', clientId: 'after-removal' })
    await here.change(`room:${board.roomId}`, 'message:posted', (change) => JSON.stringify(change).includes('secret'))
    // What was sent to this socket afterwards comes after whatever would have been sent before.
    const ack = await there.ask('room:join', { roomId: board.roomId, since: 0 })
    expect(ack).toMatchObject({ ok: false, error: { code: 'not_found' } })
    const post = { roomId: board.roomId, content: 'x', clientId: 'from-outside' }
    expect(await there.ask('message:post', post)).toMatchObject({ ok: false, error: { code: 'not_found' } })
    expect(await there.ask('typing:start', { roomId: board.roomId })).toMatchObject({ error: { code: 'not_found' } })
    expect(there.changes(`room:${board.roomId}`)).toHaveLength(before)
    expect(JSON.stringify(there.heard)).not.toContain('secret')
    expect(there.raw.connected).toBe(true)
  })

  test.each([
    ['who leaves', () => ben.visitor.api('POST', `/api/v1/boards/${second.id}/leave`), 'You left “Launch”.'],
    [
      'a deleted board’s member',
      () => ana.visitor.api('DELETE', `/api/v1/boards/${second.id}`),
      '“Launch” was deleted.',
    ],
  ])(
    '%s hears nothing more of the board on an open socket at the other, and is told why',
    async (_, happen, reason) => {
      second = await app.board(ana, [[ben, 'member']])
      const otherRoomId = await app.room(ana, second.id, 'design')
      const socket = await app.socket(ben.visitor.copy(app.urls[1]))
      const channels = [`board:${second.id}`, `room:${second.roomId}`, `room:${otherRoomId}`]
      await socket.ask('board:join', { boardId: second.id })
      for (const roomId of [second.roomId, otherRoomId]) await socket.ask('room:join', { roomId })
      const post = { roomId: otherRoomId, content: 'x', clientId: `remembered-${second.id}` }
      expect(await socket.ask('message:post', post)).toMatchObject({ ok: true })
      await ben.visitor.token()
      expect((await happen()).status).toBe(200)
      const expected = channels.map((channel) => ({ channel, reason }))
      await expect.poll(() => socket.payloads('access:lost')).toEqual(expected)
      const heard = socket.heard.length
      await ana.visitor.api('POST', `/api/v1/rooms/${second.roomId}/messages`, {
        content: 'secret',
        clientId: 'after-leaving',
      })
      const refused = { ok: false, error: { code: 'not_found' } }
      expect(await socket.ask('message:post', { ...post, clientId: 'after-leaving-1' })).toMatchObject(refused)
      expect(await socket.ask('room:join', { roomId: second.roomId })).toMatchObject(refused)
      expect(await socket.ask('board:join', { boardId: second.id })).toMatchObject(refused)
      expect(socket.heard).toHaveLength(heard)
    },
  )

  test('what a process did not come to tell before it was killed, the sockets of the others come back for', async () => {
    const socket = await app.socket(ana.visitor.copy(app.urls[1]))
    const { version } = await socket.ask('board:join', { boardId: board.id })
    await dieUntold(async (services) => {
      const access = await boardEditor(services, ana, { boardId: board.id })
      await change(services, (draft) => createRoom(services, draft, access, { name: 'Untold' }))
    })
    await socket.ended()
    expect(socket.changes(`board:${board.id}`)).toEqual([])
    const back = await app.socket(ana.visitor.copy(app.urls[1]))
    const missed = await back.ask('board:join', { boardId: board.id, since: version })
    expect(JSON.stringify(missed.changes)).toContain('Untold')
  })

  /** Commits something in a process that dies before it tells of it. Its death is noticed at once, and not after twenty seconds. */
  async function dieUntold(work: (services: Services) => Promise<void>): Promise<void> {
    const { id } = await app.services.db.installation.findFirstOrThrow()
    const redis = new Redis(app.redis.url)
    const alive = `taskflow:${id}:claims:alive:*`
    const others = new Set(await redis.keys(alive))
    const claims = createClaims(redis, `taskflow:${id}`, app.services.log)
    claims.watchDeaths(() => undefined)
    await until('it is known to live', async () => (await redis.keys(alive)).some((key) => !others.has(key)))
    await work({ ...app.services, feed: { publish: () => undefined, flush: () => undefined } })
    claims.close()
    await redis.del((await redis.keys(alive)).filter((key) => !others.has(key)))
    redis.disconnect()
  }

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
