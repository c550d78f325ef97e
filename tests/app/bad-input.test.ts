import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { socketEvents } from '../../src/app/sockets.ts'
import type { AnyRoute } from '../../src/platform/http/route.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { makeCast, type Cast } from '../support/cast.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestPerson } from '../support/makers.ts'
import { fill, isApi, nameOf, routes } from '../support/routes.ts'
import type { Answer } from '../support/visitor.ts'

/** Something that fits into each field. */
const fitting: Record<string, string> = {
  name: 'A name',
  title: 'A title',
  content: 'Some words',
  clientId: 'bad-input-1',
  username: 'nobody-of-this-name',
  role: 'member',
  days: '7',
  parentId: '',
}

const long = 'x'.repeat(10_000)
const hostileTexts = ['', ' ', long, 'nul\0nul', '\u{d800}', '__proto__', '‮\u{202e}', '%00', '<script>', "' OR 1=1 --"]
const hostileJson = [...hostileTexts, null, 0, -1, 1.5, 1e308, true, [], ['x'], {}, { a: { b: { c: [] } } }]
const hostileQueries = [...hostileTexts, 'abc', '-1', '1.5', '0', '1e400', '99999999999', 'true', '[]']

/** What a route takes, but for one whose body is a file: that is tested with its slice. */
function fieldsOf({ input, upload }: AnyRoute): string[] {
  return upload?.as === 'body' ? [] : Object.keys((input as z.ZodObject | undefined)?.shape ?? {})
}

/** Whether a route wants at least one field: where each may be missing, nothing is a change that can be made. */
function mustNotFit({ input }: AnyRoute): boolean {
  return !(input?.safeParse({}).success ?? true)
}

function fits({ input }: AnyRoute, field: string, value: unknown): boolean {
  const schema = (input as z.ZodObject).shape[field] as z.ZodType
  return schema.safeParse(value).success
}

/** The fields that a refusal names; of one inside a list, the list. */
function fieldsNamedBy(answer: Answer): string[] {
  const { error } = answer.json() as { error?: { code?: string; fields?: Record<string, string> } }
  expect(error?.code).toBe('invalid')
  return Object.keys(error?.fields ?? {}).map((name) => name.split('.')[0] ?? '')
}

/** Refused or taken, but never our fault, and never without a word. */
function expectClear(answer: Answer, api: boolean, about: string): void {
  expect(answer.status, about).toBeLessThan(500)
  if (answer.status < 400) return
  if (api)
    expect(answer.json(), about).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } })
  else expect(answer.text, about).toMatch(/role="alert"|class="error-page"/)
}

describe.each(databaseKinds())('bad input on %s', (kind) => {
  let app: TestApp
  let cast: Cast
  beforeAll(async () => {
    app = await startApp(kind)
    cast = await makeCast(app)
  })
  afterAll(() => app.stop())

  /** What somebody wrote is changed by them alone. */
  const senderOf = ({ path }: { path: string }, other: TestPerson) =>
    /:(comment|message)Id/.test(path) ? cast.member : other
  const posts = routes.filter(({ method, input }) => method !== 'get' && input)
  const gets = routes.filter(({ method, input }) => method === 'get' && input)

  test.each(posts.filter(isApi).map((route) => [nameOf(route), route] as const))('%s as JSON', async (_, route) => {
    const { visitor } = senderOf(route, cast.owner)
    const path = fill(route.path, cast.places(cast.owner))
    for (const body of [null, [], [1], 'text', 7, true, {}, JSON.parse('{"__proto__": {"name": "x"}}')]) {
      const answer = await visitor.api(route.method.toUpperCase(), path, body)
      expectClear(answer, true, JSON.stringify(body))
      // A change of nothing is one that can be made, where every field may be missing.
      if (mustNotFit(route)) expect(answer.status, JSON.stringify(body)).toBe(400)
    }
    for (const field of fieldsOf(route)) {
      let refused = 0
      for (const value of hostileJson) {
        const answer = await visitor.api(route.method.toUpperCase(), path, { ...fitting, [field]: value })
        const about = `${field}: ${JSON.stringify(value)?.slice(0, 40)}`
        expectClear(answer, true, about)
        if (!fits(route, field, value) || value === 'nul\0nul') {
          refused += 1
          expect(fieldsNamedBy(answer), about).toContain(field)
        }
      }
      expect(refused, field).toBeGreaterThan(3)
    }
  })

  test.each(posts.filter((route) => !isApi(route)).map((route) => [nameOf(route), route] as const))(
    '%s as a form',
    async (name, route) => {
      const isForStrangers = name.includes('/accounts/')
      const visitor = isForStrangers ? app.visitor() : senderOf(route, cast.admin).visitor
      const path = fill(route.path, cast.places(cast.admin))
      for (const field of fieldsOf(route)) {
        for (const value of hostileTexts) {
          const answer = await visitor.post(path, { ...fitting, [field]: value })
          expectClear(answer, false, `${field}=${value.slice(0, 40)}`)
        }
        const twice = new URLSearchParams({ ...fitting, _csrf: await visitor.token() })
        twice.append(field, 'x')
        twice.append(field, 'y')
        const headers = { 'content-type': 'application/x-www-form-urlencoded' }
        expectClear(
          await visitor.send(path, { method: 'POST', body: twice.toString(), headers }),
          false,
          `${field} twice`,
        )
      }
    },
  )

  test.each(gets.map((route) => [nameOf(route), route] as const))('%s with a query', async (_, route) => {
    const path = fill(route.path, cast.places(cast.member))
    for (const field of fieldsOf(route)) {
      for (const value of hostileQueries) {
        const query = new URLSearchParams({ roomId: String(cast.board.roomId), [field]: value })
        expectClear(
          await cast.member.visitor.get(`${path}?${query.toString()}`),
          isApi(route),
          `${field}=${value.slice(0, 40)}`,
        )
      }
      expectClear(await cast.member.visitor.get(`${path}?${field}=1&${field}=2`), isApi(route), `${field} twice`)
    }
  })

  test.each([
    ['/api/v1/rooms/:roomId/messages?before=abc', 'before'],
    ['/api/v1/rooms/:roomId/messages?after=-1', 'after'],
    ['/api/v1/rooms/:roomId/messages?before=', 'before'],
    ['/api/v1/rooms/:roomId/messages?before=5&after=5', 'after'],
    ['/api/v1/rooms/:roomId/messages?limit=0', 'limit'],
    ['/api/v1/rooms/:roomId/messages?limit=101', 'limit'],
    ['/api/v1/notifications?before=abc', 'before'],
    ['/api/v1/notifications?unread=yes', 'unread'],
    ['/api/v1/mentions?q=a', 'roomId'],
  ])('%s names the field %s', async (path, field) => {
    const answer = await cast.member.visitor.get(fill(path, cast.places(cast.member)))
    expect(answer.status).toBe(400)
    expect(answer.json()).toMatchObject({ error: { code: 'invalid', fields: { [field]: expect.any(String) } } })
  })

  test.each(['abc', '-1', '0', '1.5', '2147483648', '%00', '1%27', 'x'.repeat(5000)])(
    'an id that is no id (%s) is an address that does not exist',
    async (id) => {
      for (const path of [`/boards/${id}/`, `/messaging/room/${id}/`, `/messaging/notifications/${id}/`]) {
        expect((await cast.member.visitor.get(path)).status).toBe(404)
      }
      expect((await cast.member.visitor.get(`/api/v1/rooms/${id}`)).json()).toMatchObject({
        error: { code: 'not_found' },
      })
    },
  )

  test('a room of another board is not shown beside this one, nor a message of another room in this one', async () => {
    const other = await app.board(cast.member)
    const path = `/api/v1/rooms/${other.roomId}/messages`
    const { message } = (
      await cast.member.visitor.api('POST', path, { content: 'x', clientId: 'elsewhere-1' })
    ).json() as {
      message: { id: string }
    }
    expect((await cast.member.visitor.get(`/boards/${cast.board.id}/?room=${other.roomId}`)).status).toBe(404)
    expect((await cast.member.visitor.get(`/messaging/room/${cast.board.roomId}/?message=${message.id}`)).status).toBe(
      404,
    )
  })

  test('what is malformed or too large is told so', async () => {
    const { visitor } = cast.member
    const path = `/api/v1/rooms/${cast.board.roomId}/messages`
    const headers = { 'content-type': 'application/json', 'x-csrf-token': await visitor.token() }
    const malformed = await visitor.send(path, { method: 'POST', headers, body: '{"content": ' })
    expect(malformed).toMatchObject({ status: 400 })
    expect(malformed.json()).toMatchObject({ error: { code: 'invalid', message: 'The body is not well-formed JSON.' } })
    const large = await visitor.api('POST', path, { content: 'x'.repeat(200_000), clientId: 'too-large-1' })
    expect(large.status).toBe(413)
    expect(large.json()).toMatchObject({ error: { code: 'too_large' } })
    const form = await visitor.post(`/messaging/room/${cast.board.roomId}/`, { content: 'x'.repeat(600_000) })
    expect(form.status).toBe(413)
    expect(form.text).toContain('That is too much at once')
    const otherCharset = { ...headers, 'content-type': 'application/json; charset=nonsense' }
    expect((await visitor.send(path, { method: 'POST', headers: otherCharset, body: '{}' })).status).toBe(400)
    expect((await visitor.send('/%E0%A4%A', {})).status).toBeLessThan(500)
    expect((await visitor.send('/boards/%E0%A4%A/', {})).status).toBe(400)
  })

  test.each([
    ['', 'Say something'],
    ['  \n ', 'Say something'],
    ['x'.repeat(8001), 'May have 8,000 characters at most'],
  ])('a message that cannot be taken is told why, on every way in', async (content, sentence) => {
    const { visitor } = cast.member
    const { roomId } = cast.board
    const api = await visitor.api('POST', `/api/v1/rooms/${roomId}/messages`, { content, clientId: 'refused-1' })
    expect(api.json()).toMatchObject({ error: { code: 'invalid', fields: { content: sentence } } })
    const socket = await app.socket(visitor)
    const ack = await socket.ask('message:post', { roomId, content, clientId: 'refused-1' })
    expect(ack).toMatchObject({ ok: false, error: { code: 'invalid', fields: { content: sentence } } })
    const form = await visitor.post(`/messaging/room/${roomId}/`, { content, clientId: 'refused-1' })
    expect(form.status).toBe(400)
    expect(form.text).toContain(sentence)
  })

  const deep = JSON.parse(`${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`) as object
  const proto = JSON.parse('{"__proto__": {"roomId": 1, "boardId": 1}, "constructor": 1}') as object
  const ids = [null, '1', [1], 1.5, -1, 0, 2_147_483_648, {}, true].map((id) => ({
    roomId: id,
    boardId: id,
    since: id,
  }))
  const payloads = [null, 0, 'x', true, [], [1], {}, deep, proto, Buffer.from('binary'), ...ids]

  // These ask for nothing; what they do not know they leave alone, as everywhere. As a Buffer an object comes without a field too.
  const isObject = (payload: unknown): payload is object =>
    typeof payload === 'object' && payload !== null && !Array.isArray(payload)
  const taken: Record<string, (payload: unknown) => boolean> = {
    'inbox:join': (payload) => isObject(payload) && !('since' in payload && payload.since !== 0),
    'unread:list': isObject,
  }

  test.each(socketEvents.map(({ name }) => name))('%s over a socket', async (event) => {
    const socket = await app.socket(cast.member.visitor)
    for (const payload of payloads) {
      const ack = await socket.ask(event, payload)
      if (taken[event]?.(payload)) expect(ack.ok).toBe(true)
      else expect(ack, JSON.stringify(payload)?.slice(0, 60)).toMatchObject({ ok: false, error: { code: 'invalid' } })
      socket.raw.emit(event, payload)
    }
    const alone = (await socket.raw.timeout(30_000).emitWithAck(event)) as object
    expect(alone, 'nothing but an acknowledgement').toMatchObject({ ok: false, error: { code: 'invalid' } })
    socket.raw.emit(event)
    const several = (await socket.raw.timeout(30_000).emitWithAck(event, 1, 2, 3)) as object
    expect(several).toMatchObject({ ok: false, error: { code: 'invalid' } })
    expect(await socket.ask('inbox:join', {})).toMatchObject({ ok: true })
  })

  test('an event that does not exist is answered too', async () => {
    const socket = await app.socket(cast.member.visitor)
    for (const event of ['no:such', '__proto__', 'toString'])
      expect(await socket.ask(event, {})).toMatchObject({ ok: false, error: { code: 'invalid' } })
  })

  test('a frame far beyond any message ends that connection and nothing else', async () => {
    const [socket, other] = [await app.socket(cast.member.visitor), await app.socket(cast.admin.visitor)]
    socket.raw.emit('message:post', { roomId: 1, content: 'x'.repeat(300_000), clientId: 'too-large-2' })
    await socket.ended()
    expect(await other.ask('inbox:join', {})).toMatchObject({ ok: true })
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
