import { PrismaPg } from '@prisma/adapter-pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PrismaClient as PostgresClient } from '../../src/generated/postgres/client.ts'
import { PrismaClient as SqliteClient } from '../../src/generated/sqlite/client.ts'
import { readMyWork } from '../../src/home/my-work.ts'
import type { Actor } from '../../src/platform/actor.ts'
import type { DatabaseKind, Db } from '../../src/platform/db/index.ts'
import { newId } from '../../src/platform/ids.ts'
import { SqliteAdapterFactory } from '../../src/platform/db/sqlite/adapter.ts'
import { databaseKinds, testDatabase, type TestDatabase } from '../support/databases.ts'
import { putTask } from './put-task.ts'

interface Statement {
  query: string
  /** As JSON. */
  params: string
}

/** The database, telling every statement that it is asked. */
function openTelling(kind: DatabaseKind, url: string, heard: Statement[]): Db {
  const log = [{ emit: 'event', level: 'query' } as const]
  if (kind === 'postgres') {
    const client = new PostgresClient({ adapter: new PrismaPg({ connectionString: url }), log })
    client.$on('query', (event) => void heard.push(event))
    return client as unknown as Db
  }
  const client = new SqliteClient({ adapter: new SqliteAdapterFactory(url.replace('file:', '')), log })
  client.$on('query', (event) => void heard.push(event))
  return client
}

describe.each(databaseKinds())('what my work asks of %s', (kind) => {
  let database: TestDatabase
  let db: Db
  let actor: Actor
  let other: Actor
  const heard: Statement[] = []
  const wanted = { show: 'mine', sort: 'urgency', today: '2026-03-12', limit: 20 } as const
  beforeAll(async () => {
    database = await testDatabase(kind)
    db = openTelling(kind, database.url, heard)
    ;[actor, other] = [await addPerson('ana'), await addPerson('ben')]
  })
  afterAll(async () => {
    await db.$disconnect()
    await database.drop()
  })

  async function addPerson(name: string): Promise<Actor> {
    const names = { username: name, usernameKey: name, displayName: name }
    const { id } = await db.user.create({ data: { ...names, passwordHash: '' }, select: { id: true } })
    return { id, username: name, displayName: name, isSiteAdmin: false }
  }

  async function addBoard(): Promise<void> {
    const people = [actor, other].map(({ id: userId }) => ({ userId, role: 'member' as const, version: 1 }))
    const room = { name: 'general', nameKey: 'general', boardVersion: 1, createdById: actor.id }
    const { id, columns, rooms } = await db.board.create({
      data: {
        name: 'Launch',
        createdById: actor.id,
        members: { create: people },
        columns: { create: { name: 'To Do', rank: 'a0', version: 1 } },
        rooms: { create: room },
      },
      include: { columns: true, rooms: true },
    })
    const [columnId, roomId] = [columns[0]?.id ?? 0, rooms[0]?.id ?? 0]
    for (const title of ['one', 'two', 'three']) {
      const taskId = await putTask(db, { boardId: id, columnId, title, createdById: other.id, assigneeIds: [actor.id] })
      const facts = JSON.stringify({ title, column: 'To Do' })
      const deed = { id: newId(), boardId: id, taskId, actorId: other.id, type: 'task:created', facts, version: 1 }
      await db.activity.create({ data: deed })
    }
    const place = { position: 1, ordinal: 1, version: 1 }
    await db.chatMessage.create({
      data: { id: newId(), roomId, authorId: other.id, content: 'Hi', clientId: newId(), ...place },
    })
  }

  async function statementsFor(): Promise<Statement[]> {
    heard.length = 0
    await readMyWork(db, actor, wanted)
    return heard.splice(0)
  }

  test('is as many statements for thirty boards as for one', async () => {
    await addBoard()
    const forOne = await statementsFor()
    expect(forOne.length).toBeGreaterThan(4)
    for (let count = 1; count < 30; count += 1) await addBoard()
    const work = await readMyWork(db, actor, wanted)
    expect([work.boards.length, work.tallies.mine, work.lately.length]).toEqual([30, 90, 8])
    expect(await statementsFor()).toHaveLength(forOne.length)
  })

  test.runIf(kind === 'sqlite')('goes by indexes, and reads no table from its beginning to its end', async () => {
    await addBoard()
    for (const { query, params } of await statementsFor()) {
      const values = JSON.parse(params) as unknown[]
      const plan = await db.$queryRawUnsafe<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${query}`, ...values)
      const steps = plan.map(({ detail }) => detail)
      expect(steps.length).toBeGreaterThan(0)
      // What is no table is a part of the statement itself.
      expect(
        steps.filter((step) => /^SCAN (?!face\b|\(subquery|CONSTANT)/.test(step)),
        query,
      ).toEqual([])
    }
  })
})
