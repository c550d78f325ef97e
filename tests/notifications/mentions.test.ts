import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outboxJobs } from '../../src/app/outbox-jobs.ts'
import { doOutboxEntries } from '../../src/platform/jobs/outbox-worker.ts'
import { sweepOutbox } from '../../src/platform/jobs/outbox-sweep.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { until } from '../support/until.ts'

const jobsByName = new Map(outboxJobs.map((job) => [job.name, job]))

describe.each(databaseKinds())('mentions on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let cy: TestPerson
  let board: TestBoard
  beforeAll(async () => {
    app = await startApp(kind, { worker: false })
    ana = await app.person('ana')
    ben = await app.person('ben')
    cy = await app.person('cy')
    board = await app.board(ana, [[ben, 'member']])
  })
  afterAll(() => app.stop())

  let count = 0
  const post = async (content: string): Promise<string> => {
    count += 1
    const path = `/api/v1/rooms/${board.roomId}/messages`
    const answer = await ana.visitor.api('POST', path, { content, clientId: `mention-${count}` })
    return (answer.json() as { message: { id: string } }).message.id
  }
  const entriesOf = (messageId: string) =>
    app.services.db.outboxEntry.findMany({ where: { payload: { contains: messageId } } })
  const recipientsOf = async (messageId: string) =>
    (await app.services.db.notification.findMany({ where: { messageId } })).map(({ recipientId }) => recipientId)
  const doAll = async (messageId: string) => {
    for (const { id } of await entriesOf(messageId)) await doOutboxEntries(app.services, jobsByName, [id])
  }

  test.each([
    ['a member', 'hello @ben', true],
    ['a member in capitals', 'hello @BEN!', true],
    ['a member, twice', '@ben and @ben', true],
    ['somebody who is not on the board', 'hello @cy', false],
    ['nobody', 'hello @nobody', false],
    ['oneself', 'I, @ana, say so', false],
  ])('%s is mentioned: %j', async (_, content, isTold) => {
    const messageId = await post(content)
    await doAll(messageId)
    expect(await recipientsOf(messageId)).toEqual(isTold ? [ben.id] : [])
  })

  test('who left the board before the job was done is not told', async () => {
    const messageId = await post('farewell @ben')
    const where = { boardId_userId: { boardId: board.id, userId: ben.id } }
    await app.services.db.boardMember.update({ where, data: { leftAt: new Date() } })
    await doAll(messageId)
    expect(await recipientsOf(messageId)).toEqual([])
    await app.services.db.boardMember.update({ where, data: { leftAt: null } })
  })

  test('the debt is written with the message, and is done only with its effect', async () => {
    const messageId = await post('hello @ben')
    const [entry] = await entriesOf(messageId)
    expect(entry).toMatchObject({ job: 'notify-mentioned', doneAt: null })
    const failing = { ...jobsByName.get('notify-mentioned')!, handle: () => Promise.reject(new Error('half way')) }
    await expect(doOutboxEntries(app.services, new Map([[failing.name, failing]]), [entry?.id ?? ''])).rejects.toThrow(
      'half way',
    )
    expect(await entriesOf(messageId)).toMatchObject([{ doneAt: null }])
    expect(await recipientsOf(messageId)).toEqual([])
    await doAll(messageId)
    expect(await entriesOf(messageId)).toMatchObject([{ doneAt: expect.any(Date) }])
    expect(await recipientsOf(messageId)).toEqual([ben.id])
  })

  test('the job done twice, and many times at once, tells once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const messageId = await post('hello @ben')
      const [entry] = await entriesOf(messageId)
      await Promise.all([1, 2, 3, 4].map(() => doOutboxEntries(app.services, jobsByName, [entry?.id ?? ''])))
      await doAll(messageId)
      expect(await recipientsOf(messageId)).toEqual([ben.id])
    }
  })

  test('each inbox counts its versions without a gap', async () => {
    const found = await app.services.db.notification.findMany({
      where: { recipientId: ben.id },
      orderBy: { position: 'asc' },
    })
    const { inboxVersion } = await app.services.db.user.findUniqueOrThrow({ where: { id: ben.id } })
    expect(new Set(found.map(({ position }) => position)).size).toBe(found.length)
    expect(found.at(-1)?.position).toBe(inboxVersion)
  })

  test('even two debts for one message tell once', async () => {
    const messageId = await post('hello @ben')
    const [entry] = await entriesOf(messageId)
    const second = { id: crypto.randomUUID(), job: 'notify-mentioned', payload: entry?.payload ?? '' }
    await app.services.db.outboxEntry.create({ data: second })
    await Promise.all([entry?.id ?? '', second.id].map((id) => doOutboxEntries(app.services, jobsByName, [id])))
    expect(await recipientsOf(messageId)).toEqual([ben.id])
    expect(await entriesOf(messageId)).toMatchObject([{ doneAt: expect.any(Date) }, { doneAt: expect.any(Date) }])
  })

  test('several debts done together tell whom each of them alone would', async () => {
    const said = ['@ben', '@ben and @ben', 'I, @ana', '@room', '@cy', 'deleted: @ben']
    const messageIds: string[] = []
    for (const content of said) messageIds.push(await post(content))
    await app.services.db.chatMessage.update({
      where: { id: messageIds.at(-1) ?? '' },
      data: { deletedAt: new Date() },
    })
    const entries = (await Promise.all(messageIds.map(entriesOf))).flat()
    const ids = entries.map(({ id }) => id)
    for (let round = 0; round < 2; round += 1) {
      await doOutboxEntries(app.services, jobsByName, ids)
      await app.services.db.outboxEntry.updateMany({ where: { id: { in: ids } }, data: { doneAt: null } })
    }
    await doOutboxEntries(app.services, jobsByName, ids)
    expect(await Promise.all(messageIds.map(recipientsOf))).toEqual([[ben.id], [ben.id], [], [ben.id], [], []])
    expect((await entriesOf(messageIds[0] ?? '')).every(({ doneAt }) => doneAt !== null)).toBe(true)
  })

  test('suggestions are members of the room’s board only, by username or by any word of the name', async () => {
    const names = async (who: TestPerson, query: string) => {
      const answer = await who.visitor.get(`/api/v1/mentions?roomId=${board.roomId}&q=${encodeURIComponent(query)}`)
      return (answer.json() as { items: { username: string }[] }).items.map(({ username }) => username)
    }
    expect(await names(ana, '')).toEqual(['ana', 'ben'])
    expect(await names(ana, 'B')).toEqual(['ben'])
    expect(await names(ana, 'c')).toEqual([])
    expect(await names(ana, '%')).toEqual([])
    expect((await cy.visitor.get(`/api/v1/mentions?roomId=${board.roomId}`)).status).toBe(404)
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})

describe.each(databaseKinds())('a Redis that was emptied, on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await startApp(kind)
  })
  afterAll(() => app.stop())

  test('the sweep hands over again what was lost with it', async () => {
    const { db } = app.services
    const [ana, ben] = [await app.person('ana'), await app.person('ben')]
    const { roomId } = await app.board(ana, [[ben, 'member']])
    const messageId = crypto.randomUUID()
    await db.chatMessage.create({
      data: {
        id: messageId,
        roomId,
        authorId: ana.id,
        content: '@ben',
        clientId: 'lost-with-redis',
        position: 1,
        ordinal: 1,
        version: 1,
      },
    })
    await db.messageMention.create({ data: { messageId, userId: ben.id } })
    const createdAt = new Date(Date.now() - 60_000)
    const payload = JSON.stringify({ messageId })
    await db.outboxEntry.create({ data: { id: crypto.randomUUID(), job: 'notify-mentioned', payload, createdAt } })
    const redis = new Redis(app.redis.url)
    await redis.flushall()
    redis.disconnect()
    await sweepOutbox(app.services)
    await until('the notification', () => db.notification.findFirst({ where: { messageId, recipientId: ben.id } }))
    await until('the debt to be done', async () => (await db.outboxEntry.count({ where: { doneAt: null } })) === 0)
  })
})
