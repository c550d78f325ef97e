import type { Prisma } from '../../generated/sqlite/client.ts'
import type { DatabaseKind } from './database-kind.ts'
import { kindOf } from './kind-of.ts'
import type { Db, Tx } from './open-database.ts'
import { storedDateTime } from './sqlite/value-mapping.ts'

/** A whole row of a table, every column given: the database's own defaults are not Prisma's. */
export type Row<Model extends Prisma.ModelName> = Prisma.TypeMap['model'][Model]['payload']['scalars']

/** The same without an id that the database counts itself. */
export type NewRow<Model extends Prisma.ModelName> =
  Row<Model> extends { id: number } ? Omit<Row<Model>, 'id'> : Row<Model>

export interface InsertOptions {
  /** Leaves out the rows whose primary key or other unique constraint is taken, instead of failing. */
  skipDuplicates?: boolean
}

/**
 * Writes many rows by one statement, ten times as fast as Prisma's createMany (50 messages: 1.5 ms against 15 on SQLite).
 * @returns how many rows were written
 * @throws like any raw query; see isUniqueViolation
 */
export async function insertMany<Model extends Prisma.ModelName>(
  db: Db | Tx,
  model: Model,
  rows: readonly (Row<Model> | NewRow<Model>)[],
  { skipDuplicates = false }: InsertOptions = {},
): Promise<number> {
  const [first] = rows
  if (first === undefined) return 0
  const kind = kindOf(db)
  const columns = Object.keys(first)
  const sql = insertStatements[kind](model, columns) + (skipDuplicates ? ' ON CONFLICT DO NOTHING' : '')
  return db.$executeRawUnsafe(sql, JSON.stringify(rows.map((row) => jsonRow(row, columns, kind))))
}

/** By kind of database, a statement whose only parameter is a JSON array with an object for each row. */
const insertStatements: Record<DatabaseKind, (table: string, columns: string[]) => string> = {
  sqlite(table, columns) {
    const values = columns.map((column) => `value ->> '${column}'`).join(', ')
    // Without WHERE, SQLite would take the ON of ON CONFLICT for a join's.
    return `INSERT INTO "${table}" (${quoted(columns)}) SELECT ${values} FROM json_each(?) WHERE true`
  },
  postgres(table, columns) {
    const rows = `json_populate_recordset(NULL::"${table}", $1::json)`
    return `INSERT INTO "${table}" (${quoted(columns)}) SELECT ${quoted(columns)} FROM ${rows}`
  },
}

function quoted(columns: string[]): string {
  return columns.map((column) => `"${column}"`).join(', ')
}

function jsonRow(row: object, columns: string[], kind: DatabaseKind): Record<string, unknown> {
  const values = row as Record<string, unknown>
  if (Object.keys(row).length !== columns.length) throw new TypeError('insertMany wants the same columns in every row')
  const copy: Record<string, unknown> = {}
  for (const column of columns) copy[column] = jsonValue(values[column], kind)
  return copy
}

function jsonValue(value: unknown, kind: DatabaseKind): unknown {
  if (value === undefined) throw new TypeError('insertMany wants the same columns in every row')
  if (value instanceof Date) return kind === 'sqlite' ? storedDateTime(value) : value.toISOString()
  // Half a surrogate pair is legal in JavaScript and in JSON, but no text to a database.
  return typeof value === 'string' ? value.toWellFormed() : value
}
