import { setTimeout as sleep } from 'node:timers/promises'
import {
  DriverAdapterError,
  type IsolationLevel,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
  type Transaction,
} from '@prisma/driver-adapter-utils'
import { openReader, openWriter, type SqliteConnection } from './connection.ts'
import { isBusy, toAdapterError } from './errors.ts'
import { Mutex } from './mutex.ts'
import { changeRows, readRows } from './statements.ts'
import { SqliteTransaction } from './transaction.ts'

const pauseWhileBusyMs = 2
const maxParameters = 32_766

/** Gives Prisma a SQLite file to work on. */
export class SqliteAdapterFactory implements SqlDriverAdapterFactory {
  readonly provider = 'sqlite'
  readonly adapterName = 'taskflow-sqlite'
  readonly #file: string
  readonly #busyTimeoutMs: number

  /** @param busyTimeoutMs how long to wait for another process that is writing, before failing */
  constructor(file: string, busyTimeoutMs = 10_000) {
    this.#file = file
    this.#busyTimeoutMs = busyTimeoutMs
  }

  async connect(): Promise<SqlDriverAdapter> {
    return new SqliteAdapter(openWriter(this.#file), openReader(this.#file), this.#busyTimeoutMs)
  }
}

/**
 * One writing connection, which one transaction or statement has at a time, and one reading connection, which sees only
 * what is committed and never waits. So no request ever runs inside another one's transaction.
 */
class SqliteAdapter implements SqlDriverAdapter {
  readonly provider = 'sqlite'
  readonly adapterName = 'taskflow-sqlite'
  readonly #writer: SqliteConnection
  readonly #reader: SqliteConnection
  readonly #busyTimeoutMs: number
  readonly #turns = new Mutex()

  constructor(writer: SqliteConnection, reader: SqliteConnection, busyTimeoutMs: number) {
    this.#writer = writer
    this.#reader = reader
    this.#busyTimeoutMs = busyTimeoutMs
  }

  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    if (!isRead(query.sql)) return this.#inTurn(() => readRows(this.#writer, query))
    try {
      return readRows(this.#reader, query)
    } catch (error) {
      throw toAdapterError(error)
    }
  }

  executeRaw(query: SqlQuery): Promise<number> {
    return this.#inTurn(() => changeRows(this.#writer, query))
  }

  executeScript(script: string): Promise<void> {
    return this.#inTurn(() => this.#writer.database.exec(script))
  }

  /** Takes the write lock at once: a transaction that began by reading could not always get it later. */
  async startTransaction(isolationLevel?: IsolationLevel): Promise<Transaction> {
    if (isolationLevel && isolationLevel !== 'SERIALIZABLE') {
      throw new DriverAdapterError({ kind: 'InvalidIsolationLevel', level: isolationLevel })
    }
    const release = await this.#turns.acquire()
    try {
      await this.#whenNotBusy(() => this.#writer.database.exec('BEGIN IMMEDIATE'))
      return new SqliteTransaction(this.#writer, release)
    } catch (error) {
      release()
      throw error
    }
  }

  getConnectionInfo(): { maxBindValues: number; supportsRelationJoins: boolean } {
    return { maxBindValues: maxParameters, supportsRelationJoins: false }
  }

  /** Waits for the transaction under way, so that what was begun is finished. */
  async dispose(): Promise<void> {
    const release = await this.#turns.acquire()
    this.#reader.database.close()
    this.#writer.database.close()
    release()
  }

  async #inTurn<Result>(act: () => Result): Promise<Result> {
    const release = await this.#turns.acquire()
    try {
      return await this.#whenNotBusy(act)
    } finally {
      release()
    }
  }

  async #whenNotBusy<Result>(act: () => Result): Promise<Result> {
    const deadline = performance.now() + this.#busyTimeoutMs
    for (;;) {
      try {
        return act()
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) throw toAdapterError(error)
      }
      await sleep(pauseWhileBusyMs)
    }
  }
}

function isRead(sql: string): boolean {
  return /^\s*SELECT\b/i.test(sql)
}
