import type { SqlQuery, SqlResultSet } from '@prisma/driver-adapter-utils'
import type { SqliteConnection } from './connection.ts'
import { columnTypes, fromSqlite, toSqlite, type SqliteValue } from './value-mapping.ts'

// Both are synchronous: nothing else of this process comes between their parts.

/** Runs one statement and reads its rows. Throws the driver's error. */
export function readRows(connection: SqliteConnection, query: SqlQuery): SqlResultSet {
  const { statement, columnNames, declaredTypes } = connection.prepare(query.sql)
  if (columnNames.length === 0) {
    statement.run(...parameters(query))
    return { columnNames: [], columnTypes: [], rows: [] }
  }
  const rows = statement.all(...parameters(query)) as SqliteValue[][]
  return { columnNames, columnTypes: columnTypes(declaredTypes, rows), rows: rows.map((row) => row.map(fromSqlite)) }
}

/** Runs one statement. Returns the number of rows it changed; throws the driver's error. */
export function changeRows(connection: SqliteConnection, query: SqlQuery): number {
  return Number(connection.prepare(query.sql).statement.run(...parameters(query)).changes)
}

function parameters({ args, argTypes }: SqlQuery): SqliteValue[] {
  return args.map((value, index) => toSqlite(value, argTypes[index]))
}
