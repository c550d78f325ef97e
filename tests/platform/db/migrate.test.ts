import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate, MigrationError, openDatabase, type Db, type MigrationResult } from '../../../src/platform/db/index.ts'
import { databaseKinds, emptyDatabase, testDatabase } from '../../support/databases.ts'
import { bundleProgram, type Bundle } from './bundle.ts'

const run = promisify(execFile)

describe.each(databaseKinds())('migrate on %s', (kind) => {
  let program: Bundle
  beforeAll(async () => {
    program = await bundleProgram(`
      import { migrate } from '../../../src/platform/db/migrate.ts'
      console.log(JSON.stringify(await migrate(process.argv[2]!)))`)
  })
  afterAll(() => program.remove())

  async function withDatabase(act: (url: string) => Promise<void>): Promise<void> {
    const { url, drop } = await emptyDatabase(kind)
    try {
      await act(url)
    } finally {
      await drop()
    }
  }

  /** Changes the database directly, closing the connection before it returns. */
  async function change(url: string, act: (db: Db) => Promise<unknown>): Promise<void> {
    const db = await openDatabase(url)
    await act(db)
    await db.$disconnect()
  }

  test('six processes that start together: one applies, all get the same installation', async () => {
    await withDatabase(async (url) => {
      const starts = Array.from({ length: 6 }, () => run(process.execPath, [program.file, url]))
      const results = (await Promise.all(starts)).map(({ stdout }) => JSON.parse(stdout) as MigrationResult)
      expect(results.filter(({ applied }) => applied.length > 0)).toHaveLength(1)
      expect(new Set(results.map(({ installationId }) => installationId)).size).toBe(1)
      expect(results[0]?.installationId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
    })
  })

  test('calls inside one process do not get in each other’s way', async () => {
    await withDatabase(async (url) => {
      const results = await Promise.all([migrate(url), migrate(url), migrate(url)])
      expect(results.filter(({ applied }) => applied.length > 0)).toHaveLength(1)
      expect(new Set(results.map(({ installationId }) => installationId)).size).toBe(1)
    })
  })

  test('a second start has nothing to do and keeps the installation', async () => {
    const { url, installationId, drop } = await testDatabase(kind)
    expect(await migrate(url)).toEqual({ applied: [], installationId })
    await change(url, async (db) => {
      expect(await db.installation.findMany({ select: { id: true } })).toEqual([{ id: installationId }])
    })
    await drop()
  })

  test('history is kept where and as prisma migrate keeps it', async () => {
    const { url, drop } = await testDatabase(kind)
    await change(url, async (db) => {
      const [row] = await db.$queryRaw<Record<string, unknown>[]>`SELECT * FROM "_prisma_migrations"`
      expect(row).toMatchObject({ applied_steps_count: 1, rolled_back_at: null })
      expect(row?.['checksum']).toMatch(/^[0-9a-f]{64}$/)
      expect(new Date(String(row?.['finished_at'])).getTime()).toBeGreaterThan(Date.now() - 3_600_000)
    })
    await drop()
  })

  test.each([
    ['was changed after it had been applied', `UPDATE "_prisma_migrations" SET checksum = 'something else'`],
    ['failed earlier', 'UPDATE "_prisma_migrations" SET finished_at = NULL'],
    ['newer than this TaskFlow', `UPDATE "_prisma_migrations" SET migration_name = '99990101000000_from_the_future'`],
  ])('a migration that %s is refused', async (complaint, sql) => {
    const { url, drop } = await testDatabase(kind)
    await change(url, (db) => db.$executeRawUnsafe(sql))
    const refusal: unknown = await migrate(url).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(MigrationError)
    expect(String(refusal)).toContain(complaint)
    await drop()
  })

  test('a migration that fails is taken back whole and named', async () => {
    await withDatabase(async (url) => {
      // The second table that the first migration wants to make is there already.
      await change(url, (db) => db.$executeRawUnsafe('CREATE TABLE "User" (id INTEGER)'))
      await expect(migrate(url)).rejects.toThrow(/^Migration \d+_init failed and was taken back: .*already exists/)
      await change(url, async (db) => {
        await expect(db.installation.count()).rejects.toMatchObject({ code: 'P2021' })
        await db.$executeRawUnsafe('DROP TABLE "User"')
      })
      expect((await migrate(url)).applied).not.toEqual([])
    })
  })
})

describe('a database that cannot be opened', () => {
  async function refusal(url: string): Promise<string> {
    const error: unknown = await migrate(url).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(MigrationError)
    return String(error)
  }

  test('a Postgres that does not answer is named without its password', async () => {
    const message = await refusal('postgresql://somebody:hidden@127.0.0.1:1/taskflow')
    expect(message).toContain('The database 127.0.0.1:1/taskflow cannot be reached: connect ECONNREFUSED')
    expect(message).not.toContain('hidden')
  })

  test('a host that does not exist is named', async () => {
    expect(await refusal('postgresql://somebody:hidden@no-such-host.invalid/taskflow')).toMatch(
      /no-such-host\.invalid:5432/,
    )
  })

  test('a URL that cannot be read is not repeated', async () => {
    expect(await refusal('postgresql://somebody:hid/den@[/taskflow')).not.toContain('den')
  })

  test.runIf(databaseKinds().includes('postgres'))('a wrong password and a missing database are said', async () => {
    const url = new URL(process.env['TEST_POSTGRES_URL'] ?? '')
    url.pathname = '/no_such_database'
    expect(await refusal(url.href)).toContain('"no_such_database" does not exist')
  })

  test('a file that is no database, and a folder, are named', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'taskflow-sqlite-'))
    const file = path.join(folder, 'letter.txt')
    writeFileSync(file, 'Dear Sir or Madam, '.repeat(500))
    expect(await refusal(`file:${file}`)).toContain(
      `The database file ${file} cannot be opened: file is not a database`,
    )
    expect(await refusal(`file:${folder}`)).toContain(`The database file ${folder} cannot be opened`)
    rmSync(folder, { recursive: true })
  })
})
