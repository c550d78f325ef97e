import { execFile, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { Redis } from 'ioredis'
import { setup } from '../../scripts/setup.mjs'
import { projectRoot } from '../../src/app/config.ts'
import { migrate, openDatabase, type Db } from '../../src/platform/db/index.ts'
import { newId } from '../../src/platform/ids.ts'
import { databaseKinds, emptyDatabase, testDatabase, type TestDatabase } from '../support/databases.ts'
import { startInstance } from '../support/instance.ts'
import { startTestRedis, type TestRedis } from '../support/redis.ts'
import { until } from '../support/until.ts'
import { findTestPort } from '../support/ports.ts'

interface Finding {
  check: string
  state: 'ok' | 'warning' | 'wrong'
  found: string
  mend?: string
}

interface Examined {
  exitCode: number | null
  findings: Finding[]
  output: string
  of(check: string): Finding | undefined
}

let redis: TestRedis
beforeAll(async () => {
  await setup({ log: () => undefined })
  redis = await startTestRedis()
})
afterAll(() => redis.stop())

/** Empty ones keep a developer's `.env` out. */
async function freshSettings(): Promise<Record<string, string>> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'taskflow-doctor-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  return {
    DATA_DIR: dataDir,
    PORT: String(await findTestPort()),
    HOST: '127.0.0.1',
    REDIS_URL: redis.url,
    DATABASE_URL: '',
    APP_ORIGIN: '',
    TRUST_PROXY: '',
    SESSION_SECRET: '',
    NODE_ENV: '',
    LOG_LEVEL: '',
  }
}

function runDoctor(settings: Record<string, string>, args = ['--json']): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve) => {
    const script = path.join(projectRoot, 'scripts/doctor.mjs')
    execFile(process.execPath, [script, ...args], { env: { ...process.env, ...settings } }, (error, stdout, stderr) => {
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr })
    })
  })
}

async function examine(settings: Record<string, string>): Promise<Examined> {
  const { exitCode, output } = await runDoctor(settings)
  const findings = JSON.parse(output) as Finding[]
  return { exitCode, output, findings, of: (check) => findings.find((finding) => finding.check === check) }
}

function expectWrong(examined: Examined, check: string, words: RegExp): void {
  expect(examined.of(check)).toMatchObject({ state: 'wrong', found: expect.stringMatching(words) })
  expect(examined.of(check)?.mend).toBeTruthy()
  expect(examined.exitCode).toBe(1)
}

test('a fresh installation is all right, and is left as it was', async () => {
  const settings = await freshSettings()
  const { exitCode, findings, of } = await examine(settings)
  expect(findings.filter(({ state }) => state === 'wrong')).toEqual([])
  expect(exitCode).toBe(0)
  expect(of('Database')?.found).toContain('not there yet')
  expect(of('Port')?.found).toContain('is free')
  expect(readdirSync(settings['DATA_DIR'] ?? '')).toEqual([])
})

test('people read a line for each look, with what to do under it', async () => {
  const { output } = await runDoctor(await freshSettings(), [])
  expect(output).toMatch(/^ok {7}Node\.js: v/m)
  expect(output).toMatch(/^warning {2}Redis keeps its keys: .*\n {9}→ Set `appendonly yes`/m)
})

test('each wrong setting is named', async () => {
  const settings = { ...(await freshSettings()), PORT: 'eighty', LOG_LEVEL: 'loud' }
  const { exitCode, findings } = await examine(settings)
  const wrong = findings.filter(({ check }) => check === 'Settings')
  expect(wrong.map(({ state }) => state)).toEqual(['wrong', 'wrong'])
  expect(wrong.map(({ found }) => found.split(' ')[0])).toEqual(['PORT', 'LOG_LEVEL'])
  expect(exitCode).toBe(1)
})

test('a port that somebody else uses is said; a killed start’s notes, too', async () => {
  const settings = await freshSettings()
  const other = net.createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => other.listen(Number(settings['PORT']), '127.0.0.1', resolve))
  const stale = { pid: 999_999_999, childPids: [], controlPath: '/nowhere', token: 'x', address: '' }
  writeFileSync(path.join(settings['DATA_DIR'] ?? '', 'supervisor.json'), JSON.stringify(stale))
  const examined = await examine(settings)
  expectWrong(examined, 'Port', /already used by another program/)
  expect(examined.of('Last start')).toMatchObject({ state: 'warning', found: expect.stringContaining('was killed') })
  expect(existsSync(path.join(settings['DATA_DIR'] ?? '', 'supervisor.json'))).toBe(true)
  await new Promise((resolve) => other.close(resolve))
})

test('a data folder that cannot be used, and a secret that others can read, are said', async () => {
  const settings = await freshSettings()
  const dataDir = settings['DATA_DIR'] ?? ''
  writeFileSync(path.join(dataDir, 'session-secret'), 'x'.repeat(64), { mode: 0o600 })
  expect((await examine(settings)).of('Session secret')?.state).toBe('ok')
  chmodSync(path.join(dataDir, 'session-secret'), 0o644)
  expectWrong(await examine(settings), 'Session secret', /can be read by others/)

  const file = path.join(dataDir, 'a-file')
  writeFileSync(file, '')
  expectWrong(await examine({ ...settings, DATA_DIR: file }), 'Data folder', /is a file/)

  const folder = path.join(dataDir, 'foreign')
  mkdirSync(folder)
  // Whoever runs everything as root can't be kept out by permissions, only be told whose it is.
  if (process.getuid?.() === 0) {
    chownSync(folder, 12_345, 12_345)
    expectWrong(await examine({ ...settings, DATA_DIR: folder }), 'Data folder', /belongs to another account/)
  } else {
    chmodSync(folder, 0o500)
    expectWrong(await examine({ ...settings, DATA_DIR: folder }), 'Data folder', /cannot be used/)
  }
})

test('a SQLite file that is damaged, or no database, is said', async () => {
  const settings = await freshSettings()
  const file = path.join(settings['DATA_DIR'] ?? '', 'letter.db')
  writeFileSync(file, 'Dear Sir or Madam, '.repeat(500))
  expectWrong(await examine({ ...settings, DATABASE_URL: `file:${file}` }), 'Database', /not a database/)

  const torn = path.join(settings['DATA_DIR'] ?? '', 'torn.db')
  // By a process that has ended: only then is all of it in the file.
  execFileSync(process.execPath, [path.join(projectRoot, 'dist/migrate.js')], {
    env: { ...process.env, ...settings, DATABASE_URL: `file:${torn}` },
  })
  expect((await examine({ ...settings, DATABASE_URL: `file:${torn}` })).of('Database')?.state).toBe('ok')
  expect(readdirSync(settings['DATA_DIR'] ?? '').toSorted()).toEqual(['letter.db', 'torn.db'])
  const handle = openSync(torn, 'r+')
  writeSync(handle, Buffer.alloc(5 * 4096), 0, 5 * 4096, 4 * 4096)
  closeSync(handle)
  expectWrong(await examine({ ...settings, DATABASE_URL: `file:${torn}` }), 'Database', /is damaged: /)
})

test('a Redis that does not answer, or drops keys, is said without its password', async () => {
  const settings = await freshSettings()
  const silent = await examine({ ...settings, REDIS_URL: 'redis://:hidden@127.0.0.1:1' })
  expectWrong(silent, 'Redis', /127\.0\.0\.1:1 does not answer/)
  expect(silent.output).not.toContain('hidden')

  expect((await examine(settings)).of('Redis keeps its keys')).toMatchObject({ state: 'warning' })
  const client = new Redis(redis.url)
  await client.config('SET', 'maxmemory-policy', 'allkeys-lru')
  expectWrong(await examine(settings), 'Redis drops no keys', /allkeys-lru/)
  await client.config('SET', 'maxmemory-policy', 'noeviction')
  expect((await examine(settings)).of('Redis drops no keys')?.state).toBe('ok')
  client.disconnect()
})

describe.each(databaseKinds())('a database on %s', (kind) => {
  async function withDatabase(act: (database: Omit<TestDatabase, 'installationId'>) => Promise<void>): Promise<void> {
    const database = await testDatabase(kind)
    try {
      await act(database)
    } finally {
      await database.drop()
    }
  }

  async function change(url: string, act: (db: Db) => Promise<unknown>): Promise<void> {
    const db = await openDatabase(url)
    await act(db)
    await db.$disconnect()
  }

  test('that no migration has touched, is behind, half-migrated, or newer is told apart, and left as it is', async () => {
    const settings = await freshSettings()
    const empty = await emptyDatabase(kind)
    if (kind === 'postgres') {
      const { of } = await examine({ ...settings, DATABASE_URL: empty.url })
      expect(of('Migrations')).toMatchObject({ state: 'warning', found: expect.stringContaining('_init') })
    }
    await empty.drop()
    await withDatabase(async ({ url }) => {
      const look = () => examine({ ...settings, DATABASE_URL: url })
      expect((await look()).of('Migrations')?.state).toBe('ok')
      const last = `(SELECT max(migration_name) FROM "_prisma_migrations")`
      await change(url, (db) =>
        db.$executeRawUnsafe(`UPDATE "_prisma_migrations" SET finished_at = NULL WHERE migration_name = ${last}`),
      )
      expectWrong(await look(), 'Migrations', /failed earlier and was not resolved/)
      expect((await look()).of('Administrator')).toBeUndefined()
      const toFuture = `migration_name = '99990101000000_later', finished_at = started_at`
      await change(url, (db) =>
        db.$executeRawUnsafe(`UPDATE "_prisma_migrations" SET ${toFuture} WHERE migration_name = ${last}`),
      )
      expectWrong(await look(), 'Migrations', /newer than this TaskFlow/)
      await change(url, (db) => db.$executeRawUnsafe('DELETE FROM "_prisma_migrations"'))
      expect((await look()).of('Migrations')).toMatchObject({ state: 'warning' })
    })
  })

  test('that is half-migrated stops the start with a sentence, and nothing is changed', async () => {
    const settings = await freshSettings()
    await withDatabase(async ({ url }) => {
      const rows = `SELECT migration_name, checksum, applied_steps_count FROM "_prisma_migrations" ORDER BY 1`
      await change(url, (db) => db.$executeRawUnsafe('UPDATE "_prisma_migrations" SET finished_at = NULL'))
      let before: unknown
      await change(url, async (db) => (before = await db.$queryRawUnsafe(rows)))
      await expect(migrate(url)).rejects.toThrow(/failed earlier and was not resolved/)
      const start = spawn(process.execPath, [path.join(projectRoot, 'dist/supervisor.js')], {
        env: { ...process.env, ...settings, DATABASE_URL: url },
      })
      let output = ''
      start.stdout.on('data', (chunk) => (output += String(chunk)))
      start.stderr.on('data', (chunk) => (output += String(chunk)))
      const exitCode = await new Promise((resolve) => start.once('exit', resolve))
      expect(exitCode).toBe(1)
      expect(output.match(/failed earlier and was not resolved/g)).toHaveLength(1)
      expect(output).not.toMatch(/\n\s+at /)
      await change(url, async (db) => expect(await db.$queryRawUnsafe(rows)).toEqual(before))
    })
  })

  test('that has no administrator, rows that wait and rows that were set aside is told so', async () => {
    const settings = await freshSettings()
    await withDatabase(async ({ url }) => {
      const longAgo = new Date(Date.now() - 3_600_000)
      const entry = { job: 'notify-mentioned', payload: '{}' }
      await change(url, (db) =>
        db.outboxEntry.createMany({
          data: [
            { ...entry, id: newId(), createdAt: longAgo },
            { ...entry, id: newId(), createdAt: new Date() },
            { ...entry, id: newId(), createdAt: longAgo, failedAt: longAgo },
            { ...entry, id: newId(), createdAt: longAgo, doneAt: longAgo },
          ],
        }),
      )
      const { of, exitCode } = await examine({ ...settings, DATABASE_URL: url })
      expect(of('Administrator')).toMatchObject({ state: 'warning' })
      expect(of('Outbox')).toMatchObject({ state: 'warning', found: expect.stringMatching(/^1 rows/) })
      expect(of('Jobs set aside')).toMatchObject({ state: 'warning', found: expect.stringMatching(/^1 failed/) })
      expect(of('Clock of the database')?.state).toBe(kind === 'postgres' ? 'ok' : undefined)
      expect(exitCode).toBe(0)
    })
  })
})

test('a running instance is found well: its port, its schedule and its Redis', async () => {
  const instance = await startInstance()
  onTestFinished(() => instance.stop())
  const settings = {
    ...(await freshSettings()),
    DATA_DIR: instance.dataDir,
    DATABASE_URL: instance.databaseUrl,
    PORT: new URL(instance.url).port,
    REDIS_URL: '',
  }
  const examined = await until('the schedule was kept', async () => {
    const now = await examine(settings)
    return now.of('Schedule')?.state === 'ok' && now
  })
  expect(examined.of('Port')?.found).toContain('TaskFlow answers')
  expect(examined.findings.filter(({ state }) => state === 'wrong')).toEqual([])
  expect(examined.exitCode).toBe(0)
})
