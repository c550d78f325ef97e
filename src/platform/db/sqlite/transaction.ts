import { DriverAdapterError, type SqlQuery, type SqlResultSet, type Transaction } from '@prisma/driver-adapter-utils'
import type { SqliteConnection } from './connection.ts'
import { toAdapterError } from './errors.ts'
import { changeRows, readRows } from './statements.ts'

/** A transaction that has begun on the writing connection. It holds the write lock until it is committed or rolled back. */
export class SqliteTransaction implements Transaction {
  readonly provider = 'sqlite'
  readonly adapterName = 'taskflow-sqlite'
  /** Prisma calls commit() and rollback() and leaves the SQL to them. */
  readonly options = { usePhantomQuery: true }
  readonly #connection: SqliteConnection
  readonly #release: () => void
  #isOpen = true

  /** @param release gives the writing connection to the next who waits for it */
  constructor(connection: SqliteConnection, release: () => void) {
    this.#connection = connection
    this.#release = release
  }

  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    return this.#run(() => readRows(this.#connection, query))
  }

  async executeRaw(query: SqlQuery): Promise<number> {
    return this.#run(() => changeRows(this.#connection, query))
  }

  async commit(): Promise<void> {
    try {
      this.#run(() => this.#connection.database.exec('COMMIT'))
    } finally {
      this.#close()
    }
  }

  async rollback(): Promise<void> {
    this.#close()
  }

  async createSavepoint(name: string): Promise<void> {
    this.#run(() => this.#connection.database.exec(`SAVEPOINT ${name}`))
  }

  async rollbackToSavepoint(name: string): Promise<void> {
    this.#run(() => this.#connection.database.exec(`ROLLBACK TO ${name}`))
  }

  async releaseSavepoint(name: string): Promise<void> {
    this.#run(() => this.#connection.database.exec(`RELEASE ${name}`))
  }

  // SQLite ends a transaction by itself when, say, the disk is full. Whatever came after that would be committed alone,
  // and whatever came after our own end would land in somebody else's transaction.
  #run<Result>(act: () => Result): Result {
    if (!this.#isOpen || !this.#connection.database.isTransaction) {
      throw new DriverAdapterError({ kind: 'TransactionAlreadyClosed', cause: 'The transaction has ended' })
    }
    try {
      return act()
    } catch (error) {
      throw toAdapterError(error)
    }
  }

  /** Takes back what is not committed (also after a commit that failed) and lets the next one write. */
  #close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    if (this.#connection.database.isTransaction) this.#connection.database.exec('ROLLBACK')
    this.#release()
  }
}
