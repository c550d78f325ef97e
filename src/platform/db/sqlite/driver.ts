import { createRequire } from 'node:module'
import type { DatabaseSync, DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite'

export type SqliteDatabase = DatabaseSyncInstance
export type SqliteStatement = StatementSyncInstance

const require = createRequire(import.meta.url)

/**
 * The class that opens SQLite files, as node:sqlite defines it: from @photostructure/sqlite, which carries its binaries
 * for Node 20 too, else Node's own (22.16 and later).
 * @throws {Error} when this machine has neither
 */
export function loadDatabaseSync(): typeof DatabaseSync {
  try {
    return loadFrom('@photostructure/sqlite')
  } catch (cause) {
    return loadNodesOwn(cause)
  }
}

function loadNodesOwn(cause: unknown): typeof DatabaseSync {
  try {
    return loadFrom('node:sqlite')
  } catch {
    throw new Error('No SQLite for this machine: @photostructure/sqlite has no binary for it; Node 22.16 has its own', {
      cause,
    })
  }
}

function loadFrom(name: string): typeof DatabaseSync {
  const { DatabaseSync: loaded } = require(name) as { DatabaseSync: typeof DatabaseSync }
  return loaded
}
