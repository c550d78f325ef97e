import { randomUUID } from 'node:crypto'
import { parseHTML } from 'linkedom'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '![x](x" onerror="alert(1))',
  '[x](https://e.example "\\" onmouseover=\\"alert(1)")',
  '<https://e.example/"onclick=alert(1)>',
  '```"><script>alert(1)</script>\ncode\n```',
  '`</code><script>alert(1)</script>`',
  '@ben"><script>alert(1)</script>',
  '[@ben](javascript:alert(1))',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '</li></ol></div><form action="/accounts/logout/" method="post">',
  '\u202e\u2066<b onclick=alert(1)>\u2069',
  '<template><script>alert(1)</script></template>',
  '<%= process.env %> <%- include("/etc/passwd") %>',
]

describe.each(databaseKinds())('what people may write on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let board: TestBoard
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    ben = await app.person('ben')
    board = await app.board(ana, [[ben, 'member']])
  })
  afterAll(() => app.stop())

  const post = async (content: string, roomId = board.roomId) => {
    const body = { content, clientId: randomUUID() }
    const answer = await ana.visitor.api('POST', `/api/v1/rooms/${roomId}/messages`, body)
    return { status: answer.status, id: (answer.json() as { message?: { id: string } }).message?.id ?? '' }
  }
  const drawn = async (id: string) => {
    const { text } = await ben.visitor.get(`/messaging/room/${board.roomId}/?message=${id}`)
    const message = parseHTML(text).document.getElementById(`message-${id}`)
    if (!message) throw new Error('the page does not show it')
    return message
  }
  const expectHarmless = (message: Element) => {
    expect(message.querySelector('script, img, svg, iframe, form, template, style, object')).toBeNull()
    for (const element of message.querySelectorAll('*'))
      for (const { name, value } of element.attributes) {
        expect(name).not.toMatch(/^on|^style$|^srcdoc$/)
        expect(value).not.toMatch(/^\s*(javascript|data|vbscript):/i)
      }
  }

  test.each(hostile)('%j does nothing, whether it was posted or came by an edit', async (content) => {
    const { id } = await post(content)
    expectHarmless(await drawn(id))
    const edited = (await post('harmless')).id
    const socket = await app.socket(ben.visitor)
    await socket.ask('room:join', { roomId: board.roomId })
    await ana.visitor.api('PATCH', `/api/v1/messages/${edited}`, { content })
    expectHarmless(await drawn(edited))
    const { patches } = await socket.change(`room:${board.roomId}`, 'message:edited')
    const patch = patches[0]
    const html = patch && 'html' in patch ? patch.html : ''
    expectHarmless(parseHTML(`<html><body>${html}</body></html>`).document.body.firstElementChild as Element)
  })

  test.each([
    '`@ben`',
    '```\n@ben\n```',
    'words\n\n    @ben',
    '[@ben](https://example.org)',
    'ben@ben.example',
    '\\@ben@',
  ])('%j mentions nobody', async (content) => {
    const { id } = await post(content)
    expect(await app.services.db.messageMention.count({ where: { messageId: id } })).toBe(0)
    expect((await drawn(id)).querySelector('.mention')).toBeNull()
  })

  test('what is written from right to left comes back as it was', async () => {
    const content = 'שלום @ben، مرحبا **بالعالم** \u200f'
    const { id } = await post(content)
    const { message } = (await ben.visitor.get(`/api/v1/messages/${id}`)).json() as { message: { content: string } }
    expect(message.content).toBe(content.trim())
    expect((await drawn(id)).querySelector('.mention')?.textContent).toBe('@ben')
  })

  test('8,000 characters in one word are taken; one more is not, and nothing is written', async () => {
    expect((await post('x'.repeat(8000))).status).toBe(201)
    const before = await app.services.db.chatMessage.count()
    for (const content of ['x'.repeat(8001), 'x'.repeat(10_000)]) expect((await post(content)).status).toBe(400)
    expect(await app.services.db.chatMessage.count()).toBe(before)
  })

  test('a place in another room’s history shows nothing of it', async () => {
    const other = await app.board(ana)
    const { id } = await post('elsewhere', other.roomId)
    for (const path of [
      `/messaging/room/${board.roomId}/?message=${id}`,
      `/messaging/room/${other.roomId}/?message=${id}`,
      `/api/v1/messages/${id}`,
    ])
      expect((await ben.visitor.get(path)).status).toBe(404)
    const beyond = await ben.visitor.get(`/api/v1/rooms/${board.roomId}/messages?after=2000000000`)
    expect(beyond.json()).toEqual({ items: [], nextCursor: null })
  })

  test('posting into a room that was put away is refused, by form, API and socket', async () => {
    const roomId = await app.room(ana, board.id, 'away')
    await app.services.db.chatRoom.update({ where: { id: roomId }, data: { archivedAt: new Date() } })
    const body = { content: 'x', clientId: randomUUID() }
    expect((await post('x', roomId)).status).toBe(409)
    expect((await ana.visitor.post(`/messaging/room/${roomId}/`, body)).status).toBe(409)
    const socket = await app.socket(ana.visitor)
    expect(await socket.ask('message:post', { roomId, ...body })).toMatchObject({ error: { code: 'conflict' } })
  })

  test('calling a full room by the form without a script is asked about first; the API and sockets are not asked', async () => {
    const { db } = app.services
    const count =
      20 - (await db.chatRoomMember.count({ where: { roomId: board.roomId, userId: { not: ana.id }, leftAt: null } }))
    for (let number = 0; number < count; number += 1) {
      const name = `extra-${number}`
      const { id } = await db.user.create({
        data: { username: name, usernameKey: name, displayName: name, passwordHash: 'x' },
      })
      await db.chatRoomMember.create({ data: { roomId: board.roomId, userId: id } })
    }
    const path = `/messaging/room/${board.roomId}/`
    const body = { content: 'hello @room', clientId: randomUUID() }
    const asked = await ana.visitor.post(path, body)
    expect(asked.status).toBe(400)
    expect(asked.text).toContain('Tell all 20 people')
    expect(asked.text).toContain('hello @room</textarea>')
    expect((await ana.visitor.post(path, { ...body, content: 'hello `@room`', clientId: randomUUID() })).status).toBe(
      303,
    )
    expect((await ana.visitor.post(path, { ...body, confirmRoom: '1' })).status).toBe(303)
    expect((await post('hello @room')).status).toBe(201)

    const [called, quiet] = [await post('hello @room'), await post('quiet')]
    const edit = (id: string, changes: Record<string, string>) =>
      ana.visitor.post(`/messaging/messages/${id}/edit/`, changes)
    const refused = await edit(quiet.id, { content: 'now @room' })
    expect(refused.status).toBe(400)
    expect(refused.text).toContain('Tell all 20 people')
    expect(refused.text).toContain('now @room</textarea>')
    expect((await edit(quiet.id, { content: 'now `@room`' })).status).toBe(303)
    expect((await edit(quiet.id, { content: 'now @room', confirmRoom: '1' })).status).toBe(303)
    // Who was called before is not called once more.
    expect((await edit(called.id, { content: 'hello again @room' })).status).toBe(303)
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
