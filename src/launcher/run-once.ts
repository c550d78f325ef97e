import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { OperatorError, type ReportToSupervisor } from '../platform/lifecycle.ts'

/**
 * Runs a module in a process of its own to its end.
 * @throws {OperatorError} with its own sentence if it reports one, when it ends with another code than 0
 */
export async function runOnce(file: string, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, ['--enable-source-maps', file], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    windowsHide: true,
  })
  let failure: OperatorError | undefined
  child.on('message', (report: ReportToSupervisor) => {
    if (report.type === 'failed') failure = new OperatorError(report.message, report.exitCode)
  })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw failure ?? new OperatorError(`${file} failed (exit code ${code}).`)
}
