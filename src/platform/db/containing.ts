import { kindOf } from './kind-of.ts'
import type { Db, Tx } from './open-database.ts'

/**
 * For `where`: columns that hold a word, in upper or lower case alike. Beyond ASCII letters SQLite tells the cases apart.
 */
export function containing(db: Db | Tx, word: string): { contains: string } {
  // SQLite's LIKE needs no mode, and its client knows none; Postgres's does.
  return kindOf(db) === 'postgres' ? Object.assign({ contains: word }, { mode: 'insensitive' }) : { contains: word }
}
