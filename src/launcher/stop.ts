// What `npm stop` runs: ends the instance of this DATA_DIR, wherever it was started.
import { readConfig } from '../app/config.ts'
import { OperatorError } from '../platform/lifecycle.ts'
import { ask } from './control.ts'
import { clearStaleInstance, findInstance, waitUntilGone } from './instance.ts'

const stopDeadlineMs = 25_000

try {
  console.log(await stopInstance(readConfig().dataDir))
} catch (error) {
  console.error(error instanceof OperatorError ? error.message : error)
  process.exitCode = error instanceof OperatorError ? error.exitCode : 1
}

async function stopInstance(dataDir: string): Promise<string> {
  const instance = await findInstance(dataDir)
  if (!instance)
    return (await clearStaleInstance(dataDir)) ? 'Nothing to stop (it had ended already).' : 'Nothing to stop.'
  await ask(instance, 'stop')
  if (await waitUntilGone([instance.pid], stopDeadlineMs)) return `TaskFlow at ${instance.address} has stopped.`
  throw new OperatorError(`TaskFlow at ${instance.address} (process ${instance.pid}) does not stop.`)
}
