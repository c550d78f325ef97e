import path from 'node:path'
import { readConfig, type Config } from '../app/config.ts'
import { keepFilesPrivate, onStopSignal, OperatorError, outliveTerminal } from '../platform/lifecycle.ts'
import { localAddress, requireFreePort } from './address.ts'
import { listenForControl } from './control.ts'
import { describeDatabase } from './database.ts'
import { claimInstance, describeThisInstance, releaseInstance, updateInstance, type Instance } from './instance.ts'
import { BackgroundOutput, logFile, terminalOutput, type Output } from './output.ts'
import { chooseRedis, redisStartsVariable, type RedisChoice } from './redis/index.ts'
import { WatchedProcess, type ProcessPlan } from './watched-process.ts'

export interface SupervisorPlan {
  /** Where the compiled processes are, as `<name>.js`. */
  folder: string
  /** Are kept running. */
  services: string[]
  /** Started by a process that goes as soon as everything runs (`start-background.ts`). */
  background?: boolean
}

/** Names of services. */
interface RestartRequest {
  restart: string[]
}

/**
 * Starts a whole instance (Redis, where it has to be brought along, and the services), says where it is, and keeps it running
 * until it is asked to stop. Ends this process: with 0 after an orderly stop or when an instance of this DATA_DIR runs already,
 * else with another code after one sentence on what is wrong.
 */
export async function supervise(plan: SupervisorPlan): Promise<void> {
  keepFilesPrivate()
  outliveTerminal()
  const output = plan.background ? new BackgroundOutput() : terminalOutput
  process.on('uncaughtException', (error) => void fail(output, error))
  try {
    const config = readConfig()
    await new Supervisor(plan, config, output).start()
  } catch (error) {
    await fail(output, error)
  }
}

class Supervisor {
  readonly #plan: SupervisorPlan
  readonly #config: Config
  readonly #output: Output
  readonly #instance: Instance
  /** In the order of their start. */
  readonly #processes: WatchedProcess[] = []
  #endLeftoverRedis: (() => Promise<void>) | undefined
  #running = false
  #stopping = false

  constructor(plan: SupervisorPlan, config: Config, output: Output) {
    this.#plan = plan
    this.#config = config
    this.#output = output
    this.#instance = describeThisInstance(localAddress(config))
  }

  async start(): Promise<void> {
    await listenForControl(this.#instance, () => void this.#stop(0))
    const other = await claimInstance(this.#config.dataDir, this.#instance)
    if (other) return this.#leaveTo(other)
    this.#output.open(this.#config.dataDir)
    onStopSignal(() => void this.#stop(0))
    this.#obeyParent()
    try {
      await this.#startAll()
    } catch (error) {
      if (this.#stopping) return
      this.#output.complain(error)
      await this.#stop(exitCodeOf(error))
    }
  }

  async #leaveTo(other: Instance): Promise<never> {
    releaseInstance(this.#config.dataDir, this.#instance)
    this.#output.say(`TaskFlow already runs at ${other.address}`)
    this.#output.running(other.address)
    await this.#output.flush()
    process.exit(0)
  }

  async #startAll(): Promise<void> {
    await requireFreePort(this.#config)
    const redis = await chooseRedis(this.#config)
    // The services read their code meanwhile, and wait for Redis only then.
    const env = { ...process.env, REDIS_URL: redis.url, ...(redis.processToRun && { [redisStartsVariable]: '1' }) }
    await Promise.all([this.#startRedis(redis), ...this.#plan.services.map((name) => this.#watch(name, { env }))])
    this.#sayRunning(redis)
  }

  #sayRunning({ description }: RedisChoice): void {
    this.#output.say(`Redis: ${description}`)
    this.#output.say(`Database: ${describeDatabase(this.#config.databaseUrl)}`)
    this.#output.say(`TaskFlow runs at ${this.#instance.address} (${this.#output.endedBy})`)
    if (this.#plan.background) this.#output.say(`Logs: ${logFile(this.#config.dataDir)}`)
    this.#running = true
    this.#output.running(this.#instance.address)
  }

  async #startRedis({ url, processToRun, endLeftover }: RedisChoice): Promise<void> {
    this.#instance.redisUrl = url
    this.#endLeftoverRedis = endLeftover
    this.#updateInstance()
    if (!processToRun) return
    const { entry, args } = processToRun
    await this.#watch('redis', {
      file: this.#file(entry),
      args,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      quiet: true,
    })
  }

  #watch(name: string, options: Partial<ProcessPlan>): Promise<void> {
    if (this.#stopping) throw new Error('stopped while starting')
    const watched = new WatchedProcess({
      name,
      file: this.#file(name),
      ...options,
      ...(this.#output.follow && { output: this.#output.follow }),
      log: (line) => this.#output.say(line),
      onChange: () => this.#updateInstance(),
    })
    this.#processes.push(watched)
    return watched.start()
  }

  #file(name: string): string {
    return path.join(this.#plan.folder, `${name}.js`)
  }

  #updateInstance(): void {
    this.#instance.childPids = this.#processes.flatMap(({ pid }) => pid ?? [])
    updateInstance(this.#config.dataDir, this.#instance)
  }

  /**
   * `npm run dev` starts the supervisor as its child, and restarts services when their sources have changed. One in the background
   * loses its starter when it runs; a starter that goes before was interrupted.
   */
  #obeyParent(): void {
    process.on('message', (message: RestartRequest) => void this.#restart(message.restart))
    const onDisconnect = (): void => {
      if (!(this.#plan.background && this.#running)) void this.#stop(0)
    }
    process.on('disconnect', onDisconnect)
    if (process.connected === false) onDisconnect()
  }

  async #restart(names: string[]): Promise<void> {
    const chosen = this.#processes.filter(({ name }) => names.includes(name))
    if (!this.#stopping) await Promise.all(chosen.map((watched) => watched.restart()))
  }

  /** The services first, together, and then the Redis that they need until their end. */
  async #stop(exitCode: number): Promise<void> {
    if (this.#stopping) return
    this.#stopping = true
    const redis = this.#processes.filter(({ name }) => name === 'redis')
    await Promise.all(this.#processes.filter((watched) => !redis.includes(watched)).map((watched) => watched.stop()))
    await Promise.all(redis.map((watched) => watched.stop()))
    // Asked to stop between the death of Redis's guard and its next start, the guard has left its server behind.
    await this.#endLeftoverRedis?.()
    releaseInstance(this.#config.dataDir, this.#instance)
    if (exitCode === 0) this.#output.say('TaskFlow has stopped.')
    await this.#output.flush()
    process.exit(exitCode)
  }
}

async function fail(output: Output, error: unknown): Promise<never> {
  output.complain(error)
  await output.flush()
  process.exit(exitCodeOf(error))
}

function exitCodeOf(error: unknown): number {
  return error instanceof OperatorError ? error.exitCode : 1
}
