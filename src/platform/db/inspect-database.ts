import { databaseKind, sqliteFile } from './database-kind.ts'
import { MigrationError } from './migration-error.ts'
import { pendingMigrations, readMigrations, recordedMigrationsQuery, type RecordedMigration } from './migration-plan.ts'

/** What can be said of a database without changing anything in it. */
export interface DatabaseState {
  /** Names of migrations that the next start will apply. */
  pending: string[]
  /** Why the next start will refuse: its history does not fit this TaskFlow. */
  misfit: string | undefined
  /** What the database finds wrong with its own file; SQLite only. */
  damage: string | undefined
  /** By how much its clock is ahead of this machine's; a SQLite file has none. */
  clockAheadMs: number | undefined
  /** The rest is undefined where the tables are not all there yet. */
  contents: DatabaseContents | undefined
}

export interface DatabaseContents {
  installationId: string | undefined
  administrators: number
  /** Rows of the outbox that should have been done for a while. */
  overdueRows: number
  setAsideRows: number
}

export interface InspectOptions {
  /** From when on a row of the outbox that is not done is overdue. */
  overdueMs: number
}

/** Asks one question. */
export type Ask = <Row>(sql: string) => Promise<Row[]>

/** A connection that is used to look, not to write. */
export interface Inspection {
  ask: Ask
  /** A moment as this database compares it with what it stores, in SQL. */
  moment(date: Date): string
  findDamage(): Promise<string | undefined>
  clockAheadMs(): Promise<number | undefined>
  hasTable(name: string): Promise<boolean>
  close(): Promise<void>
}

/**
 * Looks at a database without changing anything.
 * @returns null when there is no database yet, which the first start makes: a SQLite file that is not there
 * @throws {MigrationError} when it cannot be opened
 */
export async function inspectDatabase(databaseUrl: string, options: InspectOptions): Promise<DatabaseState | null> {
  const inspection = await open(databaseUrl)
  if (!inspection) return null
  try {
    const damage = await inspection.findDamage()
    const history =
      damage === undefined ? await readHistory(databaseUrl, inspection) : { pending: [], misfit: undefined }
    const isWhole = damage === undefined && history.misfit === undefined && history.pending.length === 0
    return {
      ...history,
      damage,
      clockAheadMs: await inspection.clockAheadMs(),
      contents: isWhole ? await readContents(inspection, options) : undefined,
    }
  } finally {
    await inspection.close()
  }
}

async function open(databaseUrl: string): Promise<Inspection | null> {
  if (databaseKind(databaseUrl) === 'sqlite') {
    const { openSqliteInspection } = await import('./sqlite/inspect.ts')
    return openSqliteInspection(sqliteFile(databaseUrl))
  }
  const { openPostgresInspection } = await import('./postgres/inspect.ts')
  return openPostgresInspection(databaseUrl)
}

async function readHistory(
  databaseUrl: string,
  { ask, hasTable }: Inspection,
): Promise<Pick<DatabaseState, 'pending' | 'misfit'>> {
  const migrations = readMigrations(databaseKind(databaseUrl))
  const recorded = (await hasTable('_prisma_migrations')) ? await ask<RecordedMigration>(recordedMigrationsQuery) : []
  try {
    return { pending: pendingMigrations(migrations, recorded).map(({ name }) => name), misfit: undefined }
  } catch (error) {
    if (error instanceof MigrationError) return { pending: [], misfit: error.message }
    throw error
  }
}

async function readContents({ ask, moment }: Inspection, { overdueMs }: InspectOptions): Promise<DatabaseContents> {
  const overdueSince = moment(new Date(Date.now() - overdueMs))
  const count = async (from: string): Promise<number> => {
    const [row] = await ask<{ n: number | string }>(`SELECT count(*) AS n FROM ${from}`)
    return Number(row?.n ?? 0)
  }
  const [installation] = await ask<{ id: string }>('SELECT id FROM "Installation"')
  return {
    installationId: installation?.id,
    administrators: await count('"User" WHERE "isSiteAdmin" = TRUE AND "isDisabled" = FALSE'),
    overdueRows: await count(
      `"OutboxEntry" WHERE "doneAt" IS NULL AND "failedAt" IS NULL AND "createdAt" < ${overdueSince}`,
    ),
    setAsideRows: await count('"OutboxEntry" WHERE "doneAt" IS NULL AND "failedAt" IS NOT NULL'),
  }
}
