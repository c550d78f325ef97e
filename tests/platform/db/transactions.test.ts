import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase, type Board, type Db } from '../../../src/platform/db/index.ts'
import { databaseKinds, testDatabase, type TestDatabase } from '../../support/databases.ts'
import { createBoard, createUser } from './rows.ts'

describe.each(databaseKinds())('transactions on %s', (kind) => {
  let database: TestDatabase
  let db: Db
  let board: Board
  beforeAll(async () => {
    database = await testDatabase(kind)
    db = await openDatabase(database.url, { maxConnections: 5 })
  })
  beforeEach(async () => {
    board = await createBoard(db)
  })
  afterAll(async () => {
    await db.$disconnect()
    await database.drop()
  })

  const nextVersion = (client: Pick<Db, 'board'>) =>
    client.board.update({ where: { id: board.id }, data: { version: { increment: 1 } }, select: { version: true } })

  test('fifty at once take fifty different versions', async () => {
    const taken = await Promise.all(
      Array.from({ length: 50 }, () => db.$transaction(async (tx) => (await nextVersion(tx)).version)),
    )
    expect(taken.toSorted((left, right) => left - right)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
  })

  test('a second client of the same database takes versions of its own', async () => {
    const other = await openDatabase(database.url)
    const taken = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 ? db : other).$transaction(async (tx) => (await nextVersion(tx)).version),
      ),
    )
    await other.$disconnect()
    expect(new Set(taken).size).toBe(40)
  })

  test("what is rolled back takes nobody else's write along", async () => {
    const { promise: midway, resolve: reachMidway } = withResolvers()
    const doomed = db.$transaction(async (tx) => {
      await tx.board.update({ where: { id: board.id }, data: { name: 'Doomed' } })
      reachMidway()
      await sleep(50)
      throw new Error('roll back')
    })
    await midway
    const written = createUser(db)
    await expect(doomed).rejects.toThrow('roll back')
    const { id } = await written
    expect(await db.user.findUnique({ where: { id } })).not.toBeNull()
    expect(await db.board.findUniqueOrThrow({ where: { id: board.id } })).toMatchObject({ name: 'A board' })
  })

  test('reads inside see what the transaction wrote, reads outside do not', async () => {
    await db.$transaction(async (tx) => {
      await tx.board.update({ where: { id: board.id }, data: { name: 'Unseen' } })
      expect(await tx.board.findUniqueOrThrow({ where: { id: board.id } })).toMatchObject({ name: 'Unseen' })
      expect(await db.board.findUniqueOrThrow({ where: { id: board.id } })).toMatchObject({ name: 'A board' })
    })
    expect(await db.board.findUniqueOrThrow({ where: { id: board.id } })).toMatchObject({ name: 'Unseen' })
  })

  test('one that takes too long is rolled back, and what it tries afterwards is refused', async () => {
    const { promise: ended, resolve: end } = withResolvers()
    const slow = db.$transaction(
      async (tx) => {
        await tx.board.update({ where: { id: board.id }, data: { name: 'Too late' } })
        await ended
        await tx.board.update({ where: { id: board.id }, data: { name: 'Much too late' } })
      },
      { timeout: 50 },
    )
    await createUserWhenFree()
    end()
    await expect(slow).rejects.toMatchObject({ code: 'P2028' })
    expect(await db.board.findUniqueOrThrow({ where: { id: board.id } })).toMatchObject({ name: 'A board' })
  })

  // On SQLite this write waits for the slow transaction's end; on Postgres nothing waits, so its end is awaited by time.
  async function createUserWhenFree(): Promise<void> {
    await createUser(db)
    await sleep(kind === 'postgres' ? 200 : 0)
  }

  test('one that could not begin in time begins never, and blocks nobody', async () => {
    const { promise: released, resolve: release } = withResolvers()
    const holders = Array.from({ length: 5 }, () => db.$transaction(() => released))
    const late = db.$transaction(async (tx) => createUser(tx, 'late'), { maxWait: 20 })
    await expect(late).rejects.toMatchObject({ code: 'P2028' })
    release()
    await Promise.all(holders)
    await createUser(db)
    expect(await db.user.findUnique({ where: { usernameKey: 'late' } })).toBeNull()
  })

  test('those that wait get their turn in the order of asking', async () => {
    const order: number[] = []
    const turns = Array.from({ length: 10 }, (_, index) =>
      db.$transaction(async (tx) => {
        await nextVersion(tx)
        order.push(index)
      }),
    )
    await Promise.all(turns)
    expect(order.toSorted((left, right) => left - right)).toEqual(Array.from({ length: 10 }, (_, index) => index))
    if (kind === 'sqlite') expect(order).toEqual(order.toSorted((left, right) => left - right))
  })

  test('a commit that fails is reported, keeps nothing and leaves the connection usable', async () => {
    const single = await openDatabase(database.url, { maxConnections: 1 })
    await makeForeignKeysDeferrable(single)
    const doomed = single.$transaction(async (tx) => {
      if (kind === 'sqlite') await tx.$executeRaw`PRAGMA defer_foreign_keys = ON`
      await tx.board.create({ data: { name: 'Orphan', createdById: 999_999 } })
    })
    await expect(doomed).rejects.toThrow('ForeignKeyConstraintViolation')
    expect(await single.board.count({ where: { name: 'Orphan' } })).toBe(0)
    expect(await createUser(single)).toMatchObject({ isDisabled: false })
    await single.$disconnect()
  })

  async function makeForeignKeysDeferrable(client: Db): Promise<void> {
    if (kind === 'sqlite') return
    await client.$executeRaw`ALTER TABLE "Board" ALTER CONSTRAINT "Board_createdById_fkey" DEFERRABLE INITIALLY DEFERRED`
  }

  test('several queries given at once succeed or fail together', async () => {
    const rename = db.board.update({ where: { id: board.id }, data: { name: 'Renamed' } })
    const fail = db.board.update({ where: { id: 999_999 }, data: { name: 'Nothing' } })
    await expect(db.$transaction([rename, fail])).rejects.toMatchObject({ code: 'P2025' })
    expect(await db.board.findUniqueOrThrow({ where: { id: board.id } })).toMatchObject({ name: 'A board' })
  })

  test('a nested transaction that fails takes back its own part only', async () => {
    await db.$transaction(async (tx) => {
      await tx.board.update({ where: { id: board.id }, data: { name: 'Outer' } })
      const inner = tx.$transaction(async (nested) => {
        await nested.board.update({ where: { id: board.id }, data: { name: 'Inner' } })
        throw new Error('only the inner part')
      })
      await expect(inner).rejects.toThrow('only the inner part')
    })
    expect(await db.board.findUniqueOrThrow({ where: { id: board.id } })).toMatchObject({ name: 'Outer' })
  })
})

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
