import { Manager } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '../../src/platform/db/index.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds, isAnyoneWaiting } from '../support/databases.ts'
import { password } from '../support/makers.ts'
import { until } from '../support/until.ts'
import type { Visitor } from '../support/visitor.ts'

/** A connection that speaks Engine.IO by hand, as a client that does as it likes. */
async function openConnection(visitor: Visitor) {
  const opened = (await visitor.get('/socket.io/?EIO=4&transport=polling')).text
  const path = `/socket.io/?EIO=4&transport=polling&sid=${/"sid":"([^"]+)"/.exec(opened)?.[1] ?? ''}`
  return {
    send: (packet: string) =>
      visitor.send(path, { method: 'POST', body: packet, headers: { 'content-type': 'text/plain' } }),
    receive: async () => (await visitor.get(path)).text,
  }
}

const connect = '40'
const leave = '41'
const refused = '44{"message":"unauthorized"}'

describe('a session that has ended', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await startApp('sqlite', { worker: false })
  })
  afterAll(() => app.stop())

  test('lets nobody in over a connection that was opened before', async () => {
    const { visitor } = await app.person('late')
    const connection = await openConnection(visitor.copy())
    await visitor.post('/accounts/logout/')
    await connection.send(connect)
    expect(await connection.receive()).toBe(refused)
  })

  test('lets nobody in again who had left before the end', async () => {
    const { visitor } = await app.person('again')
    const connection = await openConnection(visitor.copy())
    await connection.send(connect)
    expect(await connection.receive()).toContain('40{"sid"')
    await connection.send(leave)
    await visitor.post('/accounts/logout/')
    await connection.send(connect)
    expect(await connection.receive()).toBe(refused)
  })

  test('ends its sockets also when somebody else signs in with the same browser', async () => {
    const [first, second] = [await app.person('first'), await app.person('second')]
    const socket = await app.socket(first.visitor)
    await first.visitor.post('/accounts/login/', { username: second.username, password })
    await socket.ended()
    const own = await app.socket(first.visitor)
    expect(await own.ask('inbox:join', {})).toMatchObject({ ok: true })
  })
})

/** A connection whose handshake is over, and that has not asked to be let in yet. */
async function shakeHands({ url, cookie }: Visitor) {
  const options = { transports: ['websocket'], reconnection: false, autoConnect: false, extraHeaders: { cookie } }
  const manager = new Manager(url, options)
  await new Promise<void>((resolve, reject) => void manager.open((error) => (error ? reject(error) : resolve())))
  return manager
}

// Only Postgres lets the look at the account wait for a lock.
describe.runIf(databaseKinds().includes('postgres'))('a session that ends while its socket is being let in', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await startApp('postgres', { worker: false })
  })
  afterAll(() => app.stop())

  test('leaves no socket behind', async () => {
    const { db, accessChanges } = app.services
    const { id, visitor } = await app.person('quick')
    const earlier = await app.socket(visitor)
    const manager = await shakeHands(visitor)
    const heard: string[] = []
    const socket = manager.socket('/')
    for (const event of ['connect', 'connect_error', 'disconnect']) socket.on(event, () => heard.push(event))
    const whileLocked = async (tx: Pick<Db, '$executeRaw' | '$queryRaw'>): Promise<void> => {
      await tx.$executeRaw`LOCK TABLE "User" IN ACCESS EXCLUSIVE MODE`
      socket.connect()
      await until('the account is looked at', () => isAnyoneWaiting(tx))
      accessChanges.signedOut(id)
      await earlier.ended()
    }
    await db.$transaction(whileLocked, { timeout: 30_000 })
    await until('the end of the connection', () => heard.includes('disconnect'))
    expect(heard).toEqual(['connect', 'disconnect'])
  })
})
