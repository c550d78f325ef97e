// npm run migrate: brings the database up to date and says what it did. The other processes do the same as they start.
import { readConfig } from './app/config.ts'
import { migrate } from './platform/db/index.ts'
import { OperatorError } from './platform/lifecycle.ts'

try {
  const { applied } = await migrate(readConfig().databaseUrl)
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`)
} catch (error) {
  if (!(error instanceof OperatorError)) throw error
  console.error(error.message)
  process.exitCode = error.exitCode
}
