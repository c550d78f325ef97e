import type { Prisma, PrismaClient } from '../../generated/sqlite/client.ts'
import { databaseKind, sqliteFile } from './database-kind.ts'
import { markKind } from './kind-of.ts'

/** The database as every slice sees it, whichever it is. */
export type Db = PrismaClient

/** The database inside `db.$transaction(async (tx) => …)`. */
export type Tx = Prisma.TransactionClient

export interface DatabaseOptions {
  /** How many connections to Postgres this process may have at most. SQLite always has two: one writes, one reads. */
  maxConnections?: number
}

// Writers of one SQLite file queue; a burst must not fail because the queue is longer than Prisma's two seconds.
const transactionOptions = { maxWait: 10_000, timeout: 10_000 }

/** Opens a database that `migrate` has brought up to date. Close it with `db.$disconnect()`. */
export async function openDatabase(databaseUrl: string, { maxConnections = 10 }: DatabaseOptions = {}): Promise<Db> {
  const kind = databaseKind(databaseUrl)
  const db = await (kind === 'postgres' ? openPostgres(databaseUrl, maxConnections) : openSqlite(databaseUrl))
  markKind(db, kind)
  return db
}

async function openSqlite(databaseUrl: string): Promise<Db> {
  const [{ PrismaClient }, { SqliteAdapterFactory }] = await Promise.all([
    import('../../generated/sqlite/client.ts'),
    import('./sqlite/adapter.ts'),
  ])
  return new PrismaClient({ adapter: new SqliteAdapterFactory(sqliteFile(databaseUrl)), transactionOptions })
}

async function openPostgres(connectionString: string, max: number): Promise<Db> {
  const [{ PrismaClient }, { PrismaPg }] = await Promise.all([
    import('../../generated/postgres/client.ts'),
    import('@prisma/adapter-pg'),
  ])
  const client = new PrismaClient({ adapter: new PrismaPg({ connectionString, max }), transactionOptions })
  // The two clients differ only in what SQLite lacks: postgres-contract.ts proves that the narrower type fits.
  return client as unknown as Db
}
