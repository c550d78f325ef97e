import { request } from 'node:http'
import os from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLimits } from '../../src/platform/limits.ts'
import { newId } from '../../src/platform/ids.ts'
import { connectRedis } from '../../src/platform/redis.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import { until } from '../support/until.ts'
import { findTestPort } from '../support/ports.ts'

/** The value of one line of Prometheus's text format; undefined where there is no such line. */
function valueOf(text: string, name: string, labels: Record<string, string> = {}): number | undefined {
  const line = text
    .split('\n')
    .find(
      (one) =>
        (one.startsWith(`${name}{`) || one.startsWith(`${name} `)) &&
        Object.entries(labels).every(([label, value]) => one.includes(`${label}="${value}"`)),
    )
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')))
}

describe.each(databaseKinds())('metrics on %s', (kind) => {
  let app: TestApp
  let workerPort: number
  beforeAll(async () => {
    workerPort = await findTestPort()
    app = await startApp(kind, { settings: { metricsPort: workerPort } })
  })
  afterAll(() => app.stop())

  const scrape = async (): Promise<string> => {
    const { status, text } = await app.visitor().get('/metrics')
    expect(status).toBe(200)
    return text
  }

  test('a request is counted by the pattern of its route, never by its address', async () => {
    await scrape()
    const ana = await app.person('ana')
    const { id, roomId } = await app.board(ana)
    await ana.visitor.get(`/boards/${id}/`)
    await app.visitor().get('/join/a-secret-invitation/')
    await app.visitor().get('/no/such/place-of-mine/')
    await ana.visitor.api('POST', `/api/v1/rooms/${roomId}/messages`, { content: 'hello', clientId: 'metrics-1' })
    const text = await scrape()
    const name = 'taskflow_http_request_duration_seconds_count'
    expect(valueOf(text, name, { method: 'GET', route: '/boards/:boardId/', status: '200' })).toBe(1)
    expect(valueOf(text, name, { route: '/join/:token/' })).toBe(1)
    expect(valueOf(text, name, { route: 'none', status: '404' })).toBe(1)
    expect(valueOf(text, name, { method: 'POST', route: '/api/v1/rooms/:roomId/messages' })).toBe(1)
    expect(text).not.toContain('a-secret-invitation')
    expect(text).not.toContain('place-of-mine')
  })

  test('posts, deliveries and connected sockets are counted', async () => {
    const ben = await app.person('ben')
    const { roomId } = await app.board(ben)
    const socket = await app.socket(ben.visitor)
    const before = valueOf(await scrape(), 'taskflow_changes_broadcast_total', { type: 'message:posted' }) ?? 0
    await socket.ask('message:post', { roomId, content: 'one', clientId: 'metrics-2' })
    const text = await until('it was told', async () => {
      const now = await scrape()
      return valueOf(now, 'taskflow_changes_broadcast_total', { type: 'message:posted' }) === before + 1 && now
    })
    expect(valueOf(text, 'taskflow_broadcast_events_total')).toBeGreaterThan(0)
    expect(valueOf(text, 'taskflow_sockets_connected')).toBe(1)
    socket.close()
    await until('it is gone', async () => valueOf(await scrape(), 'taskflow_sockets_connected') === 0)
  })

  test('refusals are counted by their limit', async () => {
    const refused: string[] = []
    const connection = connectRedis(app.redis.url, 'sessions', app.services.log)
    const limits = createLimits(connection, 'test', (limit) => refused.push(limit))
    const limit = { name: 'knock', points: 1, seconds: 60 }
    await limits.consume(limit, 'ana')
    await expect(limits.consume(limit, 'ana')).rejects.toThrow('too much')
    expect(refused).toEqual(['knock'])
    connection.disconnect()
  })

  test('queues and the outbox are seen, by state; what was set aside stands out', async () => {
    await app.services.db.outboxEntry.create({
      data: { id: newId(), job: 'gone', payload: '{}', failedAt: new Date() },
    })
    const text = await scrape()
    expect(valueOf(text, 'taskflow_outbox_rows', { state: 'set_aside' })).toBe(1)
    expect(valueOf(text, 'taskflow_queue_jobs', { queue: 'outbox', state: 'failed' })).toBe(0)
    expect(valueOf(text, 'taskflow_queue_jobs', { queue: 'schedule', state: 'delayed' })).toBe(0)
    expect(valueOf(text, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0)
    expect(valueOf(text, 'process_resident_memory_bytes', { process: 'web' })).toBeGreaterThan(1_000_000)
  })

  test('a worker serves its own on METRICS_PORT, and nothing else there', async () => {
    const cleo = await app.person('cleo')
    const dan = await app.person('dan')
    const { roomId } = await app.board(cleo, [[dan, 'member']])
    await cleo.visitor.api('POST', `/api/v1/rooms/${roomId}/messages`, { content: '@dan', clientId: 'metrics-3' })
    const labels = { process: 'worker', queue: 'outbox', job: 'notify-mentioned', outcome: 'done' }
    await until('the job was counted', async () => {
      const text = await (await fetch(`http://127.0.0.1:${workerPort}/metrics`)).text()
      return (valueOf(text, 'taskflow_jobs_total', labels) ?? 0) > 0
    })
    expect((await fetch(`http://127.0.0.1:${workerPort}/`)).status).toBe(404)
  })

  test('what came through a proxy is not local, whoever it says it is for', async () => {
    for (const headers of [
      { 'x-forwarded-for': '127.0.0.1' },
      { forwarded: 'for=127.0.0.1' },
      { via: '1.1 proxy' },
      { 'x-real-ip': '127.0.0.1' },
    ] as Record<string, string>[]) {
      expect((await app.visitor().send('/metrics', { headers })).status).toBe(404)
      expect((await fetch(`http://127.0.0.1:${workerPort}/metrics`, { headers })).status).toBe(404)
    }
  })

  test('while Redis is away the rest is still told', async () => {
    await app.redis.kill()
    const text = await until('the queues are left out', async () => {
      const now = await scrape()
      return valueOf(now, 'taskflow_queue_jobs') === undefined && now
    })
    expect(valueOf(text, 'taskflow_outbox_rows', { state: 'set_aside' })).toBe(1)
    await app.redis.startAgain()
  })
})

describe('who may read metrics', () => {
  const token = 'a token that is long enough'
  const outside = Object.values(os.networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal)?.address

  test('with METRICS_TOKEN whoever shows it, from anywhere, and nobody else', async () => {
    const app = await startApp('sqlite', { worker: false, settings: { metricsToken: token, trustProxy: 1 } })
    const ask = async (headers: Record<string, string>) => (await app.visitor().send('/metrics', { headers })).status
    expect(await ask({})).toBe(404)
    for (const wrong of ['Bearer', `Bearer ${token}x`, `Bearer ${token.slice(1)}`, token, `Basic ${token}`])
      expect(await ask({ authorization: wrong })).toBe(404)
    expect(await ask({ authorization: `Bearer ${token}` })).toBe(200)
    expect(await ask({ authorization: `Bearer ${token}`, 'x-forwarded-for': '203.0.113.7' })).toBe(200)
    await app.stop()
  })

  test.runIf(outside)('without it no other machine, however many proxies are trusted', async () => {
    const app = await startApp('sqlite', { worker: false, settings: { host: '0.0.0.0', trustProxy: 1 } })
    const status = (host: string) =>
      new Promise((resolve, reject) => {
        request({ host, port: new URL(app.url).port, path: '/metrics' }, (res) => {
          res.resume()
          resolve(res.statusCode)
        })
          .once('error', reject)
          .end()
      })
    expect(await status(outside ?? '')).toBe(404)
    expect(await status('127.0.0.1')).toBe(200)
    await app.stop()
  })
})
