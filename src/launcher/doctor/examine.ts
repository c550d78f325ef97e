// What `npm run doctor` looks at once the packages are there. It changes nothing.
import { readConfig, type Config } from '../../app/config.ts'
import { OperatorError } from '../../platform/lifecycle.ts'
import { checkDatabase } from './database.ts'
import { checkFiles } from './files.ts'
import { ok, wrong, type Finding } from './finding.ts'
import { checkPort } from './port.ts'
import { checkRedis } from './redis.ts'

/** Looks at everything that TaskFlow stands on. */
export async function examine(): Promise<Finding[]> {
  const settings = readSettings()
  if (!settings.config) return settings.findings
  const { config } = settings
  const files = checkFiles(config)
  const { findings: port, isRunning } = await checkPort(config)
  const { findings: database, installationId } = await checkDatabase(config, isRunning)
  const redis = await checkRedis(config, { isRunning, installationId })
  return [...settings.findings, ...files, ...port, ...database, ...redis]
}

function readSettings(): { findings: Finding[]; config?: Config } {
  try {
    return { config: readConfig(), findings: [ok('Settings', 'All of them can be read.')] }
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error
    const mend = 'Correct it in the environment or in .env, and run this again: the rest is looked at then.'
    return { findings: error.message.split('\n').map((line) => wrong('Settings', line, mend)) }
  }
}
