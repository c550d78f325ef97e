// What `npm start -- --background` and start-all.cmd run: starts a supervisor that outlives this process.
import { spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { projectRoot } from '../app/config.ts'
import { openBrowser } from './open-browser.ts'
import type { ReportToStarter } from './output.ts'

/** So long nobody wonders. */
const patienceMs = 15_000

/**
 * Starts the instance of this DATA_DIR, unless it runs, and prints what its supervisor says. A supervisor whose starter is gone
 * before everything runs stops: an interrupted start leaves nothing behind.
 * @param options.open whether to show it in the browser then
 * @returns the exit code: 0 when it runs now
 */
export function startInBackground({ open = false }: { open?: boolean | undefined }): Promise<number> {
  const supervisor = spawnSupervisor()
  const stillStarting = setTimeout(() => console.log('Still starting … (Ctrl+C gives up)'), patienceMs)
  return new Promise<number>((resolve) => {
    let isToldWhy = false
    let lastWords = ''
    supervisor.stderr?.setEncoding('utf8').on('data', (text: string) => (lastWords += text))
    supervisor.on('error', (error) => (lastWords += error.message))
    supervisor.on('message', (report: ReportToStarter) => {
      if ('said' in report) return console.log(report.said)
      if ('complained' in report) {
        isToldWhy = true
        return console.error(report.complained)
      }
      letGo(supervisor)
      if (open) openBrowser(report.running)
      resolve(0)
    })
    // After the last report.
    supervisor.once('close', (code, signal) => {
      if (!isToldWhy)
        console.error(`TaskFlow ended while starting (${signal ?? `exit code ${code}`}).\n${lastWords}`.trim())
      resolve(code || 1)
    })
  }).finally(() => clearTimeout(stillStarting))
}

function spawnSupervisor(): ChildProcess {
  return spawn(process.execPath, [path.join(import.meta.dirname, 'supervisor.js'), '--background'], {
    cwd: projectRoot,
    // A group and, on Windows, no console of the starter's: neither a Ctrl+C nor a closed window reaches it.
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
}

function letGo(supervisor: ChildProcess): void {
  supervisor.removeAllListeners('close')
  if (supervisor.connected) supervisor.disconnect()
  supervisor.stderr?.destroy()
  supervisor.unref()
}
