import { copyFile } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase, startCheckpoints, type Db } from '../../../../src/platform/db/index.ts'
import { loadDatabaseSync } from '../../../../src/platform/db/sqlite/driver.ts'
import { createLog } from '../../../../src/platform/log.ts'
import { testDatabase, type TestDatabase } from '../../../support/databases.ts'

let database: TestDatabase
let file: string
let db: Db
beforeEach(async () => {
  database = await testDatabase('sqlite')
  file = database.url.replace('file:', '')
  db = await openDatabase(database.url)
  const other = new (loadDatabaseSync())(file)
  other.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  other.close()
})
afterEach(async () => {
  await db.$disconnect()
  await database.drop()
})

test('a process that writes leaves the log alone; the checkpoints take it over', async () => {
  // 8 MB, which is twice what SQLite would take over by itself.
  for (let part = 0; part < 80; part += 1)
    await db.outboxEntry.create({ data: { id: `part ${part}`, job: 'a job', payload: 'x'.repeat(100_000) } })
  expect(await entriesInFileAlone()).toBe(0)

  const stop = await startCheckpoints(database.url, createLog('test', 'silent'))
  await expect.poll(entriesInFileAlone, { timeout: 5000 }).toBe(80)
  stop()
})

/** As after a power failure that took the log: a copy of the file without it. */
async function entriesInFileAlone(): Promise<number> {
  const copy = `${file}.copy`
  await copyFile(file, copy)
  const alone = new (loadDatabaseSync())(copy)
  const [row] = alone.prepare('SELECT count(*) AS entries FROM "OutboxEntry"').all() as [{ entries: number }]
  alone.close()
  return row.entries
}
