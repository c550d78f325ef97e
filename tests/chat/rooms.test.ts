import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { statusesOf } from '../support/visitor.ts'
import { untilDebtsAreDone } from '../support/outbox.ts'
import { until } from '../support/until.ts'

interface Room {
  id: number
  name: string
  description: string
  isPrivate: boolean
  isArchived: boolean
  isMember: boolean
  isMuted: boolean
  unread: number
}

describe.each(databaseKinds())('rooms on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let cleo: TestPerson
  let vera: TestPerson
  let olaf: TestPerson
  let board: TestBoard
  let posts = 0
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    ben = await app.person('ben')
    cleo = await app.person('cleo')
    vera = await app.person('vera')
    olaf = await app.person('olaf')
  })
  beforeEach(async () => {
    board = await app.board(ana, [
      [ben, 'member'],
      [cleo, 'member'],
      [vera, 'viewer'],
    ])
  })
  afterAll(() => app.stop())

  const api = (who: TestPerson, method: string, path: string, body?: object) =>
    who.visitor.api(method, `/api/v1${path}`, body)
  const make = async (who: TestPerson, wanted: object): Promise<Room> => {
    const answer = await api(who, 'POST', `/boards/${board.id}/rooms`, wanted)
    expect(answer.status, answer.text).toBe(201)
    return answer.json()['room'] as Room
  }
  const list = async (who: TestPerson): Promise<Room[]> =>
    (await api(who, 'GET', `/boards/${board.id}/rooms`)).json()['items'] as Room[]
  const namesSeenBy = async (who: TestPerson): Promise<string[]> => (await list(who)).map(({ name }) => name)
  const show = async (who: TestPerson, id: number): Promise<Room> =>
    (await api(who, 'GET', `/rooms/${id}`)).json()['room'] as Room
  const post = async (who: TestPerson, roomId: number, content: string) => {
    posts += 1
    return api(who, 'POST', `/rooms/${roomId}/messages`, { content, clientId: `rooms-test-${posts}` })
  }
  const membersOf = async (who: TestPerson, id: number): Promise<string[]> => {
    const { items } = (await api(who, 'GET', `/rooms/${id}/members`)).json() as {
      items: { person: { username: string } }[]
    }
    return items.map(({ person }) => person.username).toSorted()
  }

  test('everyone on the board is in an open room, may leave it, go on reading and writing, and come back', async () => {
    const room = await make(ben, { name: 'Design', description: 'Looks' })
    expect(room).toMatchObject({ name: 'Design', description: 'Looks', isPrivate: false, isArchived: false })
    expect(await membersOf(vera, room.id)).toEqual(['ana', 'ben', 'cleo', 'vera'])
    expect((await api(cleo, 'POST', `/rooms/${room.id}/leave`)).status).toBe(200)
    expect(await membersOf(vera, room.id)).toEqual(['ana', 'ben', 'vera'])
    expect(await show(cleo, room.id)).toMatchObject({ isMember: false, unread: 0 })
    expect((await cleo.visitor.get('/')).text).not.toContain(`sidebar-room-${room.id}"`)
    expect((await post(cleo, room.id, 'I am not in it')).status).toBe(201)
    expect((await api(cleo, 'POST', `/rooms/${room.id}/join`)).json()['room']).toMatchObject({
      isMember: true,
      unread: 0,
    })
    expect((await cleo.visitor.get('/')).text).toContain(`sidebar-room-${room.id}"`)
  })

  test('a private room is seen by its members alone; at its addresses there is nothing for anybody else', async () => {
    const room = await make(ben, { name: 'Secret', isPrivate: true, usernames: ['Cleo'] })
    expect(await membersOf(cleo, room.id)).toEqual(['ben', 'cleo'])
    for (const [path, method] of [
      ['', 'GET'],
      ['', 'PATCH'],
      ['', 'DELETE'],
      ['/join', 'POST'],
      ['/leave', 'POST'],
      ['/mute', 'POST'],
      ['/archive', 'POST'],
      ['/members', 'GET'],
      ['/members', 'POST'],
      ['/messages', 'GET'],
    ] as const)
      expect((await api(ana, method, `/rooms/${room.id}${path}`, method === 'GET' ? undefined : {})).status, path).toBe(
        404,
      )
    for (const path of ['', 'settings/', 'members/'])
      expect((await ana.visitor.get(`/messaging/room/${room.id}/${path}`)).status).toBe(404)
  })

  test('a private room is in no list of anybody but its members, whatever was said in it to whom', async () => {
    const name = 'Zebra-secret'
    const room = await make(ben, { name, isPrivate: true, usernames: ['cleo'] })
    await post(ben, room.id, 'Zebra-words for @ana and @cleo')
    for (const path of [
      '/',
      '/messaging/',
      `/messaging/board/${board.id}/rooms/`,
      `/boards/${board.id}/`,
      `/boards/${board.id}/activity/`,
      '/messaging/notifications/',
      '/find/?q=zebra',
      `/api/v1/find?q=zebra`,
      `/api/v1/boards/${board.id}`,
      `/api/v1/boards/${board.id}/rooms`,
      `/api/v1/boards/${board.id}/activity`,
      `/api/v1/boards/${board.id}/export`,
    ]) {
      const hers = (await ana.visitor.get(path)).text
      expect(hers.replaceAll(/q=zebra|value="zebra"/g, ''), path).not.toMatch(/zebra-/i)
    }
    expect((await cleo.visitor.get('/messaging/')).text).toContain(name)
    expect((await cleo.visitor.get('/find/?q=zebra')).text).toContain(`/messaging/room/${room.id}/`)
  })

  test('what happens to a private room is told to its members alone, and to the board not even that something was', async () => {
    const [anas, cleos] = [await app.socket(ana.visitor), await app.socket(cleo.visitor)]
    const joined = await anas.ask('board:join', { boardId: board.id })
    const room = await make(ben, { name: 'Quiet', isPrivate: true, usernames: ['cleo'] })
    await api(ben, 'PATCH', `/rooms/${room.id}`, { name: 'Quieter' })
    for (const deed of ['archive', 'restore', 'archive']) await api(ben, 'POST', `/rooms/${room.id}/${deed}`)
    await api(ben, 'DELETE', `/rooms/${room.id}`)
    await api(ben, 'POST', `/columns/${board.columnIds[0]}/tasks`, { title: 'told' })
    await anas.change(`board:${board.id}`, 'task:created')
    await cleos.change(`user:${cleo.id}`, 'board:changed', ({ room: told }) => (told as { id: number }).id === room.id)
    expect(anas.changes(`board:${board.id}`)[0]).toMatchObject({
      version: (joined.version ?? 0) + 1,
      type: 'task:created',
    })
    expect(JSON.stringify(anas.heard)).not.toContain('Quiet')
    expect(anas.changes(`user:${ana.id}`)).toEqual([])
    const caughtUp = await anas.ask('board:join', { boardId: board.id, since: 1 })
    expect(JSON.stringify(caughtUp)).not.toMatch(/Quiet|isPrivate":true/)
    const missed = await cleos.ask('inbox:join', { since: 0 })
    const ofRoom = missed.changes?.filter((told) => (told['room'] as { id: number } | undefined)?.id === room.id)
    expect(ofRoom?.map(({ type }) => type)).toEqual(['member:left'])
    expect(JSON.stringify(missed.changes)).not.toContain('Quieter')
  })

  test('a name is there once among the open rooms of a board, in whatever case', async () => {
    await make(cleo, { name: 'Seen' })
    const other = await make(cleo, { name: 'Other' })
    const refusals = [
      await api(ana, 'POST', `/boards/${board.id}/rooms`, { name: ' SEEN ' }),
      await api(ana, 'PATCH', `/rooms/${other.id}`, { name: 'seen' }),
    ]
    for (const { status, text } of refusals) {
      expect(status).toBe(409)
      expect(text).toContain('"fields":{"name":"This name is taken on this board. Try another."}')
    }
    expect((await api(ana, 'PATCH', `/rooms/${other.id}`, { name: 'OTHER' })).status).toBe(200)
    const racing = [ana, ben, ana].map((who) => api(who, 'POST', `/boards/${board.id}/rooms`, { name: 'race' }))
    expect(statusesOf(await Promise.all(racing))).toEqual([201, 409, 409])
  })

  test('a private room’s name keeps nobody from any, so that trying names tells nothing of private rooms', async () => {
    await make(ben, { name: 'Hidden', isPrivate: true })
    await make(ana, { name: 'hidden' })
    const own = await make(ana, { name: 'Mine', isPrivate: true })
    expect((await api(ana, 'PATCH', `/rooms/${own.id}`, { name: 'Hidden' })).status).toBe(200)
    expect((await make(ana, { name: 'general', isPrivate: true })).name).toBe('general')
  })

  test('the name of a deleted room is free again, and no room is called as its tombstone', async () => {
    const room = await make(ben, { name: 'Gone' })
    const taken = await api(ben, 'POST', `/boards/${board.id}/rooms`, { name: `deleted:${room.id}` })
    expect([taken.status, taken.json()]).toMatchObject([400, { error: { fields: { name: expect.any(String) } } }])
    await api(ben, 'POST', `/rooms/${room.id}/archive`)
    expect((await api(ben, 'DELETE', `/rooms/${room.id}`)).status).toBe(200)
    expect((await make(ben, { name: 'gone' })).id).not.toBe(room.id)
  })

  test('a room in the archive can be read, and nothing can be written into it; restored, it goes on', async () => {
    const room = await make(ben, { name: 'Old' })
    await post(ben, room.id, 'before')
    expect((await api(vera, 'POST', `/rooms/${room.id}/archive`)).status).toBe(403)
    const archived = await api(cleo, 'POST', `/rooms/${room.id}/archive`)
    expect(archived.json()['room']).toMatchObject({ isArchived: true, archivedAt: expect.any(String) })
    const refused = await post(ben, room.id, 'after')
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('in the archive')])
    expect((await api(ben, 'GET', `/rooms/${room.id}/messages`)).json()['items']).toHaveLength(1)
    const page = await ben.visitor.get(`/messaging/room/${room.id}/`)
    expect(page.text).toContain('This room is in the archive. It can be read')
    expect(page.text).not.toContain(`sidebar-room-${room.id}"`)
    expect((await ben.visitor.get('/messaging/')).text).not.toContain('Old')
    expect((await ben.visitor.get(`/messaging/board/${board.id}/rooms/`)).text).toContain(`archived-room-${room.id}"`)
    expect((await api(ben, 'POST', `/rooms/${room.id}/restore`)).json()['room']).toMatchObject({ isArchived: false })
    expect((await post(ben, room.id, 'after')).status).toBe(201)
  })

  test('only what is in the archive is deleted, by its maker or a manager, and all that was said goes with it', async () => {
    const room = await make(ben, { name: 'Doomed' })
    await post(ben, room.id, 'Some words for @cleo')
    await untilDebtsAreDone(app.services)
    const early = await api(ben, 'DELETE', `/rooms/${room.id}`)
    expect([early.status, early.text]).toEqual([409, expect.stringContaining('Archive the room first.')])
    await api(cleo, 'POST', `/rooms/${room.id}/archive`)
    expect((await api(cleo, 'DELETE', `/rooms/${room.id}`)).status).toBe(403)
    const socket = await app.socket(vera.visitor)
    await socket.ask('room:join', { roomId: room.id })
    expect((await api(ana, 'DELETE', `/rooms/${room.id}`)).json()).toEqual({ room: { id: room.id } })
    expect(await socket.event('access:lost')).toMatchObject({ channel: `room:${room.id}` })
    expect((await api(ben, 'GET', `/rooms/${room.id}`)).status).toBe(404)
    expect((await post(ben, room.id, 'Hello?')).status).toBe(404)
    const { db } = app.services
    await until('no message left', async () => (await db.chatMessage.count({ where: { roomId: room.id } })) === 0)
    expect(await db.notification.findMany({ where: { roomId: room.id } })).toMatchObject([{ messageId: null }])
    expect((await cleo.visitor.get('/messaging/notifications/')).text).toContain('in a room that was deleted')
    const row = await db.chatRoom.findUniqueOrThrow({ where: { id: room.id } })
    expect(row).toMatchObject({ name: '', description: '', nameKey: `deleted:${room.id}` })
    const caughtUp = await socket.ask('board:join', { boardId: board.id, since: 1 })
    const told = caughtUp.changes?.filter(({ type }) => type === 'board:changed')
    expect(told).toMatchObject([{ room: { id: room.id, boardId: board.id, isDeleted: true } }])
  })

  test('a manager who is not in a private room can’t delete it; one who is, can', async () => {
    const room = await make(ben, { name: 'Ours', isPrivate: true, usernames: ['cleo'] })
    await api(ben, 'POST', `/rooms/${room.id}/archive`)
    expect((await api(ana, 'DELETE', `/rooms/${room.id}`)).status).toBe(404)
    expect((await api(cleo, 'DELETE', `/rooms/${room.id}`)).status).toBe(403)
    await api(ben, 'POST', `/rooms/${room.id}/members`, { username: 'ana' })
    expect((await api(ana, 'DELETE', `/rooms/${room.id}`)).status).toBe(200)
  })

  test('members of a private room invite others of the board and remove them; a removed one hears nothing more', async () => {
    const room = await make(ben, { name: 'Circle', isPrivate: true })
    const invite = (who: TestPerson, username: string) => api(who, 'POST', `/rooms/${room.id}/members`, { username })
    expect((await invite(ben, 'CLEO')).status).toBe(201)
    expect((await invite(cleo, 'vera')).status).toBe(201)
    expect((await invite(vera, 'ana')).status).toBe(403)
    for (const username of ['olaf', 'nobody']) {
      const foreign = await invite(ben, username)
      expect([foreign.status, foreign.text]).toEqual([
        400,
        expect.stringContaining('"username":"Nobody on this board has this username."'),
      ])
    }
    expect((await invite(ben, 'cleo')).status).toBe(409)
    await post(ben, room.id, 'For @cleo')
    const socket = await app.socket(cleo.visitor)
    await socket.ask('room:join', { roomId: room.id })
    expect((await api(vera, 'DELETE', `/rooms/${room.id}/members/${cleo.id}`)).status).toBe(403)
    expect((await api(ben, 'DELETE', `/rooms/${room.id}/members/${ben.id}`)).status).toBe(409)
    expect((await api(ben, 'DELETE', `/rooms/${room.id}/members/${cleo.id}`)).status).toBe(200)
    expect((await api(ben, 'DELETE', `/rooms/${room.id}/members/${cleo.id}`)).status).toBe(404)
    expect(await socket.event('access:lost')).toMatchObject({ channel: `room:${room.id}` })
    await post(ben, room.id, 'Not for Cleo')
    expect((await api(cleo, 'GET', `/rooms/${room.id}/messages`)).status).toBe(404)
    expect(socket.changes(`room:${room.id}`).filter(({ type }) => type === 'message:posted')).toEqual([])
    expect((await cleo.visitor.get('/messaging/notifications/')).text).not.toContain('Circle')
  })

  test('people of other boards are not taken into a new room, by id or by name', async () => {
    for (const others of [{ memberIds: [olaf.id] }, { usernames: ['olaf'] }, { memberIds: [ben.id, 2_147_483_647] }]) {
      const refused = await api(ana, 'POST', `/boards/${board.id}/rooms`, { name: 'x', isPrivate: true, ...others })
      expect([refused.status, Object.keys(refused.json()['error'] as object)]).toEqual([
        400,
        ['code', 'message', 'fields'],
      ])
    }
    expect(await namesSeenBy(ana)).toEqual(['general'])
  })

  test('the last one in a private room can’t leave it; the others can, and see it no more', async () => {
    const room = await make(ben, { name: 'Two', isPrivate: true, memberIds: [cleo.id] })
    expect((await api(ben, 'POST', `/rooms/${room.id}/leave`)).json()).toEqual({
      room: { id: room.id, isMember: false },
    })
    expect((await api(ben, 'GET', `/rooms/${room.id}`)).status).toBe(404)
    const last = await api(cleo, 'POST', `/rooms/${room.id}/leave`)
    expect([last.status, last.text]).toEqual([409, expect.stringContaining('Archive it or delete it instead.')])
    const form = await cleo.visitor.post(`/messaging/room/${room.id}/leave/`, {})
    expect([form.status, form.text]).toEqual([409, expect.stringContaining('Archive it or delete it instead.')])
    const [one, other] = [await make(ben, { name: 'Race', isPrivate: true, memberIds: [cleo.id] }), [ben, cleo]]
    const racing = other.map((who) => api(who, 'POST', `/rooms/${one.id}/leave`))
    expect(statusesOf(await Promise.all(racing))).toEqual([200, 409])
  })

  test('what is unread is counted for who is in a room and has not muted it, nor its board', async () => {
    const room = await make(ben, { name: 'Busy' })
    for (const words of ['one', 'two', 'three']) await post(ben, room.id, words)
    const unread = async () => [(await show(cleo, room.id)).unread, (await unreadOverSocket())?.isMuted]
    const socket = await app.socket(cleo.visitor)
    const unreadOverSocket = async () => {
      const answer = (await socket.ask('unread:list', {})) as unknown as {
        rooms: { roomId: number; isMuted: boolean }[]
      }
      return answer.rooms.find(({ roomId }) => roomId === room.id)
    }
    expect(await unread()).toEqual([3, false])
    expect(await unreadOverSocket()).toEqual({
      roomId: room.id,
      name: 'Busy',
      isMuted: false,
      messageCount: 3,
      readCount: 0,
      mentions: 0,
    })
    const countInHub = async () => {
      const row = (await cleo.visitor.get('/messaging/')).text
        .split('<li class="room')
        .find((piece) => piece.includes(`id="room-${room.id}"`))
      return /class="count">(\d+)</.exec(row?.split('</li>')[0] ?? 'no row')?.[1]
    }
    expect(await countInHub()).toBe('3')
    await api(cleo, 'POST', `/rooms/${room.id}/mute`, { isMuted: true })
    expect(await unread()).toEqual([0, true])
    expect(await countInHub()).toBeUndefined()
    await api(cleo, 'POST', `/rooms/${room.id}/mute`, { isMuted: false })
    await api(cleo, 'POST', `/boards/${board.id}/mute`, { isMuted: true })
    expect((await unreadOverSocket())?.isMuted).toBe(true)
    expect(await countInHub()).toBeUndefined()
    await api(cleo, 'POST', `/rooms/${room.id}/leave`)
    expect((await api(cleo, 'POST', `/rooms/${room.id}/mute`, { isMuted: true })).status).toBe(409)
  })

  test.each([
    ['nothing', ''],
    ['only what nobody sees', ' \u200b\u0007'],
    ['too much', 'x'.repeat(61)],
    ['no text', 7],
    ['what can’t be kept', 'a\u0000b'],
  ])('a room is not called %s', async (_, name) => {
    const refused = await api(ben, 'POST', `/boards/${board.id}/rooms`, { name })
    expect([refused.status, refused.json()]).toMatchObject([400, { error: { fields: { name: expect.any(String) } } }])
    const room = await make(ben, { name: 'fine' })
    expect((await api(ben, 'PATCH', `/rooms/${room.id}`, { name })).status).toBe(400)
  })

  test('a name stands on one line, and is text wherever it stands', async () => {
    const name = '<script>alert(1)</script>\u202e evil "\'&'
    const room = await make(ben, { name: `  ${name}\r\n\u0007tail `, description: '<img src=x onerror=alert(2)>' })
    expect(room.name).toBe(`${name} tail`)
    await api(ben, 'POST', `/rooms/${room.id}/leave`)
    await api(ben, 'POST', `/rooms/${room.id}/join`)
    for (const path of [
      '/',
      '/messaging/',
      '/find/?q=evil',
      `/messaging/board/${board.id}/rooms/`,
      `/boards/${board.id}/?room=${room.id}`,
      `/boards/${board.id}/activity/`,
      `/messaging/room/${room.id}/`,
      `/messaging/room/${room.id}/settings/`,
      `/messaging/room/${room.id}/members/`,
    ]) {
      const { status, text } = await ben.visitor.get(path)
      expect(status, path).toBe(200)
      expect(text, path).toContain('&lt;script&gt;')
      expect(text, path).not.toMatch(/<script>alert|<img src=x/)
    }
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
