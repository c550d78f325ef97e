import { request } from 'node:http'
import { Readable } from 'node:stream'
import { text as readText } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { smallestBoardFile } from '../support/board-file.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestPerson } from '../support/makers.ts'
import { everything } from '../support/routes.ts'
import { until } from '../support/until.ts'

const megabyte = 1024 * 1024

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** What buffers hold, outside the heap of JavaScript. */
function heldMegabytes(): number {
  collectGarbage()
  return process.memoryUsage().arrayBuffers / megabyte
}
const task = { title: 'Do it', column: 0 }
const whole = {
  ...smallestBoardFile,
  people: [{ username: 'ana', displayName: 'Ana' }],
  labels: [{ name: 'Press', colour: 'plum' }],
  rooms: [{ name: 'general' }],
  columns: [{ name: 'To Do' }],
  tasks: [task, { ...task, labels: ['Press'], assignees: ['ana'], createdBy: 'ana' }],
  activity: [
    {
      at: '2026-03-12T10:44:00Z',
      by: 'ana',
      type: 'task:created',
      task: 0,
      facts: { title: 'Do it', column: 'To Do' },
    },
  ],
}
const withTask = (more: object): object => ({ ...whole, tasks: [task, task, task, { ...task, ...more }] })
const withDeed = (more: object): object => ({ ...whole, activity: [{ ...whole.activity[0], ...more }] })
const text = JSON.stringify(whole, null, 1)
const many = (count: number, element: unknown): unknown[] => Array.from({ length: count }, () => element)

/** Files that are no JSON, or no board's: what is sent, and what is said of it. */
const noBoards: [string, string, RegExp][] = [
  ['empty', '', /empty or missing/],
  ['white space', ' \n ', /begin with “{”/],
  ['no JSON', 'Dear sir or madam', /begin with “{”/],
  ['a list', '[1, 2, 3]', /begin with “{”/],
  ['cut off in the middle', text.slice(0, text.length / 2), /ends in the middle/],
  ['cut off by one character', text.trimEnd().slice(0, -1), /ends in the middle/],
  ['something behind its end', `${text}}`, /not well-formed JSON/],
  ['a comma too many', text.replace('"tasks": [', '"tasks": [,'), /not well-formed JSON, near line \d+/],
  ['a quote too few', text.replace('"Do it"', '"Do it'), /not well-formed JSON|ends in the middle/],
  ['100,000 lists in each other', `{"tasks":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, /more than 8 levels deep/],
  [
    '100,000 objects in each other',
    `{"board":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_001)}`,
    /more than 8 levels deep/,
  ],
  [
    'lists in each other in facts',
    JSON.stringify(whole).replace('"To Do"}}', `${'['.repeat(20)}${']'.repeat(20)}}}`),
    /levels deep/,
  ],
  [
    'one text of four megabytes',
    JSON.stringify({ ...whole, board: { name: 'x'.repeat(4 * megabyte) } }),
    /far too long/,
  ],
]

/** Files in which something does not fit: the place that is named, and what is said of it. */
const unfit: [string, unknown, string, RegExp][] = [
  ['another program’s', { name: 'A Trello board', lists: [] }, 'format', /no board that TaskFlow has exported/],
  ['another format', { ...whole, format: 'other' }, 'format', /taskflow-board/],
  ['a version of tomorrow', { ...whole, formatVersion: 2 }, 'formatVersion', /this version reads 1/],
  ['a version in words', { ...whole, formatVersion: '1' }, 'formatVersion', /this version reads 1/],
  ['no board', { ...whole, board: undefined }, 'board', /object/],
  ['a board of another type', { ...whole, board: [] }, 'board', /object/],
  ['no name', { ...whole, board: { name: ' ' } }, 'board.name', /needs a name/i],
  ['a name that is too long', { ...whole, board: { name: 'x'.repeat(121) } }, 'board.name', /120/],
  ['something unknown', { ...whole, bord: 1 }, 'bord', /not known here/],
  ['something unknown in a task', withTask({ dueon: '2026-03-12' }), 'tasks.3.dueon', /not known here/],
  ['tasks that are none', { ...whole, tasks: {} }, 'tasks', /has to be a list/i],
  ['a task that is none', { ...whole, tasks: ['Do it'] }, 'tasks.0', /object/],
  ['null for a task', { ...whole, tasks: [null] }, 'tasks.0', /object/],
  ['a day that is none', withTask({ dueOn: '2026-02-30' }), 'tasks.3.dueOn', /is not a day in the calendar/i],
  ['a number for a day', withTask({ startOn: 20260312 }), 'tasks.3.startOn', /is not a day in the calendar/i],
  ['a moment that is none', withTask({ createdAt: 'yesterday' }), 'tasks.3.createdAt', /is not a moment/i],
  ['a moment before time', withTask({ createdAt: '0000-01-01T00:00:00Z' }), 'tasks.3.createdAt', /too far away/i],
  ['a title that is too long', withTask({ title: 'x'.repeat(501) }), 'tasks.3.title', /500/],
  ['a title that is a list', withTask({ title: ['x'] }), 'tasks.3.title', /has to be text/i],
  ['a NUL', withTask({ description: 'a\0b' }), 'tasks.3.description', /can’t be kept/],
  ['a NUL in a title', withTask({ title: 'a\0b' }), 'tasks.3.title', /can’t be kept/],
  ['progress of 101', withTask({ progress: 101 }), 'tasks.3.progress', /0 to 100/],
  ['progress in words', withTask({ progress: '50' }), 'tasks.3.progress', /has to be a number/i],
  ['half a percent', withTask({ progress: 0.5 }), 'tasks.3.progress', /whole number/],
  ['a priority that is none', withTask({ priority: 'asap' }), 'tasks.3.priority', /low, medium, high or urgent/],
  ['a column that is not there', withTask({ column: 1 }), 'tasks.3.column', /no such column/i],
  ['a column below the first', withTask({ column: -1 }), 'tasks.3.column', /0 to/],
  ['a label that is not there', withTask({ labels: ['Press', 'Foreign'] }), 'tasks.3.labels.1', /no label “Foreign”/],
  ['a label twice on a task', withTask({ labels: ['Press', 'PRESS'] }), 'tasks.3.labels.1', /twice/],
  ['an assignee who is not there', withTask({ assignees: ['ben'] }), 'tasks.3.assignees.0', /nobody called “ben”/],
  ['a maker who is not there', withTask({ createdBy: 'ben' }), 'tasks.3.createdBy', /nobody called “ben”/],
  ['a step without words', withTask({ steps: [{ text: 'x' }, { text: '' }] }), 'tasks.3.steps.1.text', /needs a name/i],
  [
    'a step that is half done',
    withTask({ steps: [{ text: 'x', isDone: 'half' }] }),
    'tasks.3.steps.0.isDone',
    /true or false/,
  ],
  ['201 steps', withTask({ steps: many(201, { text: 'x' }) }), 'tasks.3.steps', /200 at most/],
  ['201 columns', { ...whole, columns: many(201, { name: 'x' }) }, 'columns', /200 at most/],
  ['20,001 tasks', { ...whole, tasks: many(20_001, task) }, 'tasks', /20,000 at most/],
  ['50,001 deeds', { ...whole, activity: many(50_001, 1) }, 'activity', /50,000 at most/],
  ['three million numbers for tasks', { ...whole, tasks: many(3_000_000, 1) }, 'tasks', /20,000 at most/],
  [
    'a label twice',
    { ...whole, labels: [...whole.labels, { name: 'PRESS', colour: 'moss' }] },
    'labels.1.name',
    /there twice/,
  ],
  ['a room twice', { ...whole, rooms: [...whole.rooms, { name: 'General' }] }, 'rooms.1.name', /there twice/],
  ['somebody twice', { ...whole, people: many(2, whole.people[0]) }, 'people.1.username', /there twice/],
  [
    'a username that is none',
    { ...whole, people: [{ username: 'a b', displayName: 'A' }] },
    'people.0.username',
    /letters/,
  ],
  [
    'a role that is none',
    { ...whole, people: [{ ...whole.people[0], role: 'king' }] },
    'people.0.role',
    /owner, admin/,
  ],
  ['a colour that is none', { ...whole, labels: [{ name: 'x', colour: 'red' }] }, 'labels.0.colour', /petrol/],
  ['a limit of nothing', { ...whole, columns: [{ name: 'x', wipLimit: 0 }] }, 'columns.0.wipLimit', /1 to 999/],
  ['a deed that is none', withDeed({ type: 'task:eaten' }), 'activity.0.type', /not known/],
  ['a deed that is kept to one installation', withDeed({ type: 'board:imported' }), 'activity.0.type', /not known/],
  ['a deed of nobody', withDeed({ by: 'ben' }), 'activity.0.by', /nobody called “ben”/],
  ['a deed on no task', withDeed({ task: 2 }), 'activity.0.task', /no such task/i],
  [
    'facts that are not those of the deed',
    withDeed({ facts: { title: 'x', column: ['To Do'] } }),
    'activity.0.facts.column',
    /has to be text/i,
  ],
  [
    'facts beyond those of the deed',
    withDeed({ facts: { title: 'x', column: 'y', originally: {} } }),
    'activity.0.facts',
    /unrecognized|not known/i,
  ],
]

/** Keys that would change what all objects inherit, if they were copied carelessly. */
const poisoned = JSON.stringify(whole).replace(
  '"board":{',
  '"__proto__":{"isAdmin":true},"board":{"__proto__":{"name":"x"},',
)

describe.each(databaseKinds())('files that cannot be imported on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let before: object
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    await app.board(ana)
    before = await everything(app.services.db)
  })
  afterAll(() => app.stop())

  const send = async (body: string | Buffer<ArrayBuffer>, { visitor } = ana) =>
    visitor.send('/api/v1/boards/import', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-csrf-token': await visitor.token() },
    })
  const errorOf = (answer: { json(): Record<string, unknown> }) =>
    answer.json()['error'] as { code: string; message: string; fields: Record<string, string> }

  test.each(noBoards)('%s', async (_, body, words) => {
    const answer = await send(body)
    expect(answer.status).toBe(400)
    expect(errorOf(answer)).toMatchObject({ code: 'invalid', fields: { file: expect.stringMatching(words) as string } })
    const page = await ana.visitor.upload('/boards/import/', { name: 'What I typed' }, body)
    expect(page.status).toBe(400)
    expect(page.text).toMatch(words)
    expect(page.text).toContain('value="What I typed"')
    expect(await everything(app.services.db)).toEqual(before)
  })

  test.each(unfit)('%s', async (_, file, place, words) => {
    const answer = await send(JSON.stringify(file))
    expect(answer.status).toBe(400)
    const { code, fields } = errorOf(answer)
    expect(code).toBe('invalid')
    expect(fields[place], JSON.stringify(fields)).toMatch(words)
    expect(Object.keys(fields).length).toBeLessThanOrEqual(20)
    expect(await everything(app.services.db)).toEqual(before)
  })

  test('a form names the places, and keeps what was typed', async () => {
    const file = JSON.stringify(withTask({ dueOn: 'soon', priority: '<b>now</b>' }))
    const page = await ana.visitor.upload('/boards/import/', { name: 'What I typed', addPeople: 'yes' }, file)
    expect(page.status).toBe(400)
    expect(page.text).toContain('tasks.3.dueOn: Is not a day in the calendar')
    expect(page.text).toContain('tasks.3.priority: Is low, medium, high or urgent')
    expect(page.text).toContain('value="What I typed"')
    expect(page.text).toMatch(/name="addPeople" value="yes" checked/)
    const longName = await ana.visitor.upload('/boards/import/', { name: 'x'.repeat(121) }, JSON.stringify(whole))
    expect(longName.status).toBe(400)
    expect(longName.text).toContain('May have 120 characters at most')
    expect(await everything(app.services.db)).toEqual(before)
  })

  test.each([
    ['name', 'x'.repeat(121)],
    ['name', 'a\0b'],
    ['addPeople', 'perhaps'],
  ])('the option %s cannot be %j', async (option, value) => {
    const query = new URLSearchParams({ [option]: value }).toString()
    const answer = await ana.visitor.api('POST', `/api/v1/boards/import?${query}`, whole)
    expect(answer.status).toBe(400)
    expect(Object.keys(errorOf(answer).fields)).toEqual([option])
    expect(await everything(app.services.db)).toEqual(before)
  })

  test('keys named __proto__ change nothing but the answer', async () => {
    const answer = await send(poisoned)
    expect(answer.status).toBe(400)
    expect(Object.keys(errorOf(answer).fields)).toEqual(expect.arrayContaining(['__proto__', 'board.__proto__']))
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
    expect(await everything(app.services.db)).toEqual(before)
  })

  test('bytes that are no text', async () => {
    const bytes = Buffer.from(text)
    bytes[text.indexOf('Do it')] = 0xff
    const answer = await send(bytes)
    expect(errorOf(answer).fields).toEqual({ file: 'It is not text in UTF-8.' })
    expect(await everything(app.services.db)).toEqual(before)
  })

  test('what fails while it is written leaves nothing behind', async () => {
    // The second task fails, when the board, its people, labels and columns are written.
    await app.services.db.$executeRawUnsafe(`CREATE UNIQUE INDEX only_one ON "Task" ("title")`)
    const answer = await send(JSON.stringify({ ...whole, tasks: many(2, task) }))
    await app.services.db.$executeRawUnsafe('DROP INDEX only_one')
    expect(answer.status).toBe(500)
    expect(app.takeErrors()).not.toEqual([])
    expect(await everything(app.services.db)).toEqual(before)
  })

  /** Sends 50 MB as a client does that has them in a file: a megabyte at a time, as fast as they are taken. */
  const sendFiftyMegabytes = async (path: string, contentType: string, before50: string) => {
    const headers = {
      'content-type': contentType,
      cookie: ana.visitor.cookie,
      'x-csrf-token': await ana.visitor.token(),
    }
    const asking = request(app.url + path, { method: 'POST', headers })
    const answered = new Promise<{ status: number; text: string }>((resolve, reject) => {
      asking.on('error', reject)
      asking.on('response', (response) => {
        void readText(response).then((words) => resolve({ status: response.statusCode ?? 0, text: words }), reject)
      })
    })
    const chunk = Buffer.alloc(megabyte, 'x')
    const chunks = [Buffer.from(before50), ...Array.from({ length: 50 }, () => chunk)]
    const [answer] = await Promise.all([answered, pipeline(Readable.from(chunks), asking)])
    return answer
  }

  test('50 MB in a form are refused with a clear page, what was typed is kept, and others are answered meanwhile', async () => {
    const fields = [
      `--x\r\ncontent-disposition: form-data; name="_csrf"\r\n\r\n${await ana.visitor.token()}\r\n`,
      '--x\r\ncontent-disposition: form-data; name="name"\r\n\r\nWhat I typed\r\n',
      '--x\r\ncontent-disposition: form-data; name="file"; filename="board.json"\r\n\r\n',
    ].join('')
    const heldBefore = heldMegabytes()
    const [form, other] = await Promise.all([
      sendFiftyMegabytes('/boards/import/', 'multipart/form-data; boundary=x', fields),
      ana.visitor.get('/api/v1/me'),
    ])
    expect(form.status).toBe(413)
    expect(form.text).toContain('The file may have 10 MB at most')
    expect(form.text).toContain('value="What I typed"')
    expect(other.status).toBe(200)
    await until('nothing of it is held any more', () => heldMegabytes() - heldBefore < 5)
    expect(await everything(app.services.db)).toEqual(before)
  })

  test('50 MB of JSON are refused', async () => {
    const heldBefore = heldMegabytes()
    const api = await sendFiftyMegabytes('/api/v1/boards/import', 'application/json', '{"board":"')
    expect(api.status).toBe(413)
    expect(JSON.parse(api.text)).toMatchObject({ error: { code: 'too_large' } })
    await until('nothing of it is held any more', () => heldMegabytes() - heldBefore < 5)
    expect(await everything(app.services.db)).toEqual(before)
  })

  test('whoever is not signed in, or has no token, uploads nothing', async () => {
    const stranger = app.visitor()
    const form = await stranger.upload('/boards/import/', {}, text)
    expect(form).toMatchObject({ status: 303, location: '/accounts/login/?next=%2F' })
    expect((await send(text, { ...ana, visitor: stranger })).status).toBe(401)
    const forged = await ana.visitor.upload('/boards/import/', { _csrf: 'wrong', name: 'Forged' }, text)
    expect(forged.status).toBe(403)
    expect(forged.text).toContain('Nothing was changed; send it once more.')
    expect(forged.text).toContain('value="Forged"')
    expect(await everything(app.services.db)).toEqual(before)
  })

  test.each(['/boards/import/', '/api/v1/boards/import'])(
    '%s answers whoever is refused before the file has been sent',
    async (path) => {
      const contentType = path.startsWith('/api') ? 'application/json' : 'multipart/form-data; boundary=x'
      const status = await new Promise<number>((resolve, reject) => {
        const asking = request(app.url + path, {
          method: 'POST',
          headers: { 'content-type': contentType, 'content-length': 50 * megabyte },
        })
        asking.on('response', (response) => {
          resolve(response.statusCode ?? 0)
          asking.destroy()
        })
        asking.on('error', reject)
        // No more than this is ever sent.
        asking.write('{')
      })
      expect(status).toBe(path.startsWith('/api') ? 401 : 303)
    },
  )

  test('other addresses take no larger bodies than before', async () => {
    const answer = await ana.visitor.api('POST', '/api/v1/boards', { name: 'x'.repeat(200_000) })
    expect(answer.status).toBe(413)
    const elsewhere = await ana.visitor.upload('/boards/create/', { name: 'x' }, text)
    expect(elsewhere.status).toBe(403)
    expect(await everything(app.services.db)).toEqual(before)
  })

  test('nothing else of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
