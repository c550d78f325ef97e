import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schedule } from '../../src/app/schedule.ts'
import { openDatabase, type Db } from '../../src/platform/db/index.ts'
import { setup } from '../../scripts/setup.mjs'
import { makeBoard, type TestBoard } from '../support/boards.ts'
import { prepareStack, whyNoStack, type ComposeStack } from '../support/compose-stack.ts'
import { HttpClient } from '../support/http-client.ts'
import { ask, connectSocket, register, setUpAdministrator, signIn, type Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { restartUnderLoad } from './rolling-restart.ts'

const reason = whyNoStack()
if (reason) console.warn(`NOT TESTED, two webs, two workers and two schedulers behind nginx: ${reason}`)

/** Fewer than may register from one address. */
const names = ['Ben', 'Cleo', 'Dara', 'Ede', 'Finn', 'Gita', 'Hugo', 'Ines', 'Jana', 'Karl', 'Lena']

describe.skipIf(reason !== undefined)('two webs, two workers and two schedulers behind nginx', () => {
  let stack: ComposeStack
  let db: Db
  let people: Person[]
  let board: TestBoard
  /** One at each web. */
  let ana: Person
  let ben: Person
  const sockets: Socket[] = []

  beforeAll(async () => {
    await setup()
    stack = await prepareStack({ env: { POSTS_PER_MINUTE: '100000' } })
    await stack.up(['postgres', 'redis', 'migrate', 'web-1', 'web-2', 'worker', 'proxy'])
    await stack.start('worker', 2)
    db = await openDatabase(stack.databaseUrl)
    people = [await setUpAdministrator(stack.url, 'Ana')]
    for (const name of names) people.push(await register(stack.url, name))
    board = await makeBoard(people[0] as Person, 'Cluster', people.slice(1))
    const webs = await Promise.all(people.map((person) => webOf(stack, person)))
    ana = people[0] as Person
    ben = people[webs.findIndex((web) => web !== webs[0])] ?? (people[1] as Person)
    // Another session may be at the other web.
    while ((await webOf(stack, ben)) === webs[0]) ben.http = await signIn(stack.url, ben)
  }, 120_000)
  afterAll(async () => {
    for (const socket of sockets) socket.disconnect()
    await db?.$disconnect()
    await stack?.down()
  })

  async function connect(person: Person): Promise<Socket> {
    const socket = await connectSocket(person.http)
    sockets.push(socket)
    return socket
  }

  test('people stay with one web process each, and both have some', async () => {
    const webs = await Promise.all(people.map((person) => webOf(stack, person)))
    expect(new Set(webs)).toEqual(new Set([stack.addressOf('web-1:8000'), stack.addressOf('web-2:8000')]))
    for (let time = 1; time <= 3; time += 1) expect(await webOf(stack, ana)).toBe(webs[0])
  })

  test('people at different webs talk, see each other type, and are notified', async () => {
    const [here, there] = [await connect(ana), await connect(ben)]
    const heard = listenTo(there)
    for (const socket of [here, there])
      expect(await ask(socket, 'room:join', { roomId: board.roomId })).toMatchObject({ ok: true })

    await ask(here, 'typing:start', { roomId: board.roomId })
    const typing = { roomId: board.roomId, user: { id: ana.id, username: ana.username } }
    await until('typing is seen', () => heard.some(({ event }) => event === 'typing:started'))
    expect(heard.find(({ event }) => event === 'typing:started')?.payload).toEqual(typing)

    const content = `@${ben.username} are you there?`
    const post = { roomId: board.roomId, content, clientId: randomUUID() }
    expect(await ask(here, 'message:post', post)).toMatchObject({ ok: true })
    await until('the message is heard', () => heardChange(heard, 'message:posted'))
    const inbox = await until('the inbox is told', () => heardChange(heard, 'notification:created'))
    expect(inbox.channel).toBe(`user:${ben.id}`)
    expect(await db.notification.count({ where: { recipientId: ben.id } })).toBe(1)
  })

  test('who is here is known over both webs', async () => {
    const socket = await connect(ana)
    await connect(ben)
    const here = await until('both are here', async () => {
      const answer = await ask<{ people: { id: number }[] }>(socket, 'presence:list', { boardId: board.id })
      const ids = answer.ok ? answer.people.map(({ id }) => id) : []
      return ids.includes(ana.id) && ids.includes(ben.id) && ids
    })
    expect(new Set(here)).toEqual(new Set([ana.id, ben.id]))
  })

  test('long polling works for everyone, at whichever web they are', async () => {
    await Promise.all(
      people.map(async (person) => {
        const socket = io(stack.url, {
          transports: ['polling'],
          forceNew: true,
          reconnection: false,
          extraHeaders: { cookie: person.http.cookieHeader() },
        })
        sockets.push(socket)
        for (let time = 1; time <= 3; time += 1)
          expect(await ask(socket, 'room:join', { roomId: board.roomId })).toMatchObject({ ok: true })
        socket.disconnect()
      }),
    )
  })

  test('a WebSocket needs no request before it', async () => {
    const socket = await connect(ben)
    expect(socket.io.engine.transport.name).toBe('websocket')
  })

  test(
    'two schedulers at once have a reminder sent once, and what Redis forgot done once',
    { timeout: 180_000 },
    async () => {
      const { timeZone, today } = noonSomewhere()
      await db.user.update({ where: { id: ben.id }, data: { timeZone } })
      const { task } = await ana.http.call<{ task: { id: number } }>(
        'POST',
        `/api/v1/columns/${board.columnIds[0]}/tasks`,
        { title: 'Due today' },
      )
      await ana.http.call('PATCH', `/api/v1/tasks/${task.id}`, { dueOn: today, assigneeIds: [ben.id] })
      await until('the assignment is told', () =>
        db.notification.count({ where: { recipientId: ben.id, type: 'assignment' } }),
      )
      await Promise.all([1, 2].map((copy) => stack.stopOne('worker', copy)))
      const content = `@${ben.username} while no worker ran`
      await ana.http.call('POST', `/api/v1/rooms/${board.roomId}/messages`, { content, clientId: randomUUID() })
      await forgetOutboxQueue(stack)

      await Promise.all([1, 2].map((copy) => stack.start('scheduler', copy)))
      await Promise.all([1, 2].map((copy) => stack.start('worker', copy)))

      const owed = { recipientId: ben.id, sourceKey: { startsWith: `due_soon:task:${task.id}:` } }
      await until('the reminder is there', () => db.notification.count({ where: owed }))
      await until('nothing is owed', async () => (await db.outboxEntry.count({ where: { doneAt: null } })) === 0)
      expect(await db.notification.count({ where: owed })).toBe(1)
      expect(await db.notification.count({ where: { recipientId: ben.id, message: { content } } })).toBe(1)
    },
  )

  test(
    'restarting one web after the other under 100 messages a second loses none, doubles none, and leaves no page stuck',
    { timeout: 150_000 },
    async () => {
      const { posted, followers, differences, exitCodes } = await restartUnderLoad(stack, {
        people: [ana, ben, ...people.filter((person) => person !== ana && person !== ben)].slice(0, 10),
        board,
        ratePerSecond: 100,
        calmMs: 2000,
        pages: 2,
      })
      expect(exitCodes).toEqual([0, 0])
      expect(posted.length).toBeGreaterThan(400)
      const inOrder = posted.toSorted((one, other) => one.version - other.version)
      const stored = await db.chatMessage.findMany({
        where: { roomId: board.roomId, clientId: { in: posted.map(({ clientId }) => clientId) } },
        orderBy: { version: 'asc' },
      })
      expect(stored.map(({ id, clientId, version }) => ({ id, clientId, version }))).toEqual(inOrder)
      expect(await db.chatMessage.count({ where: { roomId: board.roomId, content: { startsWith: 'number ' } } })).toBe(
        posted.length,
      )
      for (const { seen, leftOut } of followers) {
        const owed = inOrder.filter(({ version }) => !leftOut.some(([after, to]) => version > after && version <= to))
        expect(seen.map(({ message }) => message?.id)).toEqual(owed.map(({ id }) => id))
      }
      expect(differences).toEqual([])
    },
  )

  test('each run of the schedule was done by one worker, and none came twice', async () => {
    const { everyMs } = schedule['sweep-outbox']
    const { completed, schedulers } = await until('the outbox was swept four times', async () => {
      const now = await scheduleOf(stack)
      return timesOf(now.completed, 'sweep-outbox').length >= 4 && now
    })
    expect(schedulers.toSorted()).toEqual(Object.keys(schedule).toSorted())
    expect(new Set(completed).size).toBe(completed.length)
    // The first one is due at once, the others at whole times; a worker that is late leaves one out.
    const [, ...sweeps] = timesOf(completed, 'sweep-outbox')
    for (const [place, time] of sweeps.slice(1).entries()) expect((time - (sweeps[place] ?? 0)) % everyMs).toBe(0)
  })

  test('who says to come from elsewhere is counted by the address that the proxy saw', async () => {
    const statuses: number[] = []
    while (statuses.length < 20 && statuses.at(-1) !== 429) {
      const http = new HttpClient(stack.url, `10.0.0.${statuses.length + 1}`)
      const username = `extra-${statuses.length}`
      const fields = {
        displayName: 'Extra',
        username,
        email: `${username}@example.org`,
        password: 'a long enough password',
      }
      statuses.push((await http.submit('/accounts/register/', fields)).status)
    }
    expect(statuses.at(-1)).toBe(429)
  })

  test('the state of single processes is not shown outside', async () => {
    for (const path of ['/readyz', '/metrics']) expect((await fetch(stack.url + path)).status).toBe(404)
    expect((await fetch(`${stack.url}/healthz`)).status).toBe(200)
  })
})

/** Which web answers this person: the proxy writes it down beside the request's id, which the web gave. */
async function webOf(stack: ComposeStack, { http }: Person): Promise<string> {
  const answer = await fetch(`${stack.url}/api/v1/me`, { headers: { cookie: http.cookieHeader() } })
  const requestId = answer.headers.get('x-request-id')
  return until('the proxy has written it down', () => {
    const lines = stack.log('proxy').split('\n')
    const line = lines.find((one) => one.startsWith('{') && one.includes(`"requestId":"${requestId}"`))
    return line && (JSON.parse(line) as { web: string }).web
  })
}

interface Heard {
  event: string
  payload: { channel?: string; changes?: { type: string }[] }
}

function listenTo(socket: Socket): Heard[] {
  const heard: Heard[] = []
  socket.onAny((event: string, payload: Heard['payload']) => heard.push({ event, payload }))
  return heard
}

function heardChange(heard: Heard[], type: string): Heard['payload'] | undefined {
  return heard.find(({ payload }) => payload.changes?.some((change) => change.type === type))?.payload
}

/** A time zone in which it is about noon, so that the day's reminders are due there, and what day it is in it. */
function noonSomewhere(now = new Date()): { timeZone: string; today: string } {
  const ahead = 12 - now.getUTCHours()
  // The signs of these names are the other way round: Etc/GMT-3 is three hours ahead.
  const timeZone = ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
  return { timeZone, today: now.toISOString().slice(0, 10) }
}

/** As if Redis had lost it. */
async function forgetOutboxQueue({ redisUrl }: ComposeStack): Promise<void> {
  await withRedis(redisUrl, async (redis) => {
    const keys = (await redis.keys('taskflow:*:outbox:*')).filter((key) => !key.endsWith(':meta'))
    expect(keys.length).toBeGreaterThan(0)
    await redis.del(...keys)
  })
}

/** The ids of the schedule's jobs that were done, as BullMQ wrote them down, and what is planned. */
async function scheduleOf({ redisUrl }: ComposeStack): Promise<{ completed: string[]; schedulers: string[] }> {
  return withRedis(redisUrl, async (redis) => {
    const [stream = ''] = await redis.keys('taskflow:*:schedule:events')
    const entries = await redis.xrange(stream, '-', '+')
    const events = entries.map(([, fields]) => Object.fromEntries(inPairs(fields)))
    const completed = events.filter(({ event }) => event === 'completed').map(({ jobId = '' }) => jobId)
    return { completed, schedulers: await redis.zrange(stream.replace(/events$/, 'repeat'), '0', '-1') }
  })
}

/** BullMQ names a job of a schedule by its plan and the time at which it is due. */
function timesOf(jobIds: string[], name: string): number[] {
  return jobIds.filter((id) => id.startsWith(`repeat:${name}:`)).map((id) => Number(id.split(':')[2]))
}

function inPairs(fields: string[]): [string, string][] {
  return Array.from({ length: fields.length / 2 }, (_, at) => [fields[2 * at] ?? '', fields[2 * at + 1] ?? ''])
}

async function withRedis<Result>(url: string, use: (redis: Redis) => Promise<Result>): Promise<Result> {
  const redis = new Redis(url)
  try {
    return await use(redis)
  } finally {
    redis.disconnect()
  }
}
