import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findFreePort } from '../../src/launcher/address.ts'
import { findRedisServer } from '../../src/launcher/redis/binary.ts'
import { whyNoPong } from '../../src/launcher/redis/ping.ts'
import { until } from '../../tests/support/until.ts'
import { openProxy, type Proxy } from './proxy.ts'

export const processNames = ['redis', 'web-1', 'web-2', 'worker', 'scheduler'] as const
export type ProcessName = (typeof processNames)[number]

/** An instance of real processes, two of them webs, of which each can be killed and started again by itself. */
export interface FaultyInstance {
  databaseUrl: string
  /** What people connect to, a proxy before each web process: its connections can be cut and held up. */
  proxies: [Proxy, Proxy]
  kill(name: ProcessName): Promise<void>
  /** Starts what was killed; resolves when it answers. */
  startAgain(name: ProcessName): Promise<void>
  /** What the processes have printed. */
  log(): string
  stop(): Promise<void>
}

interface Program {
  command: string
  args: string[]
  env: Record<string, string>
  isReady: () => Promise<boolean>
}

const readyWithinMs = 60_000

/** @param givenDatabaseUrl SQLite in the instance's own folder when there is none */
export async function startFaultyInstance(givenDatabaseUrl: string | undefined): Promise<FaultyInstance> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'taskflow-faults-'))
  const databaseUrl = givenDatabaseUrl ?? `file:${path.join(folder, 'taskflow.db')}`
  const [redisPort, ...webPorts] = [await findFreePort(), await findFreePort(), await findFreePort()]
  const programs = programsOf({ folder, databaseUrl, redisPort, webPorts })
  const logFile = path.join(folder, 'faults.log')
  const running = new Map<ProcessName, ChildProcess>()
  const start = async (name: ProcessName): Promise<void> => {
    const child = spawnLogged(programs[name], logFile)
    running.set(name, child)
    await until(
      `${name} answers`,
      async () => requireAlive(name, child, running) && programs[name].isReady(),
      readyWithinMs,
    )
  }
  const kill = async (name: ProcessName): Promise<void> => {
    const child = running.get(name)
    running.delete(name)
    if (!child || child.exitCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  const killAll = (): void => running.forEach((child) => child.kill('SIGKILL'))
  process.once('exit', killAll)
  for (const name of processNames) await start(name)
  const proxies: [Proxy, Proxy] = [await openProxy(webPorts[0] ?? 0), await openProxy(webPorts[1] ?? 0)]
  return {
    databaseUrl,
    proxies,
    kill,
    startAgain: start,
    log: () => readFileSync(logFile, 'utf8'),
    async stop() {
      process.off('exit', killAll)
      for (const proxy of proxies) proxy.close()
      await Promise.all(processNames.map(kill))
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

interface Place {
  folder: string
  databaseUrl: string
  redisPort: number
  webPorts: number[]
}

function programsOf({ folder, databaseUrl, redisPort, webPorts }: Place): Record<ProcessName, Program> {
  const redisUrl = `redis://127.0.0.1:${redisPort}`
  const shared = settings(folder, databaseUrl, redisUrl)
  const own = (entry: string, env: Record<string, string> = {}, isReady = async (): Promise<boolean> => true) => ({
    command: process.execPath,
    args: ['--enable-source-maps', path.resolve('dist', `${entry}.js`)],
    env: { ...shared, ...env },
    isReady,
  })
  const web = (port = 0): Program =>
    own('web', { PORT: String(port) }, () => answers(`http://127.0.0.1:${port}/healthz`))
  return {
    redis: {
      command: requireRedisServer(),
      args: ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'yes', '--dir', folder],
      env: {},
      isReady: async () => (await whyNoPong(redisUrl)) === undefined,
    },
    'web-1': web(webPorts[0]),
    'web-2': web(webPorts[1]),
    worker: own('worker'),
    scheduler: own('scheduler'),
  }
}

/** Empty ones keep a developer's `.env` out. */
function settings(folder: string, databaseUrl: string, redisUrl: string): Record<string, string> {
  secret ??= randomBytes(32).toString('hex')
  return {
    HOST: '127.0.0.1',
    DATA_DIR: folder,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    SESSION_SECRET: secret,
    APP_ORIGIN: '',
    NODE_ENV: '',
    REGISTRATION_OPEN: 'true',
    TRUST_PROXY: '1',
    POSTS_PER_MINUTE: '100000',
    LOG_LEVEL: 'info',
  }
}

let secret: string | undefined

function requireRedisServer(): string {
  const binary = findRedisServer()
  if (!binary) throw new Error('This needs a redis-server or valkey-server on PATH.')
  return binary
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(3_000) })).ok
  } catch {
    return false
  }
}

function spawnLogged({ command, args, env }: Program, logFile: string): ChildProcess {
  const output = openSync(logFile, 'a')
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', output, output] })
  closeSync(output)
  return child
}

function requireAlive(name: ProcessName, child: ChildProcess, running: Map<ProcessName, ChildProcess>): true {
  if (running.get(name) === child && child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`)
  return true
}
