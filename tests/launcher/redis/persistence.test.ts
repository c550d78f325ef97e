// What a Redis that TaskFlow brings along still knows after a restart.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { describe, expect, test } from 'vitest'
import { isAlive } from '../../../src/launcher/instance.ts'
import { findRedisServer } from '../../../src/launcher/redis/binary.ts'
import { until, useCompiledProcesses } from '../support.ts'
import { useRedisProcesses } from './redis-process.ts'
import { findTestPort } from '../../support/ports.ts'

const processes = useCompiledProcesses()

describe.each(findRedisServer() ? (['embedded', 'server'] as const) : (['embedded'] as const))('Redis %s', (link) => {
  const redisProcesses = useRedisProcesses(link, processes)

  test('a restart keeps a session with its time to live, and a delayed job, which then runs', async () => {
    const place = { port: await findTestPort(), folder: redisProcesses.newFolder() }
    const first = await redisProcesses.start(place)
    await withClient(first.url, (client) => client.set('session:1', '{"user":7}', 'PX', 60_000))
    const queue = openQueue(first.url)
    await queue.add('remind', { taskId: 5 }, { delay: 1_500 })
    await queue.close()
    await first.stop()

    const second = await redisProcesses.start(place)
    await withClient(second.url, async (client) => {
      expect(await client.get('session:1')).toBe('{"user":7}')
      const leftMs = await client.pttl('session:1')
      expect(leftMs).toBeGreaterThan(40_000)
      expect(leftMs).toBeLessThan(60_000)
    })
    expect(await firstJob(second.url)).toEqual({ taskId: 5 })
  })

  test('a key that expires while Redis is stopped stays gone', async () => {
    const place = { port: await findTestPort(), folder: redisProcesses.newFolder() }
    const first = await redisProcesses.start(place)
    await withClient(first.url, async (client) => {
      await client.set('short', '1', 'PX', 300)
      await client.set('long', '1')
    })
    await first.stop()
    await delay(300)
    const second = await redisProcesses.start(place)
    await withClient(second.url, async (client) => expect(await client.keys('*')).toEqual(['long']))
  })

  test('a kill -9 loses what was written in the last seconds at most', async () => {
    const place = { port: await findTestPort(), folder: redisProcesses.newFolder() }
    const first = await redisProcesses.start(place)
    await withClient(first.url, async (client) => {
      await client.set('early', 'kept')
      const written = Date.now()
      // A redis-server hands each change to the system at once; the embedded Valkey is saved every 2 s.
      if (link === 'embedded') await until('the key to be saved', () => savedKeyCount(place.folder) === 1 || undefined)
      expect(Date.now() - written).toBeLessThan(12_000)
      await first.kill(link === 'server' ? await serverPid(client) : first.pid)
    })
    const second = await redisProcesses.start(place)
    await withClient(second.url, async (client) => expect(await client.get('early')).toBe('kept'))
  })
})

describe.runIf(findRedisServer())('redis-server', () => {
  const redisProcesses = useRedisProcesses('server', processes)

  test('one that lost its guard is ended before the next one takes its files', async () => {
    const place = { port: await findTestPort(), folder: redisProcesses.newFolder() }
    const first = await redisProcesses.start(place)
    const orphan = await withClient(first.url, async (client) => {
      await client.set('early', 'kept')
      return serverPid(client)
    })
    await first.kill()
    expect(isAlive(orphan)).toBe(true)
    const second = await redisProcesses.start(place)
    await withClient(second.url, async (client) => {
      expect(await serverPid(client)).not.toBe(orphan)
      expect(await client.get('early')).toBe('kept')
    })
    await until('the orphan to end', () => (isAlive(orphan) ? undefined : true))
  })
})

describe('the snapshot of the embedded Valkey', () => {
  const redisProcesses = useRedisProcesses('embedded', processes)

  test('is whole after a kill -9 at any moment', async () => {
    const folder = redisProcesses.newFolder()
    let known = 0
    for (let round = 1; round <= 4; round++) {
      const redis = await redisProcesses.start({ folder, saveEveryMs: 20 })
      await withClient(redis.url, async (client) => {
        expect(await client.dbsize()).toBeGreaterThanOrEqual(known)
        await writeKeys(client, round, 2_000)
        // Killed while it saves, again and again: each write since the last save makes it save anew.
        const killAt = Date.now() + 60 + round * 23
        while (Date.now() < killAt) await client.set('clock', Date.now())
      })
      known = savedKeyCount(folder)
      await redis.kill()
      expect(redis.complaints()).toBe('')
    }
    const last = await redisProcesses.start({ folder })
    await withClient(last.url, async (client) => expect(await client.dbsize()).toBeGreaterThanOrEqual(known))
    expect(last.complaints()).toBe('')
  })

  test('is not written again while nothing changes', async () => {
    const folder = redisProcesses.newFolder()
    const redis = await redisProcesses.start({ folder, saveEveryMs: 20 })
    await withClient(redis.url, (client) => client.set('a', '1'))
    await until('the key to be saved', () => savedKeyCount(folder) === 1 || undefined)
    const saved = statSync(snapshotIn(folder))
    await withClient(redis.url, (client) => client.get('a'))
    await delay(200)
    expect(statSync(snapshotIn(folder)).mtimeMs).toBe(saved.mtimeMs)
    await redis.stop()
    expect(statSync(snapshotIn(folder)).mtimeMs).toBe(saved.mtimeMs)
  })

  test('that is damaged does not stop the start: it is kept aside, said so, and the rest is used', async () => {
    const folder = redisProcesses.newFolder()
    const first = await redisProcesses.start({ folder })
    await withClient(first.url, (client) => client.mset('a', '1', 'b', '2', 'c', '3'))
    await first.stop()
    const whole = readFileSync(snapshotIn(folder), 'utf8')

    const damaged = { 'cut off': whole.slice(0, -10), 'of another key': whole.replace(/,"\w{6}/, ',"AAAAAA') }
    for (const [what, text] of Object.entries(damaged)) await restoreDamaged(folder, what, text, 2)
    await restoreDamaged(folder, 'something else', 'PNG', 0)
    await restoreDamaged(folder, 'empty', '', 0)

    const last = await redisProcesses.start({ folder })
    await withClient(last.url, async (client) => expect(await client.dbsize()).toBe(0))
    expect(last.complaints()).toBe('')
  })

  async function restoreDamaged(folder: string, what: string, text: string, restored: number): Promise<void> {
    const asideBefore = filesAside(folder).length
    writeFileSync(snapshotIn(folder), text)
    const redis = await redisProcesses.start({ folder })
    await withClient(redis.url, async (client) => expect(await client.dbsize(), what).toBe(restored))
    expect(redis.complaints()).toContain(`damaged; ${restored} were brought back`)
    expect(filesAside(folder)).toHaveLength(asideBefore + 1)
    await redis.stop()
    // What was brought back is saved anew.
    expect(savedKeyCount(folder), what).toBe(restored)
  }

  test('names and values may hold any bytes', async () => {
    const folder = redisProcesses.newFolder()
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    const first = await redisProcesses.start({ folder })
    await withClient(first.url, (client) => client.set(bytes, bytes))
    await first.stop()
    const second = await redisProcesses.start({ folder })
    await withClient(second.url, async (client) => expect((await client.getBuffer(bytes))?.equals(bytes)).toBe(true))
  })
})

async function withClient<T>(url: string, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url)
  client.on('error', () => undefined)
  try {
    return await work(client)
  } finally {
    client.disconnect()
  }
}

async function serverPid(client: Redis): Promise<number> {
  return Number(/process_id:(\d+)/.exec(await client.info('server'))?.[1])
}

function openQueue(url: string): Queue {
  return new Queue('reminders', { connection: connectionTo(url) })
}

async function firstJob(url: string): Promise<unknown> {
  const done: unknown[] = []
  const worker = new Worker(
    'reminders',
    (job) => {
      done.push(job.data)
      return Promise.resolve()
    },
    { connection: connectionTo(url) },
  )
  const job = await until('the delayed job', () => done[0])
  await worker.close()
  return job
}

function connectionTo(url: string) {
  return { host: '127.0.0.1', port: Number(new URL(url).port), maxRetriesPerRequest: null }
}

async function writeKeys(client: Redis, round: number, count: number): Promise<void> {
  const pipeline = client.pipeline()
  for (let key = 0; key < count; key++) pipeline.set(`round-${round}:${key}`, 'x'.repeat(100))
  await pipeline.exec()
}

function snapshotIn(folder: string): string {
  return path.join(folder, 'embedded.snapshot')
}

function filesAside(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.includes('.damaged-'))
}

/** The first line of a snapshot says how many keys follow. */
function savedKeyCount(folder: string): number {
  if (!existsSync(snapshotIn(folder))) return 0
  const [header = ''] = readFileSync(snapshotIn(folder), 'utf8').split('\n')
  return (JSON.parse(header) as [string, number])[1]
}
