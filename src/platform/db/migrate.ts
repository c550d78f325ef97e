import { databaseKind, sqliteFile } from './database-kind.ts'
import { readMigrations } from './migration-plan.ts'

export interface MigrationResult {
  /** Names of the migrations that were applied now, oldest first. */
  applied: string[]
  /** Id (uuid v7) of this installation, made at its first start: keeps its keys in a shared Redis apart. */
  installationId: string
}

/**
 * Brings a database up to date, creating the SQLite file when missing. Several processes may call this at once: one
 * does the work, the others wait for it. Prisma's client is not loaded.
 * @throws {MigrationError} when the database cannot be opened, or its history does not fit prisma/migrations
 */
export async function migrate(databaseUrl: string): Promise<MigrationResult> {
  const kind = databaseKind(databaseUrl)
  const migrations = readMigrations(kind)
  if (kind === 'sqlite') {
    const { migrateSqlite } = await import('./sqlite/migrate.ts')
    return migrateSqlite(sqliteFile(databaseUrl), migrations)
  }
  const { migratePostgres } = await import('./postgres/migrate.ts')
  return migratePostgres(databaseUrl, migrations)
}
