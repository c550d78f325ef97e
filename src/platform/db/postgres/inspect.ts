import type pg from 'pg'
import type { Inspection } from '../inspect-database.ts'
import { connect } from './connect.ts'

/** @throws {MigrationError} when the database cannot be reached */
export async function openPostgresInspection(databaseUrl: string): Promise<Inspection> {
  const client = await connect(databaseUrl)
  await client.query('SET default_transaction_read_only = on')
  const ask = async <Row>(sql: string): Promise<Row[]> => (await client.query<Row & pg.QueryResultRow>(sql)).rows
  return {
    ask,
    moment: (date) => `'${date.toISOString().replace('Z', '')}'`,
    // Postgres checks its own pages, and says so in its log.
    findDamage: () => Promise.resolve(undefined),
    async clockAheadMs() {
      const before = Date.now()
      const [row] = await ask<{ now: string }>('SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now')
      return Number(row?.now ?? 0) - (before + Date.now()) / 2
    },
    async hasTable(name) {
      return (await ask(`SELECT 1 WHERE to_regclass('"${name}"') IS NOT NULL`)).length > 0
    },
    close: () => client.end(),
  }
}
