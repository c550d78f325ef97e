import { Prisma } from '../../generated/sqlite/client.ts'

/** Values for `IN (…)` of a tagged statement. */
export type SqlList = Prisma.Sql

/** Puts values, at least one, into a tagged statement: `WHERE "id" IN (${sqlList(ids)})`. */
export function sqlList(values: readonly (string | number)[]): SqlList {
  return Prisma.join(values)
}
