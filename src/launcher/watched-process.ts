import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { footprintEnv, footprintFlags } from './footprint.ts'
import { OperatorError, type ReportToSupervisor } from '../platform/lifecycle.ts'

const firstPauseMs = 200
const longestPauseMs = 10_000
/** A process that lived this long before it crashed starts again after the first, short pause. */
const healthyAfterMs = 30_000
/** More than a process gives itself: it says so before it ends unfinished. */
const stopDeadlineMs = 10_000
/** So often a process may crash before it was ready for the first time. */
const attemptsToBecomeReady = 3

export interface ProcessPlan {
  /** As it is called in what is printed, such as `web`. */
  name: string
  /** The module to run. */
  file: string
  args?: string[]
  env?: NodeJS.ProcessEnv
  execArgv?: string[]
  /** Takes what it writes; by default it writes where the supervisor does. */
  output?: (stream: Readable) => void
  /** For a program that logs what nobody reads: only what it writes to stderr is kept. */
  quiet?: boolean
  log: (line: string) => void
  /** Called at each start and end, with `pid` up to date. */
  onChange?: () => void
}

/** A child process that is started again, after a growing pause, whenever it ends without having been asked to. */
export class WatchedProcess {
  readonly name: string
  readonly #plan: ProcessPlan
  readonly #firstReady: PromiseWithResolversOf<void>
  #child: ChildProcess | undefined
  #pauseTimer: NodeJS.Timeout | undefined
  #pauseMs = firstPauseMs
  #startedAt = 0
  #attempts = 0
  #wasReady = false
  #stopping = false
  #ended: Promise<unknown> = Promise.resolve()

  constructor(plan: ProcessPlan) {
    this.name = plan.name
    this.#plan = plan
    this.#firstReady = withResolvers()
    // Whoever waits for it hears of a failure; nobody has to wait.
    this.#firstReady.promise.catch(() => undefined)
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /**
   * Starts it and resolves when it has said for the first time that it is ready.
   * @throws {OperatorError} when it says itself why it can't, or has crashed three times before it was ready
   */
  start(): Promise<void> {
    if (!this.#stopping) this.#spawn()
    return this.#firstReady.promise
  }

  /** Asks it to stop, and kills it when it has not done so after 10 s, two more than it gives itself. It is not started again. */
  async stop(): Promise<void> {
    this.#stopping = true
    clearTimeout(this.#pauseTimer)
    await this.#end()
  }

  /** Stops it in order and starts it at once. */
  async restart(): Promise<void> {
    await this.stop()
    this.#stopping = false
    this.#spawn()
  }

  #spawn(): void {
    const { name, file, args = [], env = process.env, execArgv = [], output, quiet = false } = this.#plan
    const written = output ? 'pipe' : 'inherit'
    const stdio: StdioOptions = ['ignore', quiet ? 'ignore' : written, written, 'ipc']
    const argv = [...footprintFlags(name), ...execArgv, file, ...args]
    const child = spawn(process.execPath, argv, { env: { ...footprintEnv, ...env }, stdio, windowsHide: true })
    for (const stream of [child.stdout, child.stderr]) if (stream) output?.(stream)
    this.#child = child
    this.#startedAt = Date.now()
    this.#attempts += 1
    child.on('message', (report) => this.#onReport(report as ReportToSupervisor))
    // A child that can't even be spawned has no 'exit'.
    child.on('error', (error) => child.pid === undefined && this.#onEnd(error.message))
    child.on('exit', (code, signal) => this.#onEnd(signal ?? `exit code ${code}`, code === 0))
    // 'close' comes after 'exit': its last words have been read by then.
    this.#ended = once(child, 'close').catch(() => undefined)
    this.#plan.onChange?.()
  }

  async #end(): Promise<void> {
    const child = this.#child
    if (!child) return
    if (child.connected) child.send({ type: 'shutdown' }, () => undefined)
    const deadline = setTimeout(() => child.kill('SIGKILL'), stopDeadlineMs)
    await this.#ended
    clearTimeout(deadline)
  }

  #onReport(report: ReportToSupervisor): void {
    if (report.type === 'failed') return this.#onFailure(report)
    this.#wasReady = true
    this.#firstReady.resolve()
  }

  /** At the first start its reason ends the start; later, what is wrong may pass, as when a database restarts. */
  #onFailure({ message, exitCode }: { message: string; exitCode: number }): void {
    if (this.#wasReady) this.#plan.log(`${this.name}: ${message}`)
    else this.#giveUp(new OperatorError(message, exitCode))
  }

  #giveUp(error: OperatorError): void {
    this.#stopping = true
    this.#firstReady.reject(error)
  }

  #onEnd(how: string, inOrder = false): void {
    this.#child = undefined
    this.#plan.onChange?.()
    if (this.#stopping) return
    if (!this.#wasReady && this.#attempts >= attemptsToBecomeReady) {
      return this.#giveUp(new OperatorError(`${this.name} ended ${this.#attempts} times while starting (${how}).`))
    }
    this.#startAfterPause(how, inOrder)
  }

  #startAfterPause(how: string, inOrder: boolean): void {
    if (Date.now() - this.#startedAt >= healthyAfterMs) this.#pauseMs = firstPauseMs
    const pauseMs = this.#pauseMs
    this.#pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    const line = `${this.name} ended (${how}); started again after a pause of ${pauseMs / 1000} s.`
    // A Ctrl+C reaches the children too: one that stopped in order may have been a moment faster than our own signal.
    if (!inOrder) this.#plan.log(line)
    this.#pauseTimer = setTimeout(() => {
      if (inOrder) this.#plan.log(line)
      this.#spawn()
    }, pauseMs)
  }
}

interface PromiseWithResolversOf<T> {
  promise: Promise<T>
  resolve: (value: T) => void
  reject: (reason: Error) => void
}

function withResolvers<T>(): PromiseWithResolversOf<T> {
  let resolve: (value: T) => void = () => undefined
  let reject: (reason: Error) => void = () => undefined
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}
