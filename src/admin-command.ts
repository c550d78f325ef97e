// npm run admin: for whoever is locked out of the admin site.
import { runAdminCommand } from './app/admin-command.ts'
import { readConfig } from './app/config.ts'
import { OperatorError } from './platform/lifecycle.ts'

try {
  console.log(await runAdminCommand(readConfig(), process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof OperatorError)) throw error
  console.error(error.message)
  process.exitCode = error.exitCode
}
