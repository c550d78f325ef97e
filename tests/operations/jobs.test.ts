import { Queue, type Worker } from 'bullmq'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { schedule } from '../../src/app/schedule.ts'
import { change } from '../../src/platform/change.ts'
import { databaseFacts } from '../../src/platform/db/index.ts'
import { newId } from '../../src/platform/ids.ts'
import { job } from '../../src/platform/jobs/job.ts'
import { sweepOutbox } from '../../src/platform/jobs/outbox-sweep.ts'
import { startOutboxWorker } from '../../src/platform/jobs/outbox-worker.ts'
import { startScheduleWorker } from '../../src/platform/jobs/recurring.ts'
import { connectRedis } from '../../src/platform/redis.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import { until } from '../support/until.ts'

const nothing = z.object({})

describe.each(databaseKinds())('jobs as an administrator sees them, on %s', (kind) => {
  let app: TestApp
  let queue: Queue
  let close: () => Promise<void>
  /** Whether the job that these tests enqueue can be done now. */
  let isMended = false
  const fragile = job({
    name: 'fragile',
    input: nothing,
    handle: async () => {
      if (!isMended) throw new Error('the mail server is away')
    },
  })

  beforeAll(async () => {
    app = await startApp(kind, { worker: false })
    const { id } = await app.services.db.installation.findFirstOrThrow()
    const prefix = `taskflow:${id}`
    const connection = () => connectRedis(app.redis.url, 'worker', app.services.log)
    const connections = [connection(), connection(), connection()] as const
    queue = new Queue('outbox', { connection: connections[0], prefix })
    const workers: Worker[] = [
      startOutboxWorker(app.services, [fragile], { connection: connections[1], prefix, concurrency: 2 }),
      startScheduleWorker(
        app.services,
        {
          'sweep-outbox': async () => undefined,
          'remind-of-days': async () => {
            throw new Error('no such day')
          },
        },
        { connection: connections[2], prefix },
      ),
    ]
    close = async () => {
      await Promise.all([queue.close(), ...workers.map((worker) => worker.close())])
      for (const one of connections) one.disconnect()
    }
  })
  afterAll(async () => {
    await close()
    await app.stop()
  })

  /** A row whose job has failed for the last time. */
  async function setAside(): Promise<string> {
    isMended = false
    const entryId = newId()
    await app.services.db.outboxEntry.create({ data: { id: entryId, job: fragile.name, payload: '{}' } })
    // As it is handed over, but for the attempts: eight of them take minutes.
    await queue.add(fragile.name, {}, { jobId: entryId, removeOnComplete: true, attempts: 1 })
    await until('it is set aside', async () => (await row(entryId)).failedAt)
    return entryId
  }

  const row = (id: string) => app.services.db.outboxEntry.findUniqueOrThrow({ where: { id } })
  /** The row says so a moment before the queue does. */
  const untilDone = async (entryId: string): Promise<void> => {
    await until('it is done', async () => (await row(entryId)).doneAt)
    await until('it has left the queue', async () => (await queue.getJob(entryId)) === undefined)
  }

  test('a job that was set aside is counted as failed, and done when it is asked for again', async () => {
    const entryId = await setAside()
    expect(await app.services.jobs.depths()).toContainEqual({
      queue: 'outbox',
      waiting: 0,
      active: 0,
      delayed: 0,
      failed: 1,
    })
    isMended = true
    await change(app.services, async (draft) => {
      await draft.tx.outboxEntry.update({ where: { id: entryId }, data: { failedAt: null } })
      draft.afterCommit(() => void app.services.jobs.retry(entryId))
    })
    await untilDone(entryId)
    expect((await row(entryId)).failedAt).toBeNull()
  })

  test('one that fails once more is set aside once more', async () => {
    const entryId = await setAside()
    await app.services.db.outboxEntry.update({ where: { id: entryId }, data: { failedAt: null } })
    await app.services.jobs.retry(entryId)
    await until('it is set aside again', async () => (await row(entryId)).failedAt)
    isMended = true
    await app.services.jobs.retry(entryId)
    await untilDone(entryId)
  })

  test('the sweep hands over one whose retry was lost, although the queue has given it up', async () => {
    const entryId = await setAside()
    isMended = true
    const longAgo = new Date(Date.now() - 60_000)
    await app.services.db.outboxEntry.update({
      where: { id: entryId },
      data: { failedAt: null, createdAt: longAgo },
    })
    await sweepOutbox(app.services)
    await untilDone(entryId)
  })

  test('to ask again for what is unknown, or done, does nothing', async () => {
    const before = await app.services.jobs.depths()
    await app.services.jobs.retry(newId())
    expect(await app.services.jobs.depths()).toEqual(before)
  })

  test('of each recurring job one sees when it was done last, how long it took, and why it failed', async () => {
    const { id } = await app.services.db.installation.findFirstOrThrow()
    const due = new Queue('schedule', {
      connection: connectRedis(app.redis.url, 'queue', app.services.log),
      prefix: `taskflow:${id}`,
    })
    expect(await app.services.jobs.lastRuns()).toEqual([])
    const before = Date.now()
    await due.waitUntilReady()
    for (const name of ['sweep-outbox', 'remind-of-days', 'of-another-version']) await due.add(name, {})
    const runs = await until('both have run', async () => {
      const told = await app.services.jobs.lastRuns()
      return told?.length === 2 && told
    })
    const byName = new Map(runs.map((run) => [run.job, run]))
    expect(byName.get('sweep-outbox')).toMatchObject({ failure: null })
    expect(byName.get('remind-of-days')).toMatchObject({ failure: 'no such day' })
    for (const { startedAt, durationMs, job: name } of runs) {
      expect(Object.keys(schedule)).toContain(name)
      expect(startedAt.getTime()).toBeGreaterThanOrEqual(before)
      expect(durationMs).toBeGreaterThanOrEqual(0)
    }
    await due.close()
  })

  test('people online are counted over all processes, each once', async () => {
    const [ana, ben] = [await app.person('ana'), await app.person('ben')]
    const sockets = [await app.socket(ana.visitor), await app.socket(ana.visitor), await app.socket(ben.visitor)]
    await until('two are here', async () => (await app.services.claims.count()) === 2)
    // As another web process says of somebody who has a page open there as well, and of somebody else.
    app.services.claims.claim(String(ana.id), 2)
    app.services.claims.claim('1000000', 1)
    app.services.claims.watchDeaths(() => undefined)
    await until('three are here', async () => (await app.services.claims.count()) === 3)
    for (const socket of sockets) socket.close()
  })

  test('the database says what it is and how large', async () => {
    const before = await databaseFacts(app.services.db)
    expect(before.kind).toBe(kind)
    expect(before.version).toMatch(/^\d+\.\d+/)
    expect(before.bytes).toBeGreaterThan(50_000)
    const payload = 'x'.repeat(1_000_000)
    await app.services.db.outboxEntry.create({
      data: { id: newId(), job: 'large', payload, failedAt: new Date() },
    })
    // Compressed, on Postgres: it need not have grown by as much.
    const after = await databaseFacts(app.services.db)
    expect(after.bytes).toBeGreaterThan(before.bytes)
  })

  test('versions are told', async () => {
    expect(app.services.version).toMatch(/^\d+\.\d+\.\d+/)
    expect(await app.services.redisVersion()).toMatch(/^(Valkey )?\d+\.\d+\.\d+/)
  })

  test('while Redis is away nothing is known, and nothing fails or hangs', async () => {
    await app.redis.kill()
    const { jobs, claims } = app.services
    await until('it is known to be away', async () => (await jobs.depths()) === null)
    expect(await jobs.lastRuns()).toBeNull()
    expect(await app.services.redisVersion()).toBeNull()
    expect(await claims.count()).toBeNull()
    await jobs.retry(newId())
    await app.redis.startAgain()
    await until('they are known again', () => jobs.depths())
  })
})
