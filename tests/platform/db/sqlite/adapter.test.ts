import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openDatabase, type Db } from '../../../../src/platform/db/index.ts'
import { SqliteAdapterFactory } from '../../../../src/platform/db/sqlite/adapter.ts'
import { loadDatabaseSync } from '../../../../src/platform/db/sqlite/driver.ts'
import { testDatabase, type TestDatabase } from '../../../support/databases.ts'
import { bundleProgram, type Bundle } from '../bundle.ts'

let database: TestDatabase
let file: string
let db: Db
beforeAll(async () => {
  database = await testDatabase('sqlite')
  file = database.url.replace('file:', '')
  db = await openDatabase(database.url)
})
afterAll(async () => {
  await db.$disconnect()
  await database.drop()
})
beforeEach(() => db.outboxEntry.deleteMany())

const entry = (id: string) => ({ id, job: 'a job', payload: '' })

test('while another process writes, reads go on and a write waits without blocking this process', async () => {
  const other = new (loadDatabaseSync())(file)
  other.exec('BEGIN IMMEDIATE')
  let ticks = 0
  const ticking = setInterval(() => ticks++, 5)
  // A query of Prisma's is sent only when somebody waits for it.
  const write = Promise.resolve(db.outboxEntry.create({ data: entry('waited') }))
  expect(await db.outboxEntry.count()).toBe(0)
  await expectSoon(() => ticks >= 10)
  other.exec('COMMIT')
  await write
  clearInterval(ticking)
  other.close()
  expect(await db.outboxEntry.count()).toBe(1)
})

test('a write that waits for too long fails, and the next one works', async () => {
  const adapter = await new SqliteAdapterFactory(file, 50).connect()
  const other = new (loadDatabaseSync())(file)
  other.exec('BEGIN IMMEDIATE')
  await expect(adapter.startTransaction()).rejects.toThrow('SocketTimeout')
  other.exec('ROLLBACK')
  other.close()
  await (await adapter.startTransaction()).commit()
  await adapter.dispose()
})

test('after its end a transaction refuses everything, so nothing lands in the next one', async () => {
  const adapter = await new SqliteAdapterFactory(file).connect()
  const insert = {
    sql: `INSERT INTO "OutboxEntry" VALUES ('late', 'a job', '', '', NULL, NULL)`,
    args: [],
    argTypes: [],
  }
  const first = await adapter.startTransaction()
  await first.rollback()
  const second = await adapter.startTransaction()
  await expect(first.executeRaw(insert)).rejects.toThrow('TransactionAlreadyClosed')
  await expect(first.commit()).rejects.toThrow('TransactionAlreadyClosed')
  await first.rollback()
  await second.commit()
  await adapter.dispose()
  expect(await db.outboxEntry.count()).toBe(0)
})

test('a transaction that SQLite itself ended cannot go on piecemeal', async () => {
  const doomed = db.$transaction(async (tx) => {
    await tx.outboxEntry.create({ data: entry('before') })
    await tx.$executeRawUnsafe('ROLLBACK')
    await tx.outboxEntry.create({ data: entry('after') })
  })
  await expect(doomed).rejects.toThrow()
  expect(await db.outboxEntry.count()).toBe(0)
  await db.outboxEntry.create({ data: entry('next') })
})

test('closing waits for the transaction under way', async () => {
  const adapter = await new SqliteAdapterFactory(file).connect()
  const transaction = await adapter.startTransaction()
  const closed = adapter.dispose()
  const insert = `INSERT INTO "OutboxEntry" VALUES ('last', 'a job', '', '2026-01-01T00:00:00.000+00:00', NULL, NULL)`
  expect(await transaction.executeRaw({ sql: insert, args: [], argTypes: [] })).toBe(1)
  await transaction.commit()
  await closed
  expect(await db.outboxEntry.count()).toBe(1)
})

test('what was acknowledged survives kill -9 in the middle of writing', async () => {
  const program = await writingProgram()
  const child = spawn(process.execPath, [program.file, database.url], { stdio: ['ignore', 'pipe', 'inherit'] })
  const acknowledged: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(line)
    if (acknowledged.length === 50) child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  await program.remove()
  const found = await db.outboxEntry.findMany({ where: { id: { in: acknowledged } } })
  expect(acknowledged.length).toBeGreaterThanOrEqual(50)
  expect(found).toHaveLength(acknowledged.length)
})

/** Writes rows for ever, four at a time, printing the id of each when its write has been acknowledged. */
function writingProgram(): Promise<Bundle> {
  return bundleProgram(`
    import { openDatabase } from '../../../src/platform/db/index.ts'
    import { writeSync } from 'node:fs'
    const db = await openDatabase(process.argv[2]!)
    const write = async (): Promise<void> => {
      for (;;) {
        const { id } = await db.outboxEntry.create({ data: { id: crypto.randomUUID(), job: 'a job', payload: '' } })
        writeSync(1, id + '\\n')
      }
    }
    await Promise.all([write(), write(), write(), write()])`)
}

async function expectSoon(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { timeout: 5000 }).toBe(true)
}
