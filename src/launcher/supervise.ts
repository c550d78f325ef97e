import path from 'node:path'
import { readConfig, type Config } from '../app/config.ts'
import { keepFilesPrivate, onStopSignal, OperatorError, outliveTerminal } from '../platform/lifecycle.ts'
import { localAddress, requireFreePort } from './address.ts'
import { listenForControl } from './control.ts'
import { describeDatabase } from './database.ts'
import { claimInstance, describeThisInstance, releaseInstance, updateInstance, type Instance } from './instance.ts'
import { chooseRedis, type RedisChoice } from './redis/index.ts'
import { WatchedProcess, type ProcessPlan } from './watched-process.ts'

export interface SupervisorPlan {
  /** Where the compiled processes are, as `<name>.js`. */
  folder: string
  /** Are kept running. */
  services: string[]
}

/** Names of services. */
interface RestartRequest {
  restart: string[]
}

/**
 * Starts a whole instance (Redis, where it has to be brought along, and the services), prints where it is, and keeps it running
 * until it is asked to stop. Ends this process: with 0 after an orderly stop or when an instance of this DATA_DIR runs already,
 * else with another code after one sentence on what is wrong.
 */
export async function supervise(plan: SupervisorPlan): Promise<void> {
  keepFilesPrivate()
  outliveTerminal()
  try {
    const config = readConfig()
    await new Supervisor(plan, config).start()
  } catch (error) {
    complain(error)
    process.exit(exitCodeOf(error))
  }
}

class Supervisor {
  readonly #plan: SupervisorPlan
  readonly #config: Config
  readonly #instance: Instance
  /** In the order of their start. */
  readonly #processes: WatchedProcess[] = []
  #endLeftoverRedis: (() => Promise<void>) | undefined
  #stopping = false

  constructor(plan: SupervisorPlan, config: Config) {
    this.#plan = plan
    this.#config = config
    this.#instance = describeThisInstance(localAddress(config))
  }

  async start(): Promise<void> {
    await listenForControl(this.#instance, () => void this.#stop(0))
    const other = await claimInstance(this.#config.dataDir, this.#instance)
    if (other) return this.#leaveTo(other)
    onStopSignal(() => void this.#stop(0))
    this.#obeyParent()
    try {
      await this.#startAll()
    } catch (error) {
      if (this.#stopping) return
      complain(error)
      await this.#stop(exitCodeOf(error))
    }
  }

  #leaveTo(other: Instance): never {
    releaseInstance(this.#config.dataDir, this.#instance)
    log(`TaskFlow already runs at ${other.address}`)
    process.exit(0)
  }

  async #startAll(): Promise<void> {
    await requireFreePort(this.#config)
    const redis = await chooseRedis(this.#config)
    await this.#startRedis(redis)
    const env = { ...process.env, REDIS_URL: redis.url }
    await Promise.all(this.#plan.services.map((name) => this.#watch(name, { env })))
    log(`Redis: ${redis.description}`)
    log(`Database: ${describeDatabase(this.#config.databaseUrl)}`)
    log(`TaskFlow runs at ${this.#instance.address} (Ctrl+C or \`npm stop\` ends it)`)
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
      log,
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

  /** `npm run dev` starts the supervisor as its child, and restarts services when their sources have changed. */
  #obeyParent(): void {
    process.on('message', (message: RestartRequest) => void this.#restart(message.restart))
    process.on('disconnect', () => void this.#stop(0))
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
    if (exitCode === 0) log('TaskFlow has stopped.')
    process.exit(exitCode)
  }
}

function log(line: string): void {
  console.log(line)
}

function complain(error: unknown): void {
  console.error(error instanceof OperatorError ? error.message : error)
}

function exitCodeOf(error: unknown): number {
  return error instanceof OperatorError ? error.exitCode : 1
}
