import pg from 'pg'
import { SqliteConnection } from '../../src/platform/db/sqlite/connection.ts'

/** Listens to everything that this process asks its databases. */
export interface StatementLog {
  /** The statements since the last call, as SQL. */
  take(): string[]
  stop(): void
}

/** Listens where statements are handed to the drivers, of both databases. */
export function listenToStatements(): StatementLog {
  const heard: string[] = []
  const { prepare } = SqliteConnection.prototype
  SqliteConnection.prototype.prepare = function (sql) {
    heard.push(sql)
    return prepare.call(this, sql)
  }
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    heard.push(textOf(given[0]))
    return Reflect.apply(query, this, given) as unknown
  } as typeof query
  return {
    take: () => heard.splice(0),
    stop() {
      SqliteConnection.prototype.prepare = prepare
      pg.Client.prototype.query = query
    },
  }
}

function textOf(statement: unknown): string {
  if (typeof statement === 'string') return statement
  return typeof statement === 'object' && statement !== null && 'text' in statement ? String(statement.text) : ''
}
