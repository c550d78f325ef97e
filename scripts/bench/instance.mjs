// An instance to measure: started as people start it, in a temporary folder, on a free port.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { findFreePort } from './compiled.mjs'
import { createDatabaseBeside } from './postgres.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const readyWithinMs = 60_000
const stopWithinMs = 20_000

/**
 * @typedef {object} Instance
 * @property {string} address such as `http://127.0.0.1:40001`
 * @property {string} databaseUrl
 * @property {string} sessionSecret
 * @property {number} startMs what the last start took, from the command to a good answer of /readyz
 * @property {string} description what the supervisor said of Redis and the database
 * @property {() => Promise<void>} start
 * @property {() => Promise<void>} stop
 * @property {() => Promise<void>} remove stops it and removes what it stored; may be called at any time, and twice
 * @property {() => Promise<string>} redisUrl of the Redis that it uses, while it runs
 * @property {() => Promise<number[]>} processIds of the processes that the supervisor runs
 */

/**
 * Prepares an instance; `start` starts it.
 * @param {string | undefined} postgresUrl for a database of its own on that server; without it SQLite
 * @returns {Promise<Instance>}
 */
export async function createInstance(postgresUrl) {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'taskflow-bench-'))
  const postgres = postgresUrl ? await createDatabaseBeside(postgresUrl) : undefined
  const port = await findFreePort()
  const databaseUrl = postgres?.url ?? `file:${path.join(dataDir, 'taskflow.db')}`
  const env = settings({ port, dataDir, databaseUrl })
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child
  /** @type {Promise<void> | undefined} */
  let removal

  /** @type {Instance} */
  const instance = {
    address: `http://127.0.0.1:${port}`,
    databaseUrl,
    sessionSecret: env.SESSION_SECRET,
    startMs: Number.NaN,
    description: '',
    async start() {
      const startedAt = performance.now()
      const started = spawnStart(env)
      child = started.child
      await untilReady(instance.address, started)
      instance.startMs = performance.now() - startedAt
      await started.saidWhatItUses
      instance.description = describe(started.output())
    },
    async stop() {
      if (!child) return
      await stopChild(child, env, dataDir)
      child = undefined
    },
    remove() {
      removal ??= (async () => {
        await instance.stop()
        await postgres?.drop()
        await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
      })()
      return removal
    },
    redisUrl: async () => (await readInstanceFile(dataDir))?.redisUrl ?? '',
    processIds: async () => (await readInstanceFile(dataDir))?.childPids ?? [],
  }
  return instance
}

/**
 * The settings are fixed, so that an .env of the project does not change what is measured.
 * @param {{ port: number, dataDir: string, databaseUrl: string }} place
 */
function settings({ port, dataDir, databaseUrl }) {
  return {
    ...process.env,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    APP_ORIGIN: '',
    TRUST_PROXY: '0',
    REGISTRATION_OPEN: 'true',
    LOG_LEVEL: 'warn',
    POSTS_PER_MINUTE: '1000000',
    SESSION_SECRET: randomBytes(32).toString('hex'),
  }
}

/** @typedef {ReturnType<typeof spawnStart>} Started */

/**
 * Through npm where npm runs this: its own time is a part of what people wait for.
 * @param {NodeJS.ProcessEnv} env
 */
function spawnStart(env) {
  const npmCli = process.env['npm_execpath']
  const args = npmCli && path.basename(npmCli) === 'npm-cli.js' ? [npmCli, 'start'] : ['scripts/start.mjs']
  const child = spawn(process.execPath, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    windowsHide: true,
  })
  let output = ''
  /** @type {Promise<void>} */
  const saidWhatItUses = new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text
        if (output.includes('TaskFlow runs at')) resolve()
      })
    }
    child.once('exit', () => reject(new Error(`The instance ended:\n${output}`)))
  })
  saidWhatItUses.catch(() => undefined)
  return { child, output: () => output, saidWhatItUses }
}

/**
 * @param {string} address
 * @param {Started} started
 */
async function untilReady(address, { child, output }) {
  const deadline = performance.now() + readyWithinMs
  while (performance.now() < deadline && child.exitCode === null) {
    const ready = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(5000) }).then(
      (response) => response.ok,
      () => false,
    )
    if (ready) return
    await sleep(10)
  }
  throw new Error(`The instance did not become ready:\n${output()}`)
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.ProcessEnv} env
 * @param {string} dataDir
 */
async function stopChild(child, env, dataDir) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  spawn(process.execPath, ['scripts/stop.mjs'], { cwd: root, env, stdio: 'ignore', windowsHide: true })
  if (await Promise.race([ended, sleep(stopWithinMs, false, { ref: false })])) return
  // Its processes end themselves when the supervisor is gone.
  const { pid } = (await readInstanceFile(dataDir)) ?? {}
  if (pid) process.kill(pid, 'SIGKILL')
  child.kill('SIGKILL')
  await ended
}

/** @param {string} dataDir */
async function readInstanceFile(dataDir) {
  const text = await readFile(path.join(dataDir, 'supervisor.json'), 'utf8').catch(() => undefined)
  return text ? /** @type {{ pid: number, childPids: number[], redisUrl?: string }} */ (JSON.parse(text)) : undefined
}

/** @param {string} output */
function describe(output) {
  return output
    .split('\n')
    .filter((line) => /^(Redis|Database): /.test(line))
    .join('; ')
}
