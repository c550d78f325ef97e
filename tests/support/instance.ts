import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Redis } from 'ioredis'
import { setup } from '../../scripts/setup.mjs'
import { findRedisServer } from '../../src/launcher/redis/binary.ts'
import { until } from './until.ts'
import { findTestPort } from './ports.ts'

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
const startDeadlineMs = 60_000
const stopDeadlineMs = 25_000
const services = ['web', 'worker', 'scheduler'] as const

export type RedisLink = 'server' | 'embedded' | 'found'
export type ProcessName = (typeof services)[number] | 'redis'

export interface InstanceOptions {
  /** Which Redis it brings along; by default a redis-server where this machine has one, else the embedded one. */
  redis?: RedisLink
  /** A database of its own on SQLite by default. */
  databaseUrl?: string
  env?: Record<string, string>
}

/** A whole instance as `npm start` runs it: the supervisor with its Redis, web, worker and scheduler. */
export interface TestInstance {
  /** Such as `http://127.0.0.1:41234`. */
  url: string
  /** Everything that it writes is below this folder. */
  dataDir: string
  databaseUrl: string
  /** The process that does this work now; waits for one that is just being started again. */
  pid(name: ProcessName): Promise<number>
  /** Ends that process, SIGKILL by default; the supervisor starts it again. */
  kill(name: ProcessName, signal?: NodeJS.Signals): Promise<void>
  /** Resolves when it serves people: web, database and Redis answer. */
  untilReady(): Promise<void>
  /** What all its processes have printed. */
  log(): string
  /** Stops it in order and removes its folder. */
  stop(): Promise<void>
}

/**
 * Starts an instance with a DATA_DIR and a port of its own, building it first where the build is stale.
 * @throws {Error} with what it printed when it is not ready within a minute
 */
export async function startInstance(options: InstanceOptions = {}): Promise<TestInstance> {
  await setup()
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'taskflow-instance-'))
  const port = await findTestPort()
  const redis = options.redis ?? (findRedisServer() ? 'server' : 'embedded')
  const databaseUrl = options.databaseUrl ?? `file:${path.join(dataDir, 'taskflow.db')}`
  const env = { ...settings(port, dataDir, redis, databaseUrl), ...options.env }
  const instance = new RunningInstance({ port, dataDir, redis, databaseUrl }, spawnSupervisor(dataDir, env))
  try {
    await instance.untilReady()
    return instance
  } catch (error) {
    const log = instance.log()
    await instance.stop()
    throw new Error(`the instance did not start:\n${log}`, { cause: error })
  }
}

/** Empty ones keep a developer's `.env` out. */
function settings(port: number, dataDir: string, redis: RedisLink, databaseUrl: string): Record<string, string> {
  return {
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    TASKFLOW_REDIS: redis,
    REDIS_URL: '',
    APP_ORIGIN: '',
    SESSION_SECRET: '',
    REGISTRATION_OPEN: '',
    NODE_ENV: '',
    // Each test's people come from an address of their own, so that the limits per address don't add up over the tests.
    TRUST_PROXY: '1',
    POSTS_PER_MINUTE: '100000',
    LOG_LEVEL: 'info',
  }
}

function spawnSupervisor(dataDir: string, env: Record<string, string>): ChildProcess {
  const output = openSync(logFile(dataDir), 'a')
  const supervisor = spawn(process.execPath, ['--enable-source-maps', path.join(projectRoot, 'dist/supervisor.js')], {
    cwd: projectRoot,
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output],
    windowsHide: true,
  })
  closeSync(output)
  return supervisor
}

function logFile(dataDir: string): string {
  return path.join(dataDir, 'test.log')
}

interface Place {
  port: number
  dataDir: string
  redis: RedisLink
  databaseUrl: string
}

/** What these tests need of DATA_DIR/supervisor.json. */
interface SupervisorState {
  childPids: number[]
  redisUrl: string
}

class RunningInstance implements TestInstance {
  readonly url: string
  readonly dataDir: string
  readonly databaseUrl: string
  readonly #redis: RedisLink
  readonly #supervisor: ChildProcess
  readonly #endWithTests: () => void

  constructor({ port, dataDir, redis, databaseUrl }: Place, supervisor: ChildProcess) {
    this.url = `http://127.0.0.1:${port}`
    this.dataDir = dataDir
    this.databaseUrl = databaseUrl
    this.#redis = redis
    this.#supervisor = supervisor
    // For a test run that ends without its teardown. The other processes end when their supervisor does.
    this.#endWithTests = () => supervisor.kill('SIGKILL')
    process.once('exit', this.#endWithTests)
  }

  async pid(name: ProcessName): Promise<number> {
    if (name === 'redis' && this.#redis !== 'embedded') return this.#redisServerPid()
    // The supervisor lists its processes in the order of their start, and leaves out one that is down.
    const names = this.#redis === 'found' ? [...services] : ['redis', ...services]
    const pids = await until(`all of ${names.join(', ')} run`, () => {
      const { childPids } = this.#state()
      return childPids.length === names.length && childPids
    })
    return pids[names.indexOf(name)] as number
  }

  async kill(name: ProcessName, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    process.kill(await this.pid(name), signal)
  }

  async untilReady(): Promise<void> {
    await until('the instance is ready', () => this.#requireAlive() && answersReady(this.url), startDeadlineMs)
  }

  log(): string {
    return readFileSync(logFile(this.dataDir), 'utf8')
  }

  async stop(): Promise<void> {
    process.off('exit', this.#endWithTests)
    if (this.#isAlive()) await this.#end()
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 5 })
  }

  async #end(): Promise<void> {
    const ended = once(this.#supervisor, 'exit')
    const deadline = setTimeout(() => this.#supervisor.kill('SIGKILL'), stopDeadlineMs)
    this.#supervisor.kill('SIGTERM')
    await ended
    clearTimeout(deadline)
  }

  /** The process that the supervisor knows only guards it. */
  async #redisServerPid(): Promise<number> {
    const client = new Redis(this.#state().redisUrl, { retryStrategy: (times) => Math.min(times * 50, 500) })
    client.on('error', () => undefined)
    try {
      const info = await client.info('server')
      return Number(/process_id:(\d+)/.exec(info)?.[1])
    } finally {
      client.disconnect()
    }
  }

  #state(): SupervisorState {
    return JSON.parse(readFileSync(path.join(this.dataDir, 'supervisor.json'), 'utf8')) as SupervisorState
  }

  #requireAlive(): true {
    if (!this.#isAlive()) throw new Error('the supervisor has ended')
    return true
  }

  #isAlive(): boolean {
    return this.#supervisor.exitCode === null && this.#supervisor.signalCode === null
  }
}

async function answersReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(3_000) })
    return response.ok
  } catch {
    return false
  }
}
