import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import type { MigrationResult } from '../migrate.ts'
import { MigrationError } from '../migration-error.ts'
import {
  migrationsTable,
  pendingMigrations,
  recordedMigrationsQuery,
  type Migration,
  type RecordedMigration,
} from '../migration-plan.ts'
import { connect } from './connect.ts'

/** The advisory lock that `prisma migrate` takes, too. */
const migrationLock = 72_707_369

/** Applies what is pending to a Postgres database, each migration in a transaction of its own. */
export async function migratePostgres(databaseUrl: string, migrations: Migration[]): Promise<MigrationResult> {
  const client = await connect(databaseUrl)
  try {
    // Processes that start together queue here; the lock goes with the connection, also when this process dies.
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock])
    const applied = await applyPending(client, migrations)
    return { applied, installationId: await findOrCreateInstallation(client) }
  } finally {
    await client.end()
  }
}

async function applyPending(client: pg.Client, migrations: Migration[]): Promise<string[]> {
  await client.query(migrationsTable({ timestamp: 'TIMESTAMPTZ', now: 'now()' }))
  const { rows } = await client.query<RecordedMigration>(recordedMigrationsQuery)
  const pending = pendingMigrations(migrations, rows)
  for (const migration of pending) await apply(client, migration)
  return pending.map((migration) => migration.name)
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query(
      'INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), clock_timestamp(), 1)',
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (cause) {
    await client.query('ROLLBACK')
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new MigrationError(`Migration ${name} failed and was taken back: ${reason}.`, { cause })
  }
}

async function findOrCreateInstallation(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM "Installation"')
  if (rows[0]) return rows[0].id
  const id = uuidv7()
  await client.query(`INSERT INTO "Installation" (id, "createdAt") VALUES ($1, now() AT TIME ZONE 'utc')`, [id])
  return id
}
