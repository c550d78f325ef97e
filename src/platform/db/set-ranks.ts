import { kindOf } from './kind-of.ts'
import type { DatabaseKind } from './database-kind.ts'
import type { Tx } from './open-database.ts'

/** The tables whose rows a person puts in order. */
type RankedTable = 'Task'

/** Gives many rows their ranks, and the version that says so, by one statement. */
export async function setRanks(
  tx: Tx,
  table: RankedTable,
  ranks: { id: number; rank: string }[],
  version: number,
): Promise<void> {
  await tx.$executeRawUnsafe(statements[kindOf(tx)](table), version, JSON.stringify(ranks))
}

const statements: Record<DatabaseKind, (table: RankedTable) => string> = {
  sqlite: (table) =>
    `UPDATE "${table}" SET "rank" = given.value ->> 'rank', "version" = ?
     FROM json_each(?) AS given WHERE "${table}"."id" = given.value ->> 'id'`,
  postgres: (table) =>
    `UPDATE "${table}" SET "rank" = given."rank", "version" = $1::int
     FROM json_populate_recordset(NULL::"${table}", $2::json) AS given WHERE "${table}"."id" = given."id"`,
}
