import type { ColumnType } from '@prisma/driver-adapter-utils'
import { declaredColumnType } from './value-mapping.ts'
import { loadDatabaseSync, type SqliteDatabase, type SqliteStatement } from './driver.ts'

/** A statement ready to run, with what is known about its columns. Statements without a result have no columns. */
export interface PreparedStatement {
  statement: SqliteStatement
  columnNames: string[]
  /** undefined where the column is computed: its type shows only in its values. */
  declaredTypes: (ColumnType | undefined)[]
}

/** 128 MB of 4 KB each: how long the log may grow where no worker runs that takes it over. */
const longestLogPages = 32_000
const maxCachedStatements = 256
/** A batch insert is a long text of its own for each number of rows; keeping those would cost megabytes for little. */
const maxCachedSqlLength = 4000

/** One connection to a SQLite file, with its recently used statements kept prepared. */
export class SqliteConnection {
  readonly database: SqliteDatabase
  readonly #statements = new Map<string, PreparedStatement>()

  constructor(database: SqliteDatabase) {
    this.database = database
  }

  /** @throws the driver's error when the SQL is wrong */
  prepare(sql: string): PreparedStatement {
    const cached = this.#statements.get(sql)
    if (!cached) return this.#remember(sql, compile(this.database, sql))
    this.#statements.delete(sql)
    return this.#remember(sql, cached)
  }

  // A Map keeps the order of insertion, so the first key is the statement unused for longest.
  #remember(sql: string, prepared: PreparedStatement): PreparedStatement {
    if (sql.length > maxCachedSqlLength) return prepared
    this.#statements.set(sql, prepared)
    const oldest = this.#statements.keys().next().value
    if (this.#statements.size > maxCachedStatements && oldest !== undefined) this.#statements.delete(oldest)
    return prepared
  }
}

/**
 * Opens the connection that writes. WAL lets readers go on while it writes; with synchronous=NORMAL a commit survives
 * the death of the process (it is in the operating system's hands), though not always a power failure, which can take
 * the last commits but never harms the file.
 *
 * It does not wait for another process's write lock, because waiting inside SQLite blocks the whole process: the
 * adapter waits and tries again. For the same reason it leaves the write-ahead log to
 * `startCheckpoints` until that is very long: whoever takes it over waits for the disk.
 */
export function openWriter(file: string): SqliteConnection {
  const database = new (loadDatabaseSync())(file, { timeout: 10_000 })
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 0')
  database.exec(`PRAGMA wal_autocheckpoint = ${longestLogPages}`)
  return new SqliteConnection(database)
}

/** Opens a connection that sees what is committed and can change nothing. */
export function openReader(file: string): SqliteConnection {
  return new SqliteConnection(new (loadDatabaseSync())(file, { timeout: 10_000, readOnly: true }))
}

function compile(database: SqliteDatabase, sql: string): PreparedStatement {
  const statement = database.prepare(sql)
  statement.setReadBigInts(true)
  statement.setReturnArrays(true)
  const columns = statement.columns()
  return {
    statement,
    columnNames: columns.map((column) => column.name),
    declaredTypes: columns.map((column) => declaredColumnType(column.type)),
  }
}
