// What TaskFlow needs of a Redis, asked of each one that it can bring along.
import { once } from 'node:events'
import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findRedisServer } from '../../../src/launcher/redis/binary.ts'
import { until, useCompiledProcesses } from '../support.ts'
import { useRedisProcesses, type RedisProcess } from './redis-process.ts'

const processes = useCompiledProcesses()

describe.each(findRedisServer() ? (['embedded', 'server'] as const) : (['embedded'] as const))('Redis %s', (link) => {
  const redisProcesses = useRedisProcesses(link, processes)
  let redis: RedisProcess
  let client: Redis
  let other: Redis

  beforeAll(async () => {
    redis = await redisProcesses.start()
    client = new Redis(redis.url)
    other = new Redis(redis.url)
  })
  afterAll(() => {
    client.disconnect()
    other.disconnect()
  })

  test('BullMQ runs a job, a delayed one and one that needs a retry', async () => {
    const { queue, finished, close } = openQueue(redis.url, 'jobs')
    const addedAt = Date.now()
    await queue.add('plain', {})
    await queue.add('delayed', {}, { delay: 400 })
    await queue.add('flaky', {}, { attempts: 3, backoff: { type: 'fixed', delay: 100 } })
    await until('three jobs', () => (finished.length === 3 ? true : undefined))
    expect(finished.map(({ name }) => name).sort()).toEqual(['delayed', 'flaky', 'plain'])
    const delayed = finished.find(({ name }) => name === 'delayed')
    expect((delayed?.at ?? 0) - addedAt).toBeGreaterThanOrEqual(400)
    expect(finished.find(({ name }) => name === 'flaky')?.attempt).toBe(2)
    await close()
  })

  test('a BullMQ job scheduler runs its job again and again', async () => {
    const { queue, finished, close } = openQueue(redis.url, 'schedule')
    await queue.upsertJobScheduler('sweep', { every: 150 }, { name: 'sweep' })
    await until('three runs', () => (finished.length >= 3 ? true : undefined))
    await queue.removeJobScheduler('sweep')
    await close()
  })

  test('a message published by one client reaches the other', async () => {
    const messages: string[] = []
    other.on('message', (channel, message) => messages.push(`${channel}: ${message}`))
    await other.subscribe('news')
    expect(await client.publish('news', 'hello')).toBe(1)
    await until('the message', () => messages[0])
    expect(messages).toEqual(['news: hello'])
  })

  test('Lua scripts have cjson and cmsgpack', async () => {
    const script = `
      local task = cjson.decode(ARGV[1])
      local packed = cmsgpack.pack({ task.title, task.position })
      return cjson.encode(cmsgpack.unpack(packed))`
    expect(await client.eval(script, 0, JSON.stringify({ title: 'Größe', position: 3 }))).toBe('["Größe",3]')
  })

  test('10,000 connections are accepted, answered and closed', async () => {
    const { port } = new URL(redis.url)
    let answered = 0
    for (let batch = 0; batch < 100; batch++) {
      const answers = await Promise.all(Array.from({ length: 100 }, () => pingOnce(Number(port))))
      answered += answers.filter((answer) => answer === '+PONG\r\n').length
    }
    expect(answered).toBe(10_000)
    expect(await client.ping()).toBe('PONG')
  })

  test('a request is answered at once, and does not wait for a timer', async () => {
    await client.set('greeting', 'hello')
    const tripsMs: number[] = []
    for (let trip = 0; trip < 2_000; trip++) {
      const startedAt = performance.now()
      await (trip % 2 === 0 ? client.ping() : client.get('greeting'))
      tripsMs.push(performance.now() - startedAt)
    }
    // The embedded one looks after its clients every 100 ms as well: on a machine with something else to do most still don't wait for it.
    const median = tripsMs.sort((a, b) => a - b)[1_000]
    expect(median).toBeLessThan(20)
  })

  test('an answer of 8 MB and a request of 8 MB arrive whole', async () => {
    const long = Buffer.alloc(8 << 20, 'ab')
    await client.set('long', long)
    expect((await client.getBuffer('long'))?.equals(long)).toBe(true)
  })

  test('a blocking read waits for its key without holding up others', async () => {
    const waiting = new Redis(redis.url)
    const popped = waiting.blpop('later', 5)
    await until('the read to block', async () =>
      (await client.info('clients')).includes('blocked_clients:1') ? true : undefined,
    )
    await client.rpush('later', 'now')
    expect(await popped).toEqual(['later', 'now'])
    waiting.disconnect()
  })
})

function openQueue(url: string, name: string) {
  const { hostname: host, port } = new URL(url)
  const connection = { host, port: Number(port), maxRetriesPerRequest: null }
  const queue = new Queue(name, { connection })
  const finished: { name: string; at: number; attempt: number }[] = []
  const worker = new Worker(
    name,
    async (job) => {
      await delay(1)
      if (job.name === 'flaky' && job.attemptsMade < 1) throw new Error('the first attempt fails')
      finished.push({ name: job.name, at: Date.now(), attempt: job.attemptsMade + 1 })
    },
    { connection },
  )
  const close = async (): Promise<void> => {
    await worker.close()
    await queue.close()
  }
  return { queue, finished, close }
}

async function pingOnce(port: number): Promise<string> {
  const socket = net.connect(port, '127.0.0.1')
  socket.write('PING\r\n')
  const [answer] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  return answer.toString()
}
