import { Prisma } from '../../generated/sqlite/client.ts'
import type { DatabaseKind } from './database-kind.ts'
import { kindOf } from './kind-of.ts'
import type { Db, Tx } from './open-database.ts'

/** What to read: a name for each column, with the SQL expression that gives it. No value from outside belongs there. */
export type Columns<Name extends string> = Readonly<Record<Name, string>>

/**
 * Reads thousands of rows by one statement that gives them as one JSON text: five times as fast as a result that is handed over value by
 * value. For texts, numbers and booleans, which SQLite gives as 0 and 1.
 * @param from the statement from `FROM` on, without an order
 * @param order SQL expressions by which the rows are ordered
 */
export async function readMany<Row extends object>(
  db: Db | Tx,
  columns: Columns<keyof Row & string>,
  from: Prisma.Sql,
  order: string,
): Promise<Row[]> {
  const pairs = Object.entries<string>(columns).map(([name, expression]) => `'${name}', ${expression}`)
  const rows = Prisma.raw(jsonOf[kindOf(db)](pairs.join(', '), order))
  const [answer] = await db.$queryRaw<{ rows: string | null }[]>`SELECT ${rows} AS "rows" ${from}`
  return JSON.parse(answer?.rows ?? '[]') as Row[]
}

const jsonOf: Record<DatabaseKind, (pairs: string, order: string) => string> = {
  sqlite: (pairs, order) => `json_group_array(json_object(${pairs}) ORDER BY ${order})`,
  postgres: (pairs, order) => `json_agg(json_build_object(${pairs}) ORDER BY ${order})::text`,
}
