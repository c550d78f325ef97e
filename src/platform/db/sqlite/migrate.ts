import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { v7 as uuidv7 } from 'uuid'
import { MigrationError } from '../migration-error.ts'
import {
  migrationsTable,
  pendingMigrations,
  recordedMigrationsQuery,
  type Migration,
  type RecordedMigration,
} from '../migration-plan.ts'
import type { MigrationResult } from '../migrate.ts'
import { loadDatabaseSync, type SqliteDatabase } from './driver.ts'
import { isBusy } from './errors.ts'
import { storedDateTime } from './value-mapping.ts'

const lockTimeoutMs = 60_000
const pauseWhileBusyMs = 20

/** Applies what is pending to a SQLite file, in one transaction: all of it or nothing. */
export async function migrateSqlite(file: string, migrations: Migration[]): Promise<MigrationResult> {
  const database = await open(file)
  try {
    return applyInTransaction(database, migrations)
  } finally {
    database.close()
  }
}

async function open(file: string): Promise<SqliteDatabase> {
  try {
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true })
    const database = new (loadDatabaseSync())(file, { timeout: lockTimeoutMs })
    await switchToWal(database)
    return database
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new MigrationError(`The database file ${file} cannot be opened: ${reason}.`, { cause })
  }
}

/** SQLite does not always wait when several processes switch the same new file to WAL; then it is tried again. */
async function switchToWal(database: SqliteDatabase): Promise<void> {
  const deadline = performance.now() + lockTimeoutMs
  for (;;) {
    try {
      return database.exec('PRAGMA journal_mode = WAL')
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error
    }
    await sleep(pauseWhileBusyMs)
  }
}

function applyInTransaction(database: SqliteDatabase, migrations: Migration[]): MigrationResult {
  // Some changes rebuild a table: its old version is dropped, which would cascade. Inside a transaction this has no effect.
  database.exec('PRAGMA foreign_keys = OFF')
  // The lock between processes that start together: the second waits here and finds nothing left to do.
  database.exec('BEGIN IMMEDIATE')
  try {
    const applied = applyPending(database, migrations)
    const installationId = findOrCreateInstallation(database)
    database.exec('COMMIT')
    return { applied, installationId }
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function applyPending(database: SqliteDatabase, migrations: Migration[]): string[] {
  database.exec(migrationsTable({ timestamp: 'DATETIME', now: 'current_timestamp' }))
  const recorded = database.prepare(recordedMigrationsQuery).all() as RecordedMigration[]
  const pending = pendingMigrations(migrations, recorded)
  for (const migration of pending) apply(database, migration)
  if (database.prepare('PRAGMA foreign_key_check').all().length > 0) {
    throw new MigrationError('The migrations leave rows that point to nothing; the database was left as it was.')
  }
  return pending.map((migration) => migration.name)
}

function apply(database: SqliteDatabase, { name, sql, checksum }: Migration): void {
  const startedAt = storedDateTime(new Date())
  try {
    database.exec(sql)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new MigrationError(`Migration ${name} failed and was taken back: ${reason}.`, { cause })
  }
  database
    .prepare(
      'INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES (?, ?, ?, ?, ?, 1)',
    )
    .run(randomUUID(), checksum, name, startedAt, storedDateTime(new Date()))
}

function findOrCreateInstallation(database: SqliteDatabase): string {
  const found = database.prepare('SELECT id FROM "Installation"').get() as { id: string } | undefined
  if (found) return found.id
  const id = uuidv7()
  database.prepare('INSERT INTO "Installation" (id, "createdAt") VALUES (?, ?)').run(id, storedDateTime(new Date()))
  return id
}
