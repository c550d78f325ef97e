import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clearStaleTyping } from '../../src/chat/index.ts'
import { clearDoneOutbox } from '../../src/platform/jobs/outbox-sweep.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'

const dayMs = 24 * 60 * 60 * 1000

describe.each(databaseKinds())('clearing up on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await startApp(kind, { worker: false })
  })
  afterAll(() => app.stop())

  test('who closed the page while typing is forgotten; who types now is not', async () => {
    const [ana, ben] = [await app.person('ana'), await app.person('ben')]
    const { roomId } = await app.board(ana, [[ben, 'member']])
    const { db } = app.services
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1000)
    await db.userTypingStatus.createMany({
      data: [
        { roomId, userId: ana.id, lastUpdate: ago(3600) },
        { roomId, userId: ben.id, lastUpdate: ago(2) },
      ],
    })
    await clearStaleTyping(app.services)
    await clearStaleTyping(app.services)
    expect((await db.userTypingStatus.findMany()).map(({ userId }) => userId)).toEqual([ben.id])
  })

  test('what was done a week ago is dropped; what was done lately, is still to be done or has failed stays', async () => {
    const { db } = app.services
    const ago = (days: number) => new Date(Date.now() - days * dayMs)
    const entry = (job: string, stamps: { doneAt?: Date; failedAt?: Date }) => ({
      id: randomUUID(),
      job,
      payload: '{}',
      createdAt: ago(30),
      ...stamps,
    })
    await db.outboxEntry.createMany({
      data: [
        entry('long-done', { doneAt: ago(8) }),
        entry('just-done', { doneAt: ago(6) }),
        entry('waiting', {}),
        entry('failed', { failedAt: ago(29) }),
      ],
    })
    await clearDoneOutbox(app.services)
    const kept = await db.outboxEntry.findMany({ where: { createdAt: { lt: ago(20) } } })
    expect(kept.map(({ job }) => job).toSorted()).toEqual(['failed', 'just-done', 'waiting'])
  })
})
