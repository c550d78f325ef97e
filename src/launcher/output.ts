import path from 'node:path'
import type { Readable } from 'node:stream'
import { inspect } from 'node:util'
import { OperatorError } from '../platform/lifecycle.ts'
import { LogFile } from './log-file.ts'

/** Levels as the other processes' log lines have them. */
const levels = { info: 30, error: 50 }
const maxLogBytes = 10 * 1024 * 1024
const keptLogs = 5

/** Where a supervisor says what happens, and where what its processes write goes. */
export interface Output {
  /** How the person who started it ends it. */
  readonly endedBy: string
  say(line: string): void
  complain(error: unknown): void
  /** Called when this instance has become the one of its DATA_DIR. */
  open(dataDir: string): void
  /** Takes what a process writes; without it, the process writes where the supervisor does. */
  readonly follow?: (stream: Readable) => void
  /** Called when everything runs, here or in the instance that runs already. */
  running(address: string): void
  /** Resolves when all that was said is on its way. */
  flush(): Promise<void>
}

/** What a supervisor in the background tells the process that started it. */
export type ReportToStarter = { said: string } | { complained: string } | { running: string }

/** For `npm start`: all in the terminal. */
export const terminalOutput: Output = {
  endedBy: 'Ctrl+C or `npm stop` ends it',
  say: (line) => console.log(line),
  complain: (error) => console.error(error instanceof OperatorError ? error.message : error),
  open: () => undefined,
  running: () => undefined,
  flush: () => Promise.resolve(),
}

/** For `npm start -- --background`: all in DATA_DIR/logs, and what is said until everything runs to the starter too. */
export class BackgroundOutput implements Output {
  readonly endedBy = process.platform === 'win32' ? '`npm stop` or stop-all.cmd ends it' : '`npm stop` ends it'
  #log: LogFile | undefined
  #sent: Promise<unknown> = Promise.resolve()

  /** The lines of all processes, in the order in which they came, in one file: what happened is read from top to bottom. */
  open(dataDir: string): void {
    this.#log = new LogFile({ file: logFile(dataDir), maxBytes: maxLogBytes, kept: keptLogs })
    this.#write('info', `TaskFlow starts (Node.js ${process.version}, ${process.platform})`)
  }

  say(line: string): void {
    this.#write('info', line)
    this.#report({ said: line })
  }

  complain(error: unknown): void {
    const words = error instanceof OperatorError ? error.message : inspect(error)
    this.#write('error', words)
    this.#report({ complained: words })
  }

  readonly follow = (stream: Readable): void => this.#log?.follow(stream)

  running(address: string): void {
    this.#report({ running: address })
  }

  async flush(): Promise<void> {
    await this.#sent
  }

  #write(level: keyof typeof levels, msg: string): void {
    const line = { level: levels[level], time: new Date().toISOString(), process: 'supervisor', pid: process.pid, msg }
    this.#log?.write(`${JSON.stringify(line)}\n`)
  }

  #report(report: ReportToStarter): void {
    if (!process.connected || !process.send) return
    const sent = new Promise<void>((resolve) => process.send?.(report, undefined, undefined, () => resolve()))
    this.#sent = Promise.all([this.#sent, sent])
  }
}

/** Where an instance in the background writes what it does. */
export function logFile(dataDir: string): string {
  return path.join(dataDir, 'logs', 'taskflow.log')
}
