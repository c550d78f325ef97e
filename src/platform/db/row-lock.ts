import { Prisma } from '../../generated/sqlite/client.ts'
import type { DatabaseKind } from './database-kind.ts'
import { kindOf } from './kind-of.ts'
import type { Db, Tx } from './open-database.ts'
import type { Sql } from './sql-list.ts'

/**
 * The end of a tagged `SELECT … ORDER BY …` that locks the rows in this order until the transaction ends. Two who lock several rows in
 * the same order never wait for each other crosswise. SQLite has one writer: there the transaction is the lock.
 */
export function sqlRowLock(db: Db | Tx): Sql {
  return locks[kindOf(db)]
}

/**
 * The same for rows that others will refer to: they may change, but neither go nor change what they are found by. A row that refers to
 * another takes this lock by itself, when it is written: too late for whoever holds what comes behind in the order of locks.
 */
export function sqlReferenceLock(db: Db | Tx): Sql {
  return referenceLocks[kindOf(db)]
}

/**
 * The same for rows that are about to be deleted: taken first, it waits for whoever holds them by `sqlReferenceLock`. A lock that only
 * the deletion itself takes comes when what refers to them is gone already, and they wait for that.
 */
export function sqlDeletionLock(db: Db | Tx): Sql {
  return deletionLocks[kindOf(db)]
}

const deletionLocks: Record<DatabaseKind, Sql> = { sqlite: Prisma.empty, postgres: Prisma.sql`FOR UPDATE` }

const referenceLocks: Record<DatabaseKind, Sql> = { sqlite: Prisma.empty, postgres: Prisma.sql`FOR KEY SHARE` }

const locks: Record<DatabaseKind, Sql> = { sqlite: Prisma.empty, postgres: Prisma.sql`FOR NO KEY UPDATE` }
