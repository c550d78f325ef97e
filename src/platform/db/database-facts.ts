import { statSync } from 'node:fs'
import type { DatabaseKind } from './database-kind.ts'
import { kindOf } from './kind-of.ts'
import type { Db } from './open-database.ts'

/** Which database it is, and how large. */
export interface DatabaseFacts {
  kind: DatabaseKind
  /** As the database says it, such as `3.51.0` or `15.14 (Debian 15.14-0+deb12u1)`. */
  version: string
  /** On disk; for SQLite the file and its write-ahead log. */
  bytes: number
}

/** Asks the database about itself; its size is known to it, nothing is counted. */
export function databaseFacts(db: Db): Promise<DatabaseFacts> {
  return facts[kindOf(db)](db)
}

const facts: Record<DatabaseKind, (db: Db) => Promise<DatabaseFacts>> = {
  async sqlite(db) {
    const [row] = await db.$queryRaw<{ version: string; file: string }[]>`
      SELECT sqlite_version() AS version, file FROM pragma_database_list WHERE name = 'main'`
    const { version = '', file = '' } = row ?? {}
    return { kind: 'sqlite', version, bytes: bytesOf(file) + bytesOf(`${file}-wal`) }
  },
  async postgres(db) {
    const [row] = await db.$queryRaw<{ version: string; bytes: bigint }[]>`
      SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS bytes`
    return { kind: 'postgres', version: row?.version ?? '', bytes: Number(row?.bytes ?? 0) }
  },
}

function bytesOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
