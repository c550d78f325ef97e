import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Inspection } from '../inspect-database.ts'
import { MigrationError } from '../migration-error.ts'
import { loadDatabaseSync, type SqliteDatabase } from './driver.ts'
import { storedDateTime } from './value-mapping.ts'

const busyTimeoutMs = 10_000

/** @returns null when there is no such file yet */
export function openSqliteInspection(file: string): Inspection | null {
  if (!existsSync(file)) return null
  const database = openReadOnly(file)
  const ask = async <Row>(sql: string): Promise<Row[]> => database.prepare(sql).all() as Row[]
  return {
    ask,
    moment: (date) => `'${storedDateTime(date)}'`,
    async findDamage() {
      const rows = await ask<{ quick_check: string }>('PRAGMA quick_check(3)')
      const found = rows.map((row) => row.quick_check.replaceAll('\n', '; ')).join('; ')
      return found === 'ok' ? undefined : found
    },
    clockAheadMs: () => Promise.resolve(undefined),
    async hasTable(name) {
      return (await ask(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '${name}'`)).length > 0
    },
    close: async () => database.close(),
  }
}

function openReadOnly(file: string): SqliteDatabase {
  try {
    const database = new (loadDatabaseSync())(addressOf(file), { timeout: busyTimeoutMs, readOnly: true })
    // SQLite reads a file only when it is asked something.
    database.prepare('SELECT count(*) FROM sqlite_master').get()
    return database
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new MigrationError(`The database file ${file} cannot be opened: ${reason}.`, { cause })
  }
}

// A file without a write-ahead log is open nowhere. SQLite would make an empty log beside it even to read, and leave it there: whose it is
// then may keep the account out that TaskFlow runs as.
function addressOf(file: string): string | URL {
  if (existsSync(`${file}-wal`)) return file
  const address = pathToFileURL(path.resolve(file))
  address.searchParams.set('immutable', '1')
  return address
}
