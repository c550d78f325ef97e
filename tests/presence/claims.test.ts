import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClaims, type Claims } from '../../src/platform/claims/claims.ts'
import { createLog } from '../../src/platform/log.ts'
import { connectRedis } from '../../src/platform/redis.ts'
import { startTestRedis, type TestRedis } from '../support/redis.ts'
import { until } from '../support/until.ts'

/** As in a running process, only sooner. */
const times = { aliveMs: 3_000, beatMs: 150, gatherMs: 20 }
const log = createLog('test', 'silent')

interface Process {
  claims: Claims
  told: [string, number][]
  /** Ends without a word, as by kill -9: what it claimed stays behind in Redis. */
  die(): void
}

let redis: TestRedis
let running: Process[] = []
beforeAll(async () => {
  redis = await startTestRedis()
})
afterAll(async () => {
  for (const process of running) process.die()
  await redis.stop()
})

let installations = 0

function startProcesses(count: number): Process[] {
  installations += 1
  const prefix = `test:${installations}`
  const started = Array.from({ length: count }, (): Process => {
    const connection = connectRedis(redis.url, 'sessions', log)
    const claims = createClaims(connection, prefix, log, times)
    const told: [string, number][] = []
    claims.watch((changed) => told.push(...changed))
    return {
      claims,
      told,
      die() {
        claims.close()
        connection.disconnect()
      },
    }
  })
  running = [...running, ...started]
  return started
}

const untilHighest = ({ claims }: Process, key: string, value: number) =>
  until(`${key} is ${value}`, async () => (await claims.highest([key]))?.[0] === value)

test('the highest that any process claims counts, and is told once, by whoever changed it', async () => {
  const [one, other] = startProcesses(2) as [Process, Process]
  one.claims.claim('7', 1)
  await untilHighest(other, '7', 1)
  other.claims.claim('7', 2)
  await untilHighest(one, '7', 2)
  one.claims.claim('7', 0)
  other.claims.claim('7', 0)
  await untilHighest(one, '7', 0)
  await until('all is told', () => one.told.length + other.told.length === 3)
  const values = [...one.told, ...other.told].map(([, value]) => value)
  expect(values.toSorted((first, second) => first - second)).toEqual([0, 1, 2])
})

test('what changes back at once is not told', async () => {
  const [one] = startProcesses(1) as [Process]
  one.claims.claim('7', 2)
  await until('it is told', () => one.told.length === 1)
  one.claims.claim('7', 1)
  one.claims.claim('7', 2)
  one.claims.claim('8', 1)
  await until('what came later is told', () => one.told.length === 2)
  expect(one.told).toEqual([
    ['7', 2],
    ['8', 1],
  ])
})

test('what a process claimed ends with it, and one of the others tells of that', async () => {
  const [dying, one, other] = startProcesses(3) as [Process, Process, Process]
  dying.claims.claim('7', 2)
  dying.claims.claim('8', 2)
  one.claims.claim('8', 1)
  other.claims.claim('9', 1)
  await untilHighest(other, '7', 2)
  await untilHighest(other, '8', 2)
  await untilHighest(other, '9', 1)
  const before = [...one.told, ...other.told].length
  dying.die()
  await until('its end is told', () => one.told.length + other.told.length === before + 2)
  expect(await one.claims.highest(['7', '8', '9'])).toEqual([0, 1, 1])
  expect([...one.told, ...other.told]).toEqual(
    expect.arrayContaining([
      ['7', 0],
      ['8', 1],
    ]),
  )
})

test('of a process that died without a farewell one of the others tells, once, though it claimed nothing', async () => {
  const processes = startProcesses(4) as [Process, Process, Process, Process]
  const [dying, leaving, one, other] = processes
  const found: Process[] = []
  for (const process of processes) process.claims.watchDeaths(() => found.push(process))
  await untilKnown(4)
  await leaving.claims.farewell()
  leaving.die()
  await untilKnown(3)
  dying.die()
  await untilKnown(2)
  await until('its death is told', () => found.length > 0)
  expect(found).toHaveLength(1)
  expect([one, other]).toContain(found[0])
})

/** Waits until so many of the processes that were started last are neither unheard of nor buried. */
async function untilKnown(count: number): Promise<void> {
  const client = connectRedis(redis.url, 'sessions', log)
  const known = (): Promise<number> => client.scard(`test:${installations}:claims:processes`)
  await until(`${count} processes are known`, async () => (await known()) === count)
  client.disconnect()
}

test('while Redis is away nothing is known and nothing fails; emptied, it is told everything again', async () => {
  const [one, other] = startProcesses(2) as [Process, Process]
  one.claims.claim('7', 2)
  one.claims.claim('8', 2)
  other.claims.claim('9', 1)
  await untilHighest(other, '7', 2)
  await untilHighest(other, '9', 1)
  await redis.kill()
  await until('it is not known', async () => (await other.claims.highest(['7'])) === null)
  one.claims.claim('8', 0)
  one.claims.claim('10', 1)
  await redis.startAgain()
  await untilHighest(other, '7', 2)
  await untilHighest(one, '9', 1)
  await untilHighest(other, '10', 1)
  expect(await other.claims.highest(['8'])).toEqual([0])
})
