// Where the tests' Postgres comes from. As the globalSetup of vitest and of Playwright it is started once for a run and stopped at its end.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { migrate } from '../../src/platform/db/index.ts'
import { fetchNpmPostgres, findSystemPostgres } from './postgres-binaries.ts'
import { startPostgres, type PostgresServer } from './postgres-server.ts'

/**
 * Takes TEST_POSTGRES_URL (of a user who may create databases) when it is set, else a Postgres installed on this
 * machine, else one from an npm package. TEST_POSTGRES_SOURCE=system or npm allows only that one.
 * The tests find it in TEST_POSTGRES_URL, and a migrated database to copy in TEST_POSTGRES_TEMPLATE.
 * @returns what stops it
 * @throws {Error} when TEST_POSTGRES_URL does not work, or when there is no Postgres and CI=true
 */
export default async function setUpPostgres(): Promise<() => Promise<void>> {
  const server = givenServer() ?? (await firstThatStarts())
  if (!server) return async () => undefined
  const template = `taskflow_template_${randomUUID().replaceAll('-', '')}`
  await createTemplate(server.url, template)
  process.env['TEST_POSTGRES_URL'] = server.url
  process.env['TEST_POSTGRES_TEMPLATE'] = template
  return async () => {
    await runOn(server.url, `DROP DATABASE "${template}"`)
    await server.stop()
  }
}

function givenServer(): PostgresServer | undefined {
  const url = process.env['TEST_POSTGRES_URL']
  return url ? { url, stop: async () => undefined } : undefined
}

async function firstThatStarts(): Promise<PostgresServer | undefined> {
  const only = process.env['TEST_POSTGRES_SOURCE']
  const reasons: string[] = []
  for (const source of (['system', 'npm'] as const).filter((name) => !only || only === name)) {
    try {
      const bin = source === 'system' ? findSystemPostgres() : await fetchNpmPostgres()
      console.log(`Tests on Postgres: ${bin}`)
      return await startPostgres(bin)
    } catch (error) {
      reasons.push(`${source}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const missing = `No Postgres for the tests.\n  ${reasons.join('\n  ')}`
  if (process.env['CI'] === 'true') throw new Error(missing)
  console.warn(`${missing}\nTESTED ON SQLITE ONLY.`)
  return undefined
}

async function createTemplate(serverUrl: string, name: string): Promise<void> {
  await runOn(serverUrl, `CREATE DATABASE "${name}"`)
  const url = databaseUrl(serverUrl, name)
  await migrate(url)
  // Each copy is an installation of its own.
  await runOn(url, 'DELETE FROM "Installation"')
}

/** The URL of another database on the same server. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

/** Runs one statement on a connection of its own. */
export async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
