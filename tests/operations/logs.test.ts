import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog } from '../../src/platform/log.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { password } from '../support/makers.ts'
import { until } from '../support/until.ts'

const lines: string[] = []
const log = createLog('web', 'trace', { write: (line) => void lines.push(line) })
let app: TestApp
beforeAll(async () => {
  app = await startApp('sqlite', { log, settings: { metricsToken: 'a token for the metrics' } })
})
afterAll(() => app.stop())

type Line = Record<string, unknown>

const logged = (): Line[] => lines.map((line) => JSON.parse(line) as Line)
const findLine = (found: (line: Line) => boolean): Promise<Line> => until('a line', () => logged().find(found))

test('a request is one line: its id, route, person, status and duration', async () => {
  const ana = await app.person('ana')
  const { id } = await app.board(ana)
  const answer = await ana.visitor.get(`/boards/${id}/`)
  const requestId = answer.headers.get('x-request-id')
  const line = await findLine((one) => one['requestId'] === requestId && one['msg'] === 'request answered')
  expect(line).toMatchObject({
    process: 'web',
    pid: process.pid,
    method: 'GET',
    route: '/boards/:boardId/',
    boardId: String(id),
    userId: ana.id,
    status: 200,
    durationMs: expect.any(Number),
  })
  expect(line['time']).toMatch(/^\d{4}-\d\d-\d\dT/)
  expect(logged().filter((one) => one['requestId'] === requestId)).toHaveLength(1)
})

test('a start says what has started', () => {
  expect(logged().map(({ msg }) => msg)).toEqual(expect.arrayContaining(['listening', 'working']))
})

test('nothing that lets somebody in, and nothing that people wrote, is logged at any level', async () => {
  const ben = await app.person('ben')
  const { id, roomId, columnIds } = await app.board(ben)
  const token = await ben.visitor.token()
  const visitor = app.visitor()
  for (const secret of [password, 'a wrong password'])
    await visitor.post('/accounts/login/', { username: 'ben', password: secret })
  await app.visitor().get('/join/the-token-of-an-invitation/')
  await app.visitor().get('/accounts/login/?next=%2Fjoin%2Fthe-token-of-an-invitation%2F')
  await ben.visitor.get('/no-such-place/with-a-token-in-it/')
  const words = 'words that were said in a room'
  await ben.visitor.api('POST', `/api/v1/rooms/${roomId}/messages`, { content: words, clientId: 'logs-1' })
  await ben.visitor.api('POST', `/api/v1/columns/${columnIds[0]}/tasks`, { title: words })
  await ben.visitor.post(`/messaging/room/${roomId}/`, { content: `${words} @ben`, clientId: 'logs-2' })
  await ben.visitor.send('/api/v1/me', {
    method: 'POST',
    body: '{"broken',
    headers: { 'content-type': 'application/json' },
  })
  await ben.visitor.get(`/boards/${id}/?q=looked-for`)
  await app.visitor().send('/metrics', { headers: { authorization: 'Bearer a token for the metrics' } })
  await app.visitor().send('/api/v1/me', { headers: { authorization: 'Bearer somebody-elses-token' } })
  const socket = await app.socket(ben.visitor)
  await socket.ask('message:post', { roomId, content: words, clientId: 'logs-3' })
  await socket.ask('message:post', { roomId, content: words.repeat(1000), clientId: 'logs-4' })
  await app.redis.kill()
  await ben.visitor.get('/')
  await app.redis.startAgain()
  await findLine(({ route, status }) => route === 'none' && status === 503)

  const text = lines.join('')
  const cookies = ben.visitor.cookie.split('; ').map((pair) => pair.slice(pair.indexOf('=') + 1))
  const secrets = [
    password,
    'a wrong password',
    'the-token-of-an-invitation',
    'with-a-token-in-it',
    words,
    'looked-for',
    'broken',
    'a token for the metrics',
    'somebody-elses-token',
    token,
    'a secret for tests',
    ...cookies,
    ...cookies.map(decodeURIComponent),
  ]
  for (const secret of secrets) expect(text.includes(secret), secret).toBe(false)
  expect(cookies.length).toBeGreaterThan(0)
  expect(text).toContain('/join/:token/')
})
