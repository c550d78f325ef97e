import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { migrate, type DatabaseKind, type Db } from '../../src/platform/db/index.ts'
import { databaseUrl, runOn } from './postgres.ts'

export interface TestDatabase {
  /** A DATABASE_URL. */
  url: string
  installationId: string
  /** Removes it; on Postgres also when somebody is still connected. */
  drop: () => Promise<void>
}

/** The databases that this run tests, for `describe.each`. */
export function databaseKinds(): DatabaseKind[] {
  return process.env['TEST_POSTGRES_URL'] ? ['sqlite', 'postgres'] : ['sqlite']
}

/** Whether a statement waits for a lock now, on Postgres. */
export async function isAnyoneWaiting(db: Pick<Db, '$queryRaw'>): Promise<boolean> {
  const waiting = await db.$queryRaw<object[]>`
    SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  return waiting.length > 0
}

/** A migrated database of the caller's own, with nothing in it. */
export async function testDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  const database = await emptyDatabase(kind, process.env['TEST_POSTGRES_TEMPLATE'])
  const { installationId } = await migrate(database.url)
  return { ...database, installationId }
}

/**
 * A database that no migration has touched.
 * @param template name of a Postgres database to copy instead
 */
export async function emptyDatabase(
  kind: DatabaseKind,
  template = 'template0',
): Promise<Omit<TestDatabase, 'installationId'>> {
  return kind === 'sqlite' ? emptySqlite() : emptyPostgres(template)
}

function emptySqlite(): Omit<TestDatabase, 'installationId'> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'taskflow-sqlite-'))
  return {
    url: `file:${path.join(folder, 'test.db')}`,
    drop: async () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}

async function emptyPostgres(template: string): Promise<Omit<TestDatabase, 'installationId'>> {
  const serverUrl = process.env['TEST_POSTGRES_URL']
  if (!serverUrl) throw new Error('there is no Postgres in this run: ask databaseKinds() first')
  const name = `taskflow_test_${randomUUID().replaceAll('-', '')}`
  await runOn(serverUrl, `CREATE DATABASE "${name}" TEMPLATE "${template}"`)
  return {
    url: databaseUrl(serverUrl, name),
    drop: () => runOn(serverUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
  }
}
