import { Prisma } from '../../generated/sqlite/client.ts'
import type { DatabaseKind } from './database-kind.ts'
import { kindOf } from './kind-of.ts'
import type { Db, Tx } from './open-database.ts'

/** Part of a tagged statement. */
export type Sql = Prisma.Sql

/** Puts any number of whole numbers into a tagged statement, as one parameter: `WHERE "id" IN (${sqlList(db, ids)})`. */
export function sqlList(db: Db | Tx, numbers: readonly number[]): Sql {
  return listOf[kindOf(db)](JSON.stringify(numbers))
}

const listOf: Record<DatabaseKind, (json: string) => Sql> = {
  sqlite: (json) => Prisma.sql`SELECT value FROM json_each(${json})`,
  postgres: (json) => Prisma.sql`SELECT value::int FROM json_array_elements_text(${json}::json)`,
}

/** A part of a statement, with its values; for readMany. */
export const sql = Prisma.sql
