import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DatabaseKind } from './database-kind.ts'
import { MigrationError } from './migration-error.ts'

export interface Migration {
  /** Its folder's name, which begins with the time it was made: names sort in the order of application. */
  name: string
  sql: string
  checksum: string
}

/** A row of Prisma's table `_prisma_migrations`. */
export interface RecordedMigration {
  migration_name: string
  checksum: string
  finished_at: unknown
  rolled_back_at: unknown
}

/** The table in which Prisma's own `migrate deploy` keeps what it applied, in SQL that both databases take. */
export function migrationsTable({ timestamp, now }: { timestamp: string; now: string }): string {
  return `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum" VARCHAR(64) NOT NULL,
    "finished_at" ${timestamp},
    "migration_name" VARCHAR(255) NOT NULL,
    "logs" TEXT,
    "rolled_back_at" ${timestamp},
    "started_at" ${timestamp} NOT NULL DEFAULT ${now},
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
  )`
}

/** The rows of that table that decide what is left to apply. */
export const recordedMigrationsQuery =
  'SELECT migration_name, checksum, finished_at, rolled_back_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL'

/** Every migration of one kind of database, oldest first. */
export function readMigrations(kind: DatabaseKind): Migration[] {
  const folder = path.join(prismaFolder(path.dirname(fileURLToPath(import.meta.url))), 'migrations', kind)
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: sha256(sql) }
    })
}

/**
 * Which migrations are still to be applied, oldest first.
 * @throws {MigrationError} when the database's history does not fit the files
 */
export function pendingMigrations(migrations: Migration[], recorded: RecordedMigration[]): Migration[] {
  const applied = new Map(recorded.map((row) => [row.migration_name, row]))
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const [name, row] of applied) checkRecorded(name, row, known.get(name))
  return migrations.filter((migration) => !applied.has(migration.name))
}

function checkRecorded(name: string, row: RecordedMigration, migration: Migration | undefined): void {
  if (row.finished_at === null) throw new MigrationError(`Migration ${name} failed earlier and was not resolved.`)
  if (!migration) {
    throw new MigrationError(`The database is newer than this TaskFlow: it has migration ${name}, which is not here.`)
  }
  if (!checksumsOf(migration.sql).includes(row.checksum)) {
    throw new MigrationError(`Migration ${name} was changed after it had been applied to this database.`)
  }
}

/** A checkout on Windows may have turned the line ends; that is no change. */
function checksumsOf(sql: string): string[] {
  const unix = sql.replaceAll('\r\n', '\n')
  return [sha256(unix), sha256(unix.replaceAll('\n', '\r\n'))]
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

// Found by looking upwards, because this code runs from src/ and, compiled, from dist/.
function prismaFolder(from: string): string {
  const candidate = path.join(from, 'prisma')
  if (existsSync(path.join(candidate, 'migrations'))) return candidate
  const parent = path.dirname(from)
  if (parent === from) throw new MigrationError('The folder prisma/migrations is missing.')
  return prismaFolder(parent)
}
