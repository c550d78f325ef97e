import pg from 'pg'
import { MigrationError } from '../migration-error.ts'

const connectTimeoutMs = 10_000

/**
 * Connects to Postgres.
 * @throws {MigrationError} saying, without the password, which database and why not
 */
export async function connect(databaseUrl: string): Promise<pg.Client> {
  const name = databaseName(databaseUrl)
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: connectTimeoutMs })
  // A connection that breaks later fails the query under way; without a listener it would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (cause) {
    throw new MigrationError(`The database ${name} cannot be reached: ${reasonFor(cause)}.`, { cause })
  }
}

/** Host, port and database of the URL: no user, no password. */
function databaseName(databaseUrl: string): string {
  try {
    const { hostname, port, pathname } = new URL(databaseUrl)
    return `${hostname || 'localhost'}:${port || 5432}${pathname}`
  } catch {
    throw new MigrationError('DATABASE_URL is not a URL; write it like postgresql://name:password@host:5432/taskflow.')
  }
}

function reasonFor(error: unknown): string {
  // Node tries every address of a host and throws their errors together, without a message of its own.
  if (error instanceof AggregateError && error.errors.length > 0) return reasonFor(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
