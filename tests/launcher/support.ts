import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { buildServer } from '../../scripts/build.mjs'
import { projectRoot } from '../../src/app/config.ts'
import type { Instance } from '../../src/launcher/instance.ts'
import { findTestPort } from '../support/ports.ts'

/** The compiled processes of one test file, with the fixtures for services, in a folder that can import the packages. */
export function useCompiledProcesses(): { file(name: string): string } {
  let folder = ''
  beforeAll(async () => {
    const results = path.join(projectRoot, 'test-results')
    mkdirSync(results, { recursive: true })
    folder = mkdtempSync(path.join(results, 'launcher-'))
    await buildServer(folder, {
      supervisor: 'tests/launcher/fixtures/supervisor.ts',
      web: 'tests/launcher/fixtures/web.ts',
      worker: 'tests/launcher/fixtures/worker.ts',
      'start-background': 'tests/launcher/fixtures/start-background.ts',
      stop: 'src/launcher/stop.ts',
      'redis-guard': 'src/launcher/redis/guard-process.ts',
      'embedded-redis': 'src/launcher/redis/embedded-process.ts',
    })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return { file: (name) => path.join(folder, `${name}.js`) }
}

/** A program under test: what it has written so far, and its end. */
export interface Program {
  child: ChildProcess
  pid: number
  output(): string
  /** Waits until its output matches. Rejects when it has ended without, or after 15 s. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>
}

const dataDirs: string[] = []

/** Runs Node programs, each as its own process group, and ends those that still live after the test. */
export function usePrograms(): (argv: string[], env?: NodeJS.ProcessEnv) => Program {
  const programs: Program[] = []
  afterEach(async () => {
    for (const { child } of programs) if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await Promise.all(programs.splice(0).map(({ ended }) => ended))
    // What a killed supervisor has left may still write for a moment.
    for (const folder of dataDirs.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  return (argv, env = {}) => {
    const program = run(argv, env)
    programs.push(program)
    return program
  }
}

function run(argv: string[], env: NodeJS.ProcessEnv): Program {
  const child = spawn(process.execPath, argv, {
    env: { ...process.env, NODE_ENV: '', REDIS_URL: '', DATABASE_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  let hasEnded = false
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('exit', (code, signal) => {
      hasEnded = true
      resolve(code ?? signal)
    })
  })
  const says = (pattern: RegExp): Promise<RegExpExecArray> =>
    until(`${pattern} in the output:\n${output}`, () => {
      const match = pattern.exec(output)
      if (!match && hasEnded) throw new Error(`ended without saying ${pattern}:\n${output}`)
      return match ?? undefined
    })
  return { child, pid: child.pid ?? 0, output: () => output, says, ended }
}

/** A DATA_DIR (removed after the test) and a PORT of its own for one instance, with the setting that chooses its Redis. */
export async function freshInstance(
  redis: 'embedded' | 'server' | 'found' = 'embedded',
): Promise<Record<string, string>> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'taskflow-test-'))
  dataDirs.push(dataDir)
  return { DATA_DIR: dataDir, PORT: String(await findTestPort()), TASKFLOW_REDIS: redis }
}

/** What the supervisor of this DATA_DIR has written about itself. */
export function readInstance(dataDir: string): Instance {
  return JSON.parse(readFileSync(path.join(dataDir, 'supervisor.json'), 'utf8')) as Instance
}

/** Tries until `attempt` gives something. Rejects with `what` after 15 s. */
export async function until<T>(what: string, attempt: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 15_000
  for (;;) {
    const result = await attempt()
    if (result !== undefined) return result
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await delay(20)
  }
}
