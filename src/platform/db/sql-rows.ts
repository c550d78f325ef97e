import { Prisma } from '../../generated/sqlite/client.ts'
import type { DatabaseKind } from './database-kind.ts'
import { kindOf } from './kind-of.ts'
import type { Db, Tx } from './open-database.ts'
import type { Sql } from './sql-list.ts'

type ColumnType = 'int' | 'text'

/**
 * Puts any number of rows into a tagged statement, as one parameter: `FROM ${sqlRows(db, { id: 'int' }, rows)} AS given`.
 * @param columns the columns that the statement may name. No value from outside belongs there.
 */
export function sqlRows<Name extends string>(
  db: Db | Tx,
  columns: Readonly<Record<Name, ColumnType>>,
  rows: readonly Readonly<Record<Name, number | string>>[],
): Sql {
  return tables[kindOf(db)](Object.entries<ColumnType>(columns), JSON.stringify(rows))
}

const tables: Record<DatabaseKind, (columns: [string, ColumnType][], json: string) => Sql> = {
  sqlite(columns, json) {
    const values = columns.map(([name]) => `value ->> '${name}' AS "${name}"`).join(', ')
    return Prisma.sql`(SELECT ${Prisma.raw(values)} FROM json_each(${json}))`
  },
  postgres(columns, json) {
    const types = columns.map(([name, type]) => `"${name}" ${type}`).join(', ')
    return Prisma.sql`(SELECT * FROM json_to_recordset(${json}::json) AS row(${Prisma.raw(types)}))`
  },
}
