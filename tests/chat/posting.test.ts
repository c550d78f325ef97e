import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commitPosts } from '../../src/chat/index.ts'
import { postMessage } from '../../src/chat/post-message.ts'
import type { MessageView } from '../../src/chat/messages.queries.ts'
import { lockRoom } from '../../src/chat/room-version.ts'
import { roomPoster, type RoomPosting } from '../../src/chat/chat.policy.ts'
import { corrections } from '../../src/platform/limits.ts'
import { change } from '../../src/platform/change.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { inTurn } from '../support/in-turn.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestPerson } from '../support/makers.ts'
import { untilDebtsAreDone } from '../support/outbox.ts'
import { listenToStatements } from '../support/statements.ts'

describe.each(databaseKinds())('posting on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let cy: TestPerson
  beforeAll(async () => {
    app = await startApp(kind, { webs: 2 })
    ana = await app.person('ana')
    ben = await app.person('ben')
    cy = await app.person('cy')
  })
  afterAll(() => app.stop())

  const messagesIn = (roomId: number) =>
    app.services.db.chatMessage.findMany({ where: { roomId }, orderBy: { position: 'asc' } })

  test('over a socket, by a form and by the API it is one and the same deed', async () => {
    const { roomId } = await app.board(ana, [[ben, 'member']])
    const reader = await app.socket(ben.visitor)
    await reader.ask('room:join', { roomId })
    const sender = await app.socket(ana.visitor)
    const content = 'hello @ben\r\nsecond line '
    const ack = await sender.ask('message:post', { roomId, content, clientId: 'by-socket' })
    const form = await ana.visitor.post(`/messaging/room/${roomId}/`, { content, clientId: 'by-form-1' })
    const api = await ana.visitor.api('POST', `/api/v1/rooms/${roomId}/messages`, { content, clientId: 'by-api-01' })
    const [bySocket, byForm, byApi] = await messagesIn(roomId)
    expect(form).toMatchObject({ status: 303, location: `/messaging/room/${roomId}/#message-${byForm?.id}` })
    expect(api.status).toBe(201)
    const told = [ack.message, (api.json() as typeof ack).message]
    for (const [place, message] of [bySocket, byApi].entries()) {
      expect(told[place]).toEqual({
        id: message?.id,
        roomId,
        version: message?.version,
        author: { id: ana.id, username: 'ana', displayName: 'Ana' },
        content: 'hello @ben\nsecond line',
        mentions: [{ id: ben.id, username: 'ben', displayName: 'Ben' }],
        createdAt: message?.createdAt.toISOString(),
        editedAt: null,
        deletedAt: null,
      })
    }
    const { id: _, ...same } = { ...byForm }
    const varying = {
      clientId: expect.any(String),
      position: expect.any(Number),
      ordinal: expect.any(Number),
      version: expect.any(Number),
      createdAt: expect.any(Date),
    }
    expect(bySocket).toEqual({ ...same, ...varying, id: bySocket?.id })
    expect(byApi).toEqual({ ...same, ...varying, id: byApi?.id })
    await reader.change(`room:${roomId}`, 'message:posted', ({ version }) => version === byApi?.version)
    expect(reader.changes(`room:${roomId}`).map(({ version }) => version)).toEqual([1, 2, 3])
  })

  test('a repeated post gets the first answer, however it is sent and whatever it says', async () => {
    const { roomId } = await app.board(ana)
    const path = `/api/v1/rooms/${roomId}/messages`
    const first = await ana.visitor.api('POST', path, { content: 'once', clientId: 'same-one' })
    const second = await ana.visitor.api('POST', path, { content: 'changed', clientId: 'same-one' })
    await ana.visitor.post(`/messaging/room/${roomId}/`, { content: 'once', clientId: 'same-one' })
    const third = await (
      await app.socket(ana.visitor)
    ).ask('message:post', { roomId, content: 'once', clientId: 'same-one' })
    expect(second.json()).toEqual(first.json())
    expect({ message: third.message }).toEqual(first.json())
    expect(await messagesIn(roomId)).toHaveLength(1)
  })

  test('the same client id of two authors makes two messages', async () => {
    const { roomId } = await app.board(ana, [[ben, 'member']])
    for (const { visitor } of [ana, ben])
      await visitor.api('POST', `/api/v1/rooms/${roomId}/messages`, { content: 'hi', clientId: 'of-both-1' })
    expect(await messagesIn(roomId)).toHaveLength(2)
  })

  test('twenty repeats at the same time, at two processes, post once and all get the one answer', async () => {
    const { roomId } = await app.board(ana)
    for (let round = 0; round < 5; round += 1) {
      const visitors = [ana.visitor, ana.visitor.copy(app.urls[1])]
      await Promise.all(visitors.map((visitor) => visitor.token()))
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, place) =>
          inTurn(visitors, place).api('POST', `/api/v1/rooms/${roomId}/messages`, {
            content: 'x',
            clientId: `repeat-${round}`,
          }),
        ),
      )
      expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 20 }, () => 201))
      expect(new Set(answers.map((answer) => answer.text)).size).toBe(1)
    }
    expect((await messagesIn(roomId)).map(({ position }) => position)).toEqual([1, 2, 3, 4, 5])
  })

  test('200 posts by three people into three rooms at two processes leave no gap and no double in any room', async () => {
    const people: [TestPerson, 'member'][] = [
      [ben, 'member'],
      [cy, 'member'],
    ]
    const board = await app.board(ana, people)
    const rooms = [board.roomId, await app.room(ana, board.id, 'two'), await app.room(ana, board.id, 'three')]
    const reader = await app.socket(cy.visitor)
    for (const roomId of rooms) await reader.ask('room:join', { roomId })
    const sockets = await Promise.all(
      [ana, ben, cy].flatMap(({ visitor }) => [app.socket(visitor), app.socket(visitor.copy(app.urls[1]))]),
    )
    const acks = await Promise.all(
      Array.from({ length: 200 }, (_, count) => {
        const [roomId, content, clientId] = [rooms[count % 3], `${count}`, `flood-${kind}-${count}`]
        return inTurn(sockets, count).ask('message:post', { roomId, content, clientId })
      }),
    )
    expect(acks.filter((ack) => !ack.ok)).toEqual([])
    for (const [place, roomId] of rooms.entries()) {
      const messages = await messagesIn(roomId)
      const expected = Array.from({ length: place === 2 ? 66 : 67 }, (_, count) => count + 1)
      expect(messages.map(({ position }) => position)).toEqual(expected)
      expect(messages.map(({ version }) => version)).toEqual(expected)
      expect((await app.services.db.chatRoom.findUniqueOrThrow({ where: { id: roomId } })).version).toBe(
        expected.length,
      )
      await reader.change(`room:${roomId}`, 'message:posted', ({ version }) => version === expected.length)
      const caughtUp = await reader.ask('room:join', { roomId, since: 0 })
      expect(caughtUp.changes?.map(({ version }) => version)).toEqual(expected)
    }
  })

  test('a post into a room that has just gone fails alone', async () => {
    const board = await app.board(ana)
    const gone = await app.room(ana, board.id, 'gone')
    const [here, there] = [
      await roomPoster(app.services, ana, { roomId: board.roomId }),
      await roomPoster(app.services, ana, { roomId: gone }),
    ]
    await app.services.db.chatRoom.delete({ where: { id: gone } })
    const settled = await Promise.allSettled([
      postMessage(app.services, here, { content: 'one', clientId: 'group-one' }),
      postMessage(app.services, there, { content: 'two', clientId: 'group-two' }),
      postMessage(app.services, here, { content: 'three', clientId: 'group-three' }),
      postMessage(app.services, here, { content: 'three', clientId: 'group-three' }),
    ])
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
    expect((await messagesIn(board.roomId)).map(({ content, position }) => [content, position])).toEqual([
      ['one', 1],
      ['three', 2],
    ])
  })

  test('of posts that are written together, those into rooms that were put away or deleted are refused, each for its own reason', async () => {
    const board = await app.board(ana, [[ben, 'member']])
    const [archived, deleted] = [await app.room(ana, board.id, 'archived'), await app.room(ana, board.id, 'deleted')]
    const doors: RoomPosting[] = []
    for (const roomId of [board.roomId, archived, deleted]) doors.push(await roomPoster(app.services, ana, { roomId }))
    const { chatRoom } = app.services.db
    await chatRoom.update({ where: { id: archived }, data: { archivedAt: new Date() } })
    await chatRoom.update({ where: { id: deleted }, data: { deletedAt: new Date(), nameKey: `deleted:${deleted}` } })
    const settled = await Promise.allSettled(
      Array.from({ length: 9 }, (_, count) =>
        postMessage(app.services, inTurn(doors, count), { content: `@ben ${count}`, clientId: `together-${count}` }),
      ),
    )
    const outcomes = settled.map((outcome) =>
      outcome.status === 'fulfilled' ? outcome.value.position : (outcome.reason as { code: string }).code,
    )
    expect(outcomes).toEqual([1, 'conflict', 'not_found', 2, 'conflict', 'not_found', 3, 'conflict', 'not_found'])
    expect((await messagesIn(board.roomId)).map(({ content }) => content)).toEqual(['@ben 0', '@ben 3', '@ben 6'])
    for (const roomId of [archived, deleted]) expect(await messagesIn(roomId)).toEqual([])
    expect(await chatRoom.findMany({ where: { id: { in: [archived, deleted] }, messageCount: { gt: 0 } } })).toEqual([])
  })

  test('posts that waited while their authors were removed, made viewers or taken out of the room are refused alone', async () => {
    const board = await app.board(ana, [
      [ben, 'member'],
      [cy, 'member'],
    ])
    const { roomId } = board
    const closed = await app.room(ana, board.id, 'closed')
    const { db } = app.services
    await db.chatRoom.update({ where: { id: closed }, data: { isPrivate: true } })
    const doors = await Promise.all([
      roomPoster(app.services, ana, { roomId }),
      roomPoster(app.services, ben, { roomId }),
      roomPoster(app.services, cy, { roomId }),
      roomPoster(app.services, cy, { roomId: closed }),
    ])
    let posts: Promise<PromiseSettledResult<MessageView>[]> | undefined
    // They are on their way, and wait for the room.
    await change(app.services, async ({ tx }) => {
      await lockRoom(tx, roomId)
      await lockRoom(tx, closed)
      posts = Promise.allSettled(
        doors.map((door, place) =>
          postMessage(app.services, door, { content: `${place}`, clientId: `waited-${kind}-${place}` }),
        ),
      )
      const of = (userId: number) => ({ boardId_userId: { boardId: board.id, userId } })
      await tx.boardMember.update({ where: of(ben.id), data: { leftAt: new Date() } })
      await tx.chatRoomMember.updateMany({ where: { roomId: closed, userId: cy.id }, data: { leftAt: new Date() } })
      await tx.boardMember.update({ where: of(cy.id), data: { role: 'viewer' } })
    })
    const outcomes = ((await posts) ?? []).map((outcome) =>
      outcome.status === 'fulfilled' ? outcome.value.position : (outcome.reason as { code: string }).code,
    )
    expect(outcomes).toEqual([1, 'not_found', 'forbidden', 'not_found'])
    expect((await messagesIn(roomId)).map(({ content }) => content)).toEqual(['0'])
    expect(await messagesIn(closed)).toEqual([])
    expect(await db.chatRoom.findUniqueOrThrow({ where: { id: roomId } })).toMatchObject({
      version: 1,
      messageCount: 1,
    })
  })

  test('in a private room only those are mentioned who are in it', async () => {
    const board = await app.board(ana, [
      [ben, 'member'],
      [cy, 'member'],
    ])
    const roomId = await app.room(ana, board.id, 'private')
    const { db } = app.services
    await db.chatRoom.update({ where: { id: roomId }, data: { isPrivate: true } })
    await db.chatRoomMember.updateMany({ where: { roomId, userId: cy.id }, data: { leftAt: new Date() } })
    const path = `/api/v1/rooms/${roomId}/messages`
    const answer = await ana.visitor.api('POST', path, { content: '@ben @cy', clientId: 'in-private' })
    expect(answer.json()).toMatchObject({ message: { mentions: [{ id: ben.id }] } })
  })

  test('two processes that write into the same rooms in opposite orders do not wait for each other for ever', async () => {
    const board = await app.board(ana)
    const rooms = [board.roomId]
    for (const name of ['b', 'c', 'd', 'e']) rooms.push(await app.room(ana, board.id, name))
    const names = { usernameKeys: [], mentionsRoom: false }
    const commit = (order: number[], run: string) =>
      commitPosts(
        app.services,
        order.map((roomId) => ({ roomId, author: ana, content: 'x', clientId: `crosswise-${run}-${roomId}`, names })),
      )
    const runs = Array.from({ length: 20 }, (_, count) => commit(count % 2 ? rooms.toReversed() : rooms, `${count}`))
    const outcomes = (await Promise.all(runs)).flat()
    expect(outcomes.filter((outcome) => outcome instanceof Error)).toEqual([])
    const expected = Array.from({ length: runs.length }, (_, count) => count + 1)
    for (const roomId of rooms) expect((await messagesIn(roomId)).map(({ position }) => position)).toEqual(expected)
  })

  test('the number of statements does not grow with the posts or with their rooms', async () => {
    const board = await app.board(ana)
    const rooms = [board.roomId]
    for (let count = 0; count < 5; count += 1) rooms.push(await app.room(ana, board.id, `room ${count}`))
    await untilDebtsAreDone(app.services)
    const log = listenToStatements()
    const statementsFor = async (count: number, roomIds: number[]) => {
      log.take()
      // Whoever names themselves is not notified: the worker has nothing to ask meanwhile.
      const names = { usernameKeys: ['ana'], mentionsRoom: false }
      const posts = Array.from({ length: count }, (_, place) => {
        const clientId = `counted-${count}-${roomIds.length}-${place}`
        return { roomId: inTurn(roomIds, place), author: ana, content: '@ana', clientId, names }
      })
      await commitPosts(app.services, posts)
      return log.take().filter((statement) => /"(ChatRoom|ChatMessage|MessageMention)"/.test(statement)).length
    }
    try {
      const [few, many] = [await statementsFor(2, rooms.slice(0, 2)), await statementsFor(60, rooms)]
      expect(few).toBeGreaterThan(3)
      expect(many).toBe(few)
    } finally {
      log.stop()
    }
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})

describe('the limit on posting', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await startApp('sqlite', { settings: { postsPerMinute: 3 } })
  })
  afterAll(() => app.stop())

  test('who posts too much is told to wait, on every way in, and what was typed stays', async () => {
    const ana = await app.person('ana')
    const { roomId } = await app.board(ana)
    const socket = await app.socket(ana.visitor)
    const post = (place: number) => socket.ask('message:post', { roomId, content: 'x', clientId: `limited-${place}` })
    expect((await Promise.all([1, 2, 3].map(post))).every(({ ok }) => ok)).toBe(true)
    expect(await post(4)).toMatchObject({ ok: false, error: { code: 'rate_limited' } })
    const api = await ana.visitor.api('POST', `/api/v1/rooms/${roomId}/messages`, {
      content: 'x',
      clientId: 'limited-5',
    })
    expect(api.status).toBe(429)
    expect(Number(api.headers.get('retry-after'))).toBeGreaterThan(0)
    const form = await ana.visitor.post(`/messaging/room/${roomId}/`, { content: 'my words', clientId: 'limited-6' })
    expect(form.status).toBe(429)
    expect(form.text).toContain('>my words</textarea>')
  })

  test('who changes and deletes without end is told to wait, by the API and by the forms', async () => {
    const ben = await app.person('ben')
    const { roomId } = await app.board(ben)
    const path = `/api/v1/rooms/${roomId}/messages`
    const posted = await ben.visitor.api('POST', path, { content: 'as it is', clientId: 'corrected' })
    const { id } = (posted.json() as { message: { id: string } }).message
    expect((await ben.visitor.api('PATCH', `/api/v1/messages/${id}`, { content: 'mended' })).status).toBe(200)
    for (let count = 1; count < corrections.points; count += 1)
      await app.services.limits.consume(corrections, String(ben.id))
    expect((await ben.visitor.api('PATCH', `/api/v1/messages/${id}`, { content: 'again' })).status).toBe(429)
    expect((await ben.visitor.api('DELETE', `/api/v1/messages/${id}`)).status).toBe(429)
    const form = await ben.visitor.post(`/messaging/messages/${id}/edit/`, { content: 'my words' })
    expect(form.status).toBe(429)
    expect(form.text).toContain('>my words</textarea>')
    expect((await ben.visitor.post(`/messaging/messages/${id}/delete/`)).status).toBe(429)
    expect(await app.services.db.chatMessage.findUniqueOrThrow({ where: { id } })).toMatchObject({ content: 'mended' })
  })
})
