import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../src/platform/db/index.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds, isAnyoneWaiting } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { doDebts } from '../support/outbox.ts'
import { until } from '../support/until.ts'
import { statusesOf } from '../support/visitor.ts'

describe.each(databaseKinds())('places in rooms on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let cleo: TestPerson
  let board: TestBoard
  let posts = 0
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    ben = await app.person('ben')
    cleo = await app.person('cleo')
  })
  beforeEach(async () => {
    board = await app.board(ana, [
      [ben, 'member'],
      [cleo, 'member'],
    ])
  })
  afterAll(() => app.stop())

  const api = (who: TestPerson, method: string, path: string, body?: object) =>
    who.visitor.api(method, `/api/v1${path}`, body)
  const make = async (who: TestPerson, wanted: object): Promise<number> => {
    const answer = await api(who, 'POST', `/boards/${board.id}/rooms`, wanted)
    expect(answer.status, answer.text).toBe(201)
    return (answer.json()['room'] as { id: number }).id
  }
  const post = (who: TestPerson, roomId: number) =>
    api(who, 'POST', `/rooms/${roomId}/messages`, { content: 'Hi', clientId: `places-test-${(posts += 1)}` })
  const takeOff = async (who: TestPerson) =>
    expect((await api(ana, 'DELETE', `/boards/${board.id}/members/${who.id}`)).status).toBe(200)
  const setDisabled = (who: TestPerson, isDisabled: boolean) =>
    app.services.db.user.update({ where: { id: who.id }, data: { isDisabled } })

  test('who was taken off a board is told nothing more of its open rooms than that they are out', async () => {
    const id = await make(ana, { name: 'Open' })
    await api(cleo, 'POST', `/rooms/${id}/mute`, { isMuted: true })
    await takeOff(cleo)
    await api(ana, 'PATCH', `/rooms/${id}`, { name: 'Renamed-since', description: 'Not for Cleo' })
    const socket = await app.socket(cleo.visitor)
    const { changes = [] } = await socket.ask('inbox:join', { since: 0 })
    const told = changes.filter(({ room }) => (room as { id: number } | undefined)?.id === id)
    expect(told).toMatchObject([{ type: 'member:left' }])
    expect(told[0]?.['room']).toEqual({ id, boardId: board.id, isMember: false })
    const shown = told.flatMap(({ patches }) => patches as { op: string; target: string }[])
    expect(shown.slice(0, 2)).toEqual([
      { op: 'remove', target: `#sidebar-room-${id}` },
      { op: 'remove', target: `#room-choice-${id}` },
    ])
    expect(JSON.stringify(changes)).not.toMatch(/Renamed-since|Not for Cleo/)
  })

  test('those in a private room are told when one of them was taken off the board', async () => {
    const id = await make(ben, { name: 'Circle', isPrivate: true, usernames: ['cleo'] })
    const bens = await app.socket(ben.visitor)
    await bens.ask('inbox:join', {})
    await takeOff(cleo)
    await doDebts(app.services)
    const { patches } = await bens.change(`user:${ben.id}`, 'board:changed', ({ room }) => {
      return (room as { id: number }).id === id
    })
    const faces = (patches as { target: string; html: string }[]).find(({ target }) => target === `#room-${id}-faces`)
    expect(faces?.html).toContain('Ben')
    expect(faces?.html).not.toContain('Cleo')
    expect((await api(ana, 'GET', `/rooms/${id}`)).status).toBe(404)
  })

  test('a private room that nobody is left in who can sign in falls to the board’s owner, who is told', async () => {
    const alone = await make(cleo, { name: 'Alone', isPrivate: true })
    const withBen = await make(cleo, { name: 'With Ben', isPrivate: true, usernames: ['ben'] })
    const archived = await make(cleo, { name: 'Put away', isPrivate: true })
    await api(cleo, 'POST', `/rooms/${archived}/archive`)
    await post(cleo, alone)
    await setDisabled(ben, true)
    const anas = await app.socket(ana.visitor)
    await anas.ask('inbox:join', {})
    expect((await api(cleo, 'POST', `/boards/${board.id}/leave`)).status).toBeLessThan(400)
    await setDisabled(ben, false)
    for (const id of [alone, withBen, archived])
      expect((await api(ana, 'GET', `/rooms/${id}`)).json()['room']).toMatchObject({ isMember: true, unread: 0 })
    await doDebts(app.services)
    await anas.change(`user:${ana.id}`, 'member:joined', ({ room }) => (room as { id: number }).id === alone)
    const notices = await app.services.db.notification.findMany({
      where: { recipientId: ana.id, boardId: board.id, type: 'added_to_room' },
      orderBy: { roomId: 'asc' },
    })
    expect(notices.map(({ roomId }) => roomId)).toEqual([alone, withBen, archived])
  })

  test('a private room with somebody left in it does not fall to the owner', async () => {
    const id = await make(cleo, { name: 'Ours', isPrivate: true, usernames: ['ben'] })
    await takeOff(cleo)
    await doDebts(app.services)
    expect((await api(ana, 'GET', `/rooms/${id}`)).status).toBe(404)
    expect((await api(ben, 'GET', `/rooms/${id}`)).status).toBe(200)
  })

  test('who comes back to a board hears its rooms again', async () => {
    const id = await make(ana, { name: 'Loud' })
    await api(cleo, 'POST', `/rooms/${id}/mute`, { isMuted: true })
    await takeOff(cleo)
    await api(ana, 'POST', `/boards/${board.id}/members`, { username: 'cleo', role: 'member' })
    expect((await api(cleo, 'GET', `/rooms/${id}`)).json()['room']).toMatchObject({ isMember: true, isMuted: false })
  })

  test('a disabled account is not invited, not mentioned, and no company', async () => {
    const id = await make(ben, { name: 'Two', isPrivate: true, usernames: ['cleo'] })
    const open = await make(ben, { name: 'All' })
    await setDisabled(cleo, true)
    const last = await api(ben, 'POST', `/rooms/${id}/leave`)
    const other = await make(ben, { name: 'Another', isPrivate: true })
    const invited = await api(ben, 'POST', `/rooms/${other}/members`, { username: 'cleo' })
    const posted = await api(ben, 'POST', `/rooms/${open}/messages`, { content: '@cleo', clientId: `off-${kind}-0001` })
    await setDisabled(cleo, false)
    expect([last.status, last.text]).toEqual([409, expect.stringContaining('You are the last one in this room')])
    expect([invited.status, invited.text]).toEqual([400, expect.stringContaining('Nobody on this board has this')])
    expect(posted.json()['message']).toMatchObject({ mentions: [] })
  })

  test.each(['leave', 'join', 'remove'])(
    'a deed of the kind “%s” and a post never wait for each other crosswise',
    async (deed) => {
      const { db } = app.services
      const id = await make(ben, {
        name: 'Lively',
        isPrivate: deed === 'remove',
        usernames: deed === 'remove' ? ['cleo'] : [],
      })
      if (deed === 'join') await api(cleo, 'POST', `/rooms/${id}/leave`)
      const during = (): Promise<{ status: number }> =>
        deed === 'remove'
          ? api(ben, 'DELETE', `/rooms/${id}/members/${cleo.id}`)
          : api(cleo, 'POST', `/rooms/${id}/${deed}`)
      let answer: Promise<{ status: number }> | undefined
      // The room's row, and then the author's in it.
      const asWhoeverPosts = async (tx: Pick<Db, '$executeRaw'>): Promise<void> => {
        await tx.$executeRaw`UPDATE "ChatRoom" SET "version" = "version" WHERE "id" = ${id}`
        answer = during()
        if (kind === 'postgres') await until('somebody waits', () => isAnyoneWaiting(app.services.db))
        await tx.$executeRaw`UPDATE "ChatRoomMember" SET "readCount" = "readCount" WHERE "roomId" = ${id} AND "userId" = ${cleo.id}`
      }
      await db.$transaction(asWhoeverPosts, { timeout: 60_000 })
      expect((await answer)?.status).toBe(200)
    },
  )

  test('who changes rooms again and again is asked to wait', async () => {
    const dora = await app.person('dora')
    const own = await app.board(dora)
    const answers = []
    for (let times = 0; times < 61; times += 1)
      answers.push(await api(dora, 'PATCH', `/rooms/${own.roomId}`, { name: `name ${times}` }))
    expect(statusesOf(answers)).toEqual([...Array.from({ length: 60 }, () => 200), 429])
    expect((await api(dora, 'POST', `/rooms/${own.roomId}/archive`)).status).toBe(429)
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
