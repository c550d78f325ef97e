const stopDeadlineMs = 8_000
/** npm passes a Ctrl+C on to a process that the terminal has told already: what follows this soon is the same key press. */
const sameKeyPressMs = 1_000

/** Exit code for "a setting is wrong" (EX_CONFIG of sysexits.h): starting again won't help until somebody changes it. */
export const exitCodeForConfig = 78

/**
 * Something that whoever runs TaskFlow can put right: `message` says what, fit to be shown without a stack.
 * `exitCode` is what the process ends with.
 */
export class OperatorError extends Error {
  override name = 'OperatorError'
  readonly exitCode: number

  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** What a process tells its supervisor. */
export type ReportToSupervisor = { type: 'ready' } | { type: 'failed'; message: string; exitCode: number }

export interface Running {
  stop(): Promise<void>
}

/**
 * Runs one process from start to end. Tells the supervisor (if there is one) when it is ready, and stops in order on SIGTERM,
 * SIGINT, SIGHUP, the supervisor's `{type: 'shutdown'}` and the supervisor's death. An end that takes more than 8 s is cut
 * short, and so is a second signal. An OperatorError ends the process with its sentence alone; any other error is logged with its
 * stack and ends it with code 1, for the supervisor to start it again.
 *
 * @param options.interruptible false for a process that others lean on while they stop: Ctrl+C then leaves it to the supervisor
 */
export async function runProcess(
  name: string,
  start: () => Promise<Running>,
  options: { interruptible?: boolean } = {},
): Promise<void> {
  keepFilesPrivate()
  process.on('uncaughtException', (error) => void fail(name, error))
  outliveTerminal()
  const stopAsked = whenAskedToStop(options.interruptible ?? true)
  void stopAsked.then(cutShortAfterDeadline(name))
  try {
    const running = await start()
    await report({ type: 'ready' })
    await stopAsked
    await running.stop()
    process.exit(0)
  } catch (error) {
    await fail(name, error)
  }
}

/** Whatever an instance writes (messages, password hashes, the session secret) is for the account that it runs as. */
export function keepFilesPrivate(): void {
  process.umask(0o077)
}

/** Writing to a terminal that was closed must not crash a process that is about to stop in order. */
export function outliveTerminal(): void {
  process.stdout.on('error', () => undefined)
  process.stderr.on('error', () => undefined)
}

/** Calls `onSignal` at the first SIGTERM, SIGINT or SIGHUP, and ends the process at once at the second. */
export function onStopSignal(onSignal: (signal: NodeJS.Signals) => void): void {
  let firstAt: number | undefined
  const listener = (signal: NodeJS.Signals): void => {
    if (firstAt === undefined) {
      firstAt = Date.now()
      onSignal(signal)
    } else if (Date.now() - firstAt > sameKeyPressMs) {
      process.exit(1)
    }
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, listener)
}

function whenAskedToStop(interruptible: boolean): Promise<void> {
  return new Promise((resolve) => {
    if (interruptible) onStopSignal(() => resolve())
    else leaveInterruptsToSupervisor(resolve)
    process.on('disconnect', resolve)
    process.on('message', (message) => {
      if (isShutdown(message)) resolve()
    })
    // The supervisor may have died while this process was still loading its modules.
    if (process.connected === false) resolve()
  })
}

function leaveInterruptsToSupervisor(stop: () => void): void {
  process.on('SIGTERM', stop)
  process.on('SIGINT', () => undefined)
  process.on('SIGHUP', () => undefined)
}

function isShutdown(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'shutdown'
}

function cutShortAfterDeadline(name: string): () => void {
  return () => {
    const deadline = setTimeout(() => {
      console.error(`${name}: not stopped after ${stopDeadlineMs / 1000} s, ended.`)
      process.exit(1)
    }, stopDeadlineMs)
    deadline.unref()
  }
}

async function fail(name: string, error: unknown): Promise<never> {
  if (error instanceof OperatorError) await failForOperator(error)
  else console.error(`${name}:`, error)
  process.exit(error instanceof OperatorError ? error.exitCode : 1)
}

/** With a supervisor it is the supervisor's to print the sentence: three processes may fail for one reason. */
async function failForOperator(error: OperatorError): Promise<void> {
  if (process.connected) await report({ type: 'failed', message: error.message, exitCode: error.exitCode })
  else console.error(error.message)
}

/** Resolves when the message is on its way, or when there is nobody (left) to tell. */
function report(message: ReportToSupervisor): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected && process.send) process.send(message, undefined, undefined, () => resolve())
    else resolve()
  })
}
