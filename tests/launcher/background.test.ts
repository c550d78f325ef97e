import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, expect, test, type TestContext } from 'vitest'
import { projectRoot } from '../../src/app/config.ts'
import { isAlive, waitUntilGone } from '../../src/launcher/instance.ts'
import { freshInstance, readInstance, until, useCompiledProcesses, usePrograms, type Program } from './support.ts'

type Env = Record<string, string>

const stopWithinMs = 15_000

const processes = useCompiledProcesses()
const run = usePrograms()
/** Supervisors outlive the programs that started them. */
const supervisorPids: number[] = []
// Runs before what `usePrograms` does after each test, which removes their folders.
afterEach(async () => {
  const left = supervisorPids.splice(0).filter(isAlive)
  for (const pid of left) process.kill(pid, 'SIGTERM')
  expect(await waitUntilGone(left, stopWithinMs)).toBe(true)
})

async function start(env: Env): Promise<{ program: Program; pids: number[]; dataDir: string }> {
  const program = run([processes.file('start-background')], env)
  expect(await program.ended).toBe(0)
  const dataDir = env['DATA_DIR'] ?? ''
  const { pid, childPids } = readInstance(dataDir)
  supervisorPids.push(pid)
  return { program, pids: [pid, ...childPids], dataDir }
}

function logOf(dataDir: string): string {
  return readFileSync(path.join(dataDir, 'logs', 'taskflow.log'), 'utf8')
}

test('comes back when everything runs, says where it and its log are, and leaves it running', async () => {
  const env = await freshInstance()
  const { program, pids, dataDir } = await start(env)
  expect(program.output().trim().split('\n')).toEqual([
    expect.stringMatching(/^Redis: the embedded Valkey on /),
    expect.stringMatching(/^Database: SQLite, /),
    `TaskFlow runs at http://localhost:${env['PORT']} (\`npm stop\` ends it)`,
    `Logs: ${path.join(dataDir, 'logs', 'taskflow.log')}`,
  ])
  expect(pids).toHaveLength(4)
  expect(pids.every(isAlive)).toBe(true)
  expect((await fetch(`http://127.0.0.1:${env['PORT']}`)).status).toBe(200)
})

test('npm stop ends all of it, and the log tells so', async () => {
  const env = await freshInstance()
  const { pids, dataDir } = await start(env)
  const stop = run([processes.file('stop')], env)
  expect(await stop.ended).toBe(0)
  expect(stop.output()).toBe(`TaskFlow at http://localhost:${env['PORT']} has stopped.\n`)
  expect(pids.filter(isAlive)).toEqual([])
  expect(existsSync(path.join(dataDir, 'supervisor.json'))).toBe(false)
  expect(logOf(dataDir)).toMatch(/"msg":"TaskFlow has stopped\."\}\n$/)
})

test('a second start says that it already runs, and where, and leaves the log alone', async () => {
  const env = await freshInstance()
  const { pids, dataDir } = await start(env)
  const before = logOf(dataDir)
  const second = run([processes.file('start-background')], env)
  expect(await second.ended).toBe(0)
  expect(second.output()).toBe(`TaskFlow already runs at http://localhost:${env['PORT']}\n`)
  expect(logOf(dataDir)).toBe(before)
  expect(pids.every(isAlive)).toBe(true)
})

test('the log goes on where the run before has ended', async () => {
  const env = await freshInstance()
  await start(env)
  expect(await run([processes.file('stop')], env).ended).toBe(0)
  const { dataDir } = await start(env)
  expect(logOf(dataDir).match(/"msg":"TaskFlow starts /g)).toHaveLength(2)
})

test('a taken port is said in one sentence, in the terminal and in the log, and nothing stays', async ({
  onTestFinished,
}) => {
  const env = await freshInstance()
  const taken = net.createServer().listen(Number(env['PORT']), '127.0.0.1')
  onTestFinished(() => void taken.close())
  const output = await failToStart(env, 1)
  expect(output).toMatch(new RegExp(`^Port ${env['PORT']} is already used .*\\n$`))
  expect(logOf(env['DATA_DIR'] ?? '')).toContain(output.trim())
})

test('a Redis that does not answer is said in one sentence, without its password, and nothing stays', async () => {
  const env: Env = { ...(await freshInstance()), TASKFLOW_REDIS: '', REDIS_URL: 'redis://:geheim@127.0.0.1:1' }
  const output = await failToStart(env, 1)
  expect(output).toMatch(/^Redis does not answer at 127\.0\.0\.1:1 .*\n$/)
  expect(output + logOf(env['DATA_DIR'] ?? '')).not.toContain('geheim')
})

test('a wrong setting is said in one sentence, whoever finds it wrong, and nothing stays', async () => {
  expect(await failToStart({ ...(await freshInstance()), PORT: 'eight' }, 78)).toMatch(/^PORT must be .*"eight".*\n$/)
  const env: Env = { ...(await freshInstance()), FIXTURE_WORKER: 'misconfigured' }
  expect(await failToStart(env, 78)).toBe('WORKER_SPEED must be a number.\n')
})

async function failToStart(env: Env, code: number): Promise<string> {
  const program = run([processes.file('start-background')], env)
  expect(await program.ended).toBe(code)
  expect(existsSync(path.join(env['DATA_DIR'] ?? '', 'supervisor.json'))).toBe(false)
  return program.output()
}

test('a supervisor that dies while it starts leaves its last words in the terminal', async () => {
  const env = { ...(await freshInstance()), NODE_OPTIONS: `--require=${path.join(projectRoot, 'no-such-file.cjs')}` }
  const program = run(['-e', starterWithout(env)], { ...env, NODE_OPTIONS: '' })
  expect(await program.ended).toBe(1)
  expect(program.output()).toMatch(/^TaskFlow ended while starting \(exit code 1\)\./)
  expect(program.output()).toContain('no-such-file.cjs')
})

/** Only the supervisor gets the setting that breaks it. */
function starterWithout({ NODE_OPTIONS }: { NODE_OPTIONS: string }): string {
  const set = `process.env.NODE_OPTIONS = ${JSON.stringify(NODE_OPTIONS)}`
  return `${set}\nimport(${JSON.stringify(`file://${processes.file('start-background')}`)})`
}

test('a start that is interrupted leaves nothing running', async () => {
  const env: Env = { ...(await freshInstance()), FIXTURE_WORKER: 'never ready' }
  const program = run([processes.file('start-background')], env)
  const { pid, childPids } = await until('all processes', () => {
    const file = path.join(env['DATA_DIR'] ?? '', 'supervisor.json')
    const instance = existsSync(file) ? readInstance(env['DATA_DIR'] ?? '') : undefined
    return instance?.childPids.length === 3 ? instance : undefined
  })
  supervisorPids.push(pid)
  program.child.kill('SIGKILL')
  expect(await waitUntilGone([pid, ...childPids], stopWithinMs)).toBe(true)
})

test('the log holds what its processes write, and why one crashed', async () => {
  const env = await freshInstance()
  const { dataDir } = await start(env)
  await fetch(`http://127.0.0.1:${env['PORT']}/crash`)
  await until('the end of web in the log', () => /"msg":"web ended \(exit code 1\)/.exec(logOf(dataDir)) ?? undefined)
  expect(logOf(dataDir)).toMatch(/^web: Error: crashed as asked\n {4}at /m)
})

test.runIf(process.platform === 'linux')(
  'shows itself in the browser when it is asked to, each time',
  async (context) => {
    const { folder, opened } = fakeBrowser(context)
    const env: Env = { ...(await freshInstance()), PATH: `${folder}${path.delimiter}${process.env['PATH']}` }
    for (const times of [1, 2]) {
      const program = run([processes.file('start-background'), '--open'], env)
      expect(await program.ended).toBe(0)
      supervisorPids.push(readInstance(env['DATA_DIR'] ?? '').pid)
      const lines = await until('the browser', () => (opened().length === times ? opened() : undefined))
      expect(lines.at(-1)).toBe(`http://localhost:${env['PORT']}`)
    }
  },
)

/** A program in the place of the system's that writes down what it is to open. */
function fakeBrowser({ onTestFinished }: TestContext): { folder: string; opened: () => string[] } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'taskflow-browser-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const list = path.join(folder, 'opened')
  writeFileSync(list, '')
  writeFileSync(path.join(folder, 'xdg-open'), `#!/bin/sh\necho "$1" >> '${list}'\n`, { mode: 0o755 })
  return { folder, opened: () => readFileSync(list, 'utf8').split('\n').filter(Boolean) }
}

test.each(['--foreground', '--open'])('npm start does not take %s alone, and says what it takes', async (option) => {
  const program = run([path.join(projectRoot, 'scripts/start.mjs'), option], await freshInstance())
  expect(await program.ended).toBe(1)
  expect(program.output()).toMatch(/\nnpm start takes: --background .*\n$/)
})
