import { Queue } from 'bullmq'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { panels } from '../../src/app/http.ts'
import { newId } from '../../src/platform/ids.ts'
import { job } from '../../src/platform/jobs/job.ts'
import { startOutboxWorker } from '../../src/platform/jobs/outbox-worker.ts'
import { connectRedis } from '../../src/platform/redis.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestPerson } from '../support/makers.ts'
import { until } from '../support/until.ts'

test('what libraries serve by themselves is listed here', () => {
  expect(panels.map(({ path }) => path)).toEqual(['/admin/queues'])
})

describe.each(databaseKinds())('the queues at /admin/queues on %s', (kind) => {
  let app: TestApp
  let admin: TestPerson
  let queue: Queue
  let close: () => Promise<void>
  let isMended = false
  const fragile = job({
    name: 'fragile',
    input: z.object({}),
    handle: async () => {
      if (!isMended) throw new Error('the mail server is away')
    },
  })
  beforeAll(async () => {
    app = await startApp(kind, { worker: false })
    admin = await app.person('ada')
    await app.services.db.user.update({ where: { id: admin.id }, data: { isSiteAdmin: true } })
    const { id } = await app.services.db.installation.findFirstOrThrow()
    const prefix = `taskflow:${id}`
    const connection = () => connectRedis(app.redis.url, 'worker', app.services.log)
    const [one, other] = [connection(), connection()]
    queue = new Queue('outbox', { connection: one, prefix })
    const worker = startOutboxWorker(app.services, [fragile], { connection: other, prefix, concurrency: 1 })
    close = async () => {
      await Promise.all([queue.close(), worker.close()])
      one.disconnect()
      other.disconnect()
    }
  })
  afterAll(async () => {
    await close()
    await app.stop()
  })

  const row = (id: string) => app.services.db.outboxEntry.findUniqueOrThrow({ where: { id } })

  async function setAside(): Promise<string> {
    const id = newId()
    await app.services.db.outboxEntry.create({ data: { id, job: 'fragile', payload: '{}' } })
    await queue.add('fragile', {}, { jobId: id, removeOnComplete: true, attempts: 1 })
    await until('it is set aside', async () => (await row(id)).failedAt)
    return id
  }

  const places = ['/admin/queues', '/admin/queues/', '/admin/queues/api/queues', '/admin/queues/queue/outbox']

  test('a site administrator sees both queues', async () => {
    for (const place of places) expect((await admin.visitor.get(place)).status, place).toBe(200)
    const { queues } = (await admin.visitor.get('/admin/queues/api/queues')).json() as { queues: { name: string }[] }
    expect(queues.map(({ name }) => name)).toEqual(['outbox', 'schedule'])
    const page = await admin.visitor.get('/admin/queues/')
    const script = /src="(static\/js\/main[^"]+)"/.exec(page.text)?.[1]
    expect((await admin.visitor.get(`/admin/queues/${script}`)).status).toBe(200)
  })

  test('whoever is not signed in is asked to, and for everyone else there is no such place, nor a file of it', async () => {
    const ben = await app.person('ben')
    for (const place of [...places, '/admin/queues/static/favicon.ico']) {
      expect((await app.visitor().get(place)).location, place).toMatch(/^\/accounts\/login\//)
      expect((await ben.visitor.get(place)).status, place).toBe(404)
    }
    const deed = await ben.visitor.send('/admin/queues/api/queues/outbox/pause', {
      method: 'PUT',
      headers: { origin: app.url },
    })
    expect(deed.status).toBe(404)
    expect(await queue.isPaused()).toBe(false)
  })

  test('its pages may say what they are relative to, and nothing else more than other pages may', async () => {
    const policy = (await admin.visitor.get('/admin/queues/')).headers.get('content-security-policy') ?? ''
    const others = (await admin.visitor.get('/')).headers.get('content-security-policy') ?? ''
    expect(others).toContain("base-uri 'none'")
    expect(policy).toBe(others.replace("base-uri 'none'", "base-uri 'self'"))
  })

  test('nothing is done for a page of another site, nor for a request that does not say where it comes from', async () => {
    const foreign: Record<string, string>[] = [
      {},
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site', origin: app.url },
    ]
    for (const headers of foreign) {
      const answer = await admin.visitor.send('/admin/queues/api/queues/outbox/pause', { method: 'PUT', headers })
      expect(answer.status).toBe(403)
    }
    expect(await queue.isPaused()).toBe(false)
    const own = { method: 'PUT', headers: { origin: app.url } }
    expect((await admin.visitor.send('/admin/queues/api/queues/outbox/pause', own)).status).toBe(200)
    expect(await queue.isPaused()).toBe(true)
    expect((await admin.visitor.send('/admin/queues/api/queues/outbox/resume', own)).status).toBe(200)
    // What was refused is no deed.
    const deeds = await app.services.db.auditEntry.findMany({ where: { model: 'queues' }, orderBy: { id: 'asc' } })
    expect(deeds.map(({ actorName, deed, recordId }) => ({ actorName, deed, recordId }))).toEqual(
      ['pause', 'resume'].map((deed) => ({ actorName: 'ada', deed, recordId: 'queue/outbox' })),
    )
  })

  test('a job that was set aside is done when it is retried there, and is set aside no longer', async () => {
    const id = await setAside()
    isMended = true
    const answer = await admin.visitor.send(`/admin/queues/api/queues/outbox/${id}/retry`, {
      method: 'PUT',
      headers: { origin: app.url },
    })
    expect(answer.status).toBeLessThan(300)
    await until('it is done', async () => (await row(id)).doneAt)
    expect((await row(id)).failedAt).toBeNull()
    const log = (await admin.visitor.get('/admin/audit/?model=queues')).text
    expect(log).toContain(`href="/admin/queues/queue/outbox/${id}/"`)
    expect((await admin.visitor.get(`/admin/queues/queue/outbox/${id}/`)).status).toBe(200)
  })

  test('nothing of this was an error of ours but the job that failed', () => {
    expect(app.takeErrors()).toMatchObject([{ msg: 'outbox job failed' }])
  })
})
