import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RoomAccess } from '../../src/chat/chat.policy.ts'
import { commitPosts, roomReader } from '../../src/chat/index.ts'
import { markRoomRead, type ReadState } from '../../src/chat/mark-room-read.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { inTurn } from '../support/in-turn.ts'
import { listenToStatements } from '../support/statements.ts'
import { until } from '../support/until.ts'

describe.each(databaseKinds())('what is unread on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let cy: TestPerson
  let board: TestBoard
  let roomId: number
  beforeAll(async () => {
    app = await startApp(kind, { webs: 2 })
    ana = await app.person('ana')
    ben = await app.person('ben')
    cy = await app.person('cy')
  })
  beforeEach(async () => {
    board = await app.board(ana)
    await ana.visitor.api('POST', `/api/v1/boards/${board.id}/members`, { username: 'ben' })
    roomId = board.roomId
  })
  afterAll(() => app.stop())

  const post = async (who: TestPerson, content = 'words') => {
    const body = { content, clientId: randomUUID() }
    const answer = await who.visitor.api('POST', `/api/v1/rooms/${roomId}/messages`, body)
    return (answer.json() as { message: { id: string; version: number } }).message
  }
  const read = (who: TestPerson, version: unknown) =>
    who.visitor.api('POST', `/api/v1/rooms/${roomId}/read`, { version })
  const stateOf = async (who: TestPerson) => {
    const where = { roomId_userId: { roomId, userId: who.id } }
    const { readVersion, readCount } = await app.services.db.chatRoomMember.findUniqueOrThrow({ where })
    return [readVersion, readCount]
  }

  test('a mark counts the messages up to it; edits and deletions take versions and no count', async () => {
    const first = await post(ana)
    await post(ana)
    await ana.visitor.api('PATCH', `/api/v1/messages/${first.id}`, { content: 'mended' })
    const third = await post(ana)
    await ana.visitor.api('DELETE', `/api/v1/messages/${first.id}`)
    for (const [version, count] of [
      [1, 1],
      [2, 2],
      [3, 2],
      [third.version, 3],
      [5, 3],
    ] as const) {
      const answer = await read(ben, version)
      expect(answer.json()).toEqual({ unread: 3 - count })
      expect(await stateOf(ben)).toEqual([version, count])
    }
  })

  test('what was read stays read: a mark never goes back, whoever comes first', async () => {
    for (let count = 0; count < 6; count += 1) await post(ana)
    await ben.visitor.token()
    const visitors = [ben.visitor, ben.visitor.copy(app.urls[1])]
    await Promise.all(visitors.map((visitor) => visitor.token()))
    await Promise.all(
      [3, 6, 1, 5, 2, 4].map((version, place) =>
        inTurn(visitors, place).api('POST', `/api/v1/rooms/${roomId}/read`, { version }),
      ),
    )
    expect(await stateOf(ben)).toEqual([6, 6])
    expect((await read(ben, 2)).json()).toEqual({ unread: 0 })
    expect(await stateOf(ben)).toEqual([6, 6])
  })

  test('marks of many people in many rooms take as many statements as those of one, and each is answered for itself', async () => {
    const access = (person: TestPerson, of: number) => roomReader(app.services, person, { roomId: of })
    const second = await app.room(ana, board.id, 'second')
    const [first, other] = [await access(ana, roomId), await access(ana, second)]
    const names = { usernameKeys: [], mentionsRoom: false }
    const by = (author: TestPerson, of: number) => ({ roomId: of, author, content: 'x', clientId: randomUUID(), names })
    await commitPosts(app.services, [by(ana, roomId), by(ana, roomId), by(ana, second), by(ana, second)])
    const [bens, bensOther] = [await access(ben, roomId), await access(ben, second)]
    const log = listenToStatements()
    const counted = async (marks: Promise<unknown>[]) => {
      const answers = await Promise.all(marks)
      const writes = log.take().filter((statement) => /UPDATE "ChatRoomMember"/.test(statement))
      return { answers, writes: writes.length }
    }
    try {
      log.take()
      const one = await counted([markRoomRead(app.services, bens, { version: 1 })])
      expect(one).toMatchObject({ answers: [{ readVersion: 1, readCount: 1, unread: 1 }], writes: 1 })
      const many = await counted([
        markRoomRead(app.services, bensOther, { version: 1 }),
        markRoomRead(app.services, bens, { version: 2 }),
        markRoomRead(app.services, other, { version: 2 }),
        markRoomRead(app.services, first, { version: 1 }),
        markRoomRead(app.services, bensOther, { version: 2 }),
      ])
      // The first is written at once, and those that came meanwhile together.
      expect(many.writes).toBeLessThanOrEqual(2)
      const unread = many.answers.map((answer) => (answer as ReadState).unread)
      expect(unread.slice(1)).toEqual([0, 0, 0, 0])
    } finally {
      log.stop()
    }
    expect(await stateOf(ben)).toEqual([2, 2])
  })

  test('marks and own posts of the same people in the same rooms, in opposite orders, do not wait for each other for ever', async () => {
    const rooms = [roomId]
    for (const name of ['b', 'c', 'd', 'e']) rooms.push(await app.room(ana, board.id, name))
    const accesses: RoomAccess[] = []
    for (const of of rooms) accesses.push(await roomReader(app.services, ana, { roomId: of }))
    const names = { usernameKeys: [], mentionsRoom: false }
    const commit = (order: number[]) =>
      commitPosts(
        app.services,
        order.map((of) => ({ roomId: of, author: ana, content: 'x', clientId: randomUUID(), names })),
      )
    await commit(rooms)
    for (let round = 0; round < 12; round += 1) {
      const outcomes = await Promise.all([
        commit(round % 2 ? rooms : rooms.toReversed()),
        ...accesses.toReversed().map((access) => markRoomRead(app.services, access, { version: round + 1 })),
      ])
      expect(outcomes.flat().filter((outcome) => outcome instanceof Error)).toEqual([])
    }
    for (const of of rooms) {
      const where = { roomId_userId: { roomId: of, userId: ana.id } }
      expect(await app.services.db.chatRoomMember.findUniqueOrThrow({ where })).toMatchObject({ readCount: 13 })
    }
  })

  test('nobody has read what is not there: a mark ahead of the room names its field', async () => {
    await post(ana)
    const socket = await app.socket(ben.visitor)
    await socket.ask('room:join', { roomId })
    for (const version of [2, 2_147_483_647]) {
      expect(await read(ben, version)).toMatchObject({ status: 400 })
      expect((await read(ben, version)).json()).toMatchObject({
        error: { code: 'invalid', fields: { version: expect.any(String) } },
      })
      expect(await socket.ask('room:read', { roomId, version })).toMatchObject({
        ok: false,
        error: { code: 'invalid', fields: { version: expect.any(String) } },
      })
    }
    expect(await stateOf(ben)).toEqual([0, 0])
    // The door was remembered before these came.
    await post(ana)
    expect(await socket.ask('room:read', { roomId, version: 2 })).toMatchObject({ ok: true, unread: 0 })
  })

  test.each([-1, 1.5, '1', null, {}, 2_147_483_648])('a mark of %j is refused', async (version) => {
    expect((await read(ben, version)).status).toBe(400)
    const socket = await app.socket(ben.visitor)
    expect(await socket.ask('room:read', { roomId, version })).toMatchObject({ ok: false, error: { code: 'invalid' } })
  })

  test('outsiders have nothing to read, and who is on the board and not in the room has nothing unread', async () => {
    await post(ana)
    expect((await read(cy, 1)).status).toBe(404)
    await app.services.db.chatRoomMember.updateMany({ where: { roomId, userId: ben.id }, data: { leftAt: new Date() } })
    expect((await read(ben, 1)).json()).toEqual({ unread: 0 })
    expect(await stateOf(ben)).toEqual([0, 0])
  })

  test('an own post is read where all before it was; else everything stays unread', async () => {
    await post(ben)
    expect(await stateOf(ben)).toEqual([1, 1])
    await post(ben)
    expect(await stateOf(ben)).toEqual([2, 2])
    await post(ana)
    await post(ben)
    expect(await stateOf(ben)).toEqual([2, 2])
    expect((await read(ben, 3)).json()).toEqual({ unread: 1 })
    await post(ben)
    expect(await stateOf(ben)).toEqual([3, 3])
  })

  test('of posts that are written together, those before anybody else’s are read by their author', async () => {
    const names = { usernameKeys: [], mentionsRoom: false }
    const by = (author: TestPerson) => ({
      roomId,
      boardId: board.id,
      author,
      content: 'x',
      clientId: randomUUID(),
      names,
    })
    await commitPosts(app.services, [by(ben), by(ben), by(ana), by(ben)])
    expect(await stateOf(ben)).toEqual([2, 2])
    expect(await stateOf(ana)).toEqual([0, 0])
    await commitPosts(app.services, [by(ana), by(ana)])
    expect(await stateOf(ana)).toEqual([0, 0])
  })

  test('all tabs of the reader are told what they have read, and nobody else', async () => {
    await post(ana)
    const [tab, others] = [await app.socket(ben.visitor.copy(app.urls[1])), await app.socket(ana.visitor)]
    const socket = await app.socket(ben.visitor)
    expect(await socket.ask('room:read', { roomId, version: 1 })).toEqual({ ok: true, unread: 0 })
    const told = { roomId, messageCount: 1, readCount: 1 }
    await until('the other tab is told', () =>
      JSON.stringify(tab.payloads('unread:changed')).includes(JSON.stringify(told)),
    )
    expect(
      others
        .payloads('unread:changed')
        .filter((one) => 'readCount' in (one as object) && (one as typeof told).roomId === roomId),
    ).toEqual([])
  })

  test('a flood of posts is told to everyone in the room, seldom, and with the last count; not to who has left', async () => {
    await ana.visitor.api('POST', `/api/v1/boards/${board.id}/members`, { username: 'cy' })
    await app.services.db.chatRoomMember.updateMany({ where: { roomId, userId: cy.id }, data: { leftAt: new Date() } })
    const [bens, cys] = [await app.socket(ben.visitor), await app.socket(cy.visitor)]
    const sender = await app.socket(ana.visitor)
    const counts = (socket: typeof bens) =>
      (socket.payloads('unread:changed') as { roomId: number; messageCount: number }[])
        .filter((told) => told.roomId === roomId)
        .map(({ messageCount }) => messageCount)
    const startedAt = performance.now()
    for (let count = 0; count < 60; count += 1)
      await sender.ask('message:post', { roomId, content: `${count}`, clientId: randomUUID() })
    await until('the last count', () => counts(bens).at(-1) === 60)
    const seconds = (performance.now() - startedAt) / 1000
    expect(counts(bens).length).toBeLessThanOrEqual(Math.ceil(seconds) + 1)
    expect(counts(bens)).toEqual(counts(bens).toSorted((one, other) => one - other))
    expect(counts(cys)).toEqual([])
  })

  test('that the last message was changed or taken back is told to everyone in the room, of an earlier one it is not', async () => {
    const socket = await app.socket(ben.visitor)
    const [earlier, last] = [await post(ana), await post(ana)]
    const counts = () =>
      (socket.payloads('unread:changed') as { roomId: number; messageCount: number }[])
        .filter((told) => told.roomId === roomId)
        .map(({ messageCount }) => messageCount)
    await until('both posts are told', () => counts().at(-1) === 2)
    const before = counts().length
    await ana.visitor.api('PATCH', `/api/v1/messages/${earlier.id}`, { content: 'mended' })
    await ana.visitor.api('PATCH', `/api/v1/messages/${last.id}`, { content: 'mended' })
    await until('the change is told', () => counts().length === before + 1)
    await ana.visitor.api('DELETE', `/api/v1/messages/${last.id}`)
    await until('the deletion is told', () => counts().length === before + 2)
    expect(counts().slice(before)).toEqual([2, 2])
  })

  test('who marks without end is told to wait, by name', async () => {
    const flooder = await app.person(`flooder-${kind}`)
    await ana.visitor.api('POST', `/api/v1/boards/${board.id}/members`, { username: flooder.username })
    const socket = await app.socket(flooder.visitor)
    const acks = await Promise.all(Array.from({ length: 300 }, () => socket.ask('room:read', { roomId, version: 0 })))
    const refused = acks.filter(({ ok }) => !ok)
    expect(refused.length).toBeGreaterThan(0)
    for (const ack of refused)
      expect(ack).toMatchObject({ error: { code: 'rate_limited', message: expect.any(String) } })
  })

  test('the page says how much is new, since when, and leads to the first of it, also without a script', async () => {
    const before = await post(ana, 'read already')
    await read(ben, before.version)
    await post(ben, 'my own, read')
    const first = await post(ana, 'the first new one')
    for (let count = 0; count < 70; count += 1) await post(ana, `new ${count}`)
    const page = (await ben.visitor.get(`/messaging/room/${roomId}/`)).text
    expect(page).toContain(`data-first-unread="${first.id}"`)
    expect(page).toContain('71 new messages since')
    expect(page).not.toContain('the first new one')
    const href = /href="([^"]+\?unread=1)#message-/.exec(page)?.[1] ?? ''
    const there = (await ben.visitor.get(href)).text
    expect(there).toContain('the first new one')
    expect(there).toContain('read already')
    await read(ben, first.version + 70)
    expect((await ben.visitor.get(`/messaging/room/${roomId}/?unread=1`)).text).not.toContain('data-unread-bar')
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
