import type { Log } from '../log.ts'
import { databaseKind, sqliteFile } from './database-kind.ts'

const everyMs = 1000

/**
 * Takes what is in SQLite's write-ahead log over into the file, every second, for all processes: this one's event loop must bear to wait
 * for the disk. Others write and read meanwhile; where nothing was written there is nothing to do. A power failure then takes about
 * the last second's commits. Several may do so at once. Postgres has processes of its own for it.
 * @returns what ends it; to be called before the file is removed
 */
export async function startCheckpoints(databaseUrl: string, log: Log): Promise<() => void> {
  if (databaseKind(databaseUrl) === 'postgres') return () => undefined
  const { openWriter } = await import('./sqlite/connection.ts')
  const { database } = openWriter(sqliteFile(databaseUrl))
  const timer = setInterval(() => {
    try {
      database.exec('PRAGMA wal_checkpoint(PASSIVE)')
    } catch (error) {
      // A full disk, say. Nothing is lost: the log keeps what it has.
      log.error({ err: error }, 'the write-ahead log could not be taken over')
    }
  }, everyMs)
  return () => {
    clearInterval(timer)
    database.close()
  }
}
