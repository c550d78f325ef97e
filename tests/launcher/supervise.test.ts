import { existsSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { expect, test } from 'vitest'
import { isAlive } from '../../src/launcher/instance.ts'
import { findRedisServer } from '../../src/launcher/redis/binary.ts'
import { freshInstance, readInstance, until, useCompiledProcesses, usePrograms } from './support.ts'
import { findTestPort } from '../support/ports.ts'

const processes = useCompiledProcesses()
const run = usePrograms()
const runs = /TaskFlow runs at (http:\/\/localhost:\d+)/

const links = findRedisServer() ? (['embedded', 'server'] as const) : (['embedded'] as const)

async function start(env: Record<string, string>) {
  const program = run([processes.file('supervisor')], env)
  const [, address = ''] = await program.says(runs)
  return { program, address, dataDir: env['DATA_DIR'] ?? '' }
}

async function askWeb(address: string, route = '/'): Promise<{ pid: number; redisUrl: string }> {
  const response = await fetch(address.replace('localhost', '127.0.0.1') + route)
  return (await response.json()) as { pid: number; redisUrl: string }
}

test.each(links)('starts with Redis %s, says what it took, and stops everything in order on SIGINT', async (link) => {
  const env = await freshInstance(link)
  const { program, address, dataDir } = await start(env)
  const { childPids: pids, controlPath } = readInstance(dataDir)
  expect(pids).toHaveLength(3)
  expect(address).toBe(`http://localhost:${env['PORT']}`)
  expect(program.output()).toMatch(link === 'embedded' ? /Redis: the embedded Valkey on / : /Redis: \/.*-server on /)
  expect(program.output()).toContain('Database: SQLite, ')
  const { redisUrl } = await askWeb(address)
  const lines = program.output().split('\n').length

  // As a terminal does: the signal goes to everybody in the group.
  process.kill(-program.pid, 'SIGINT')
  expect(await program.ended).toBe(0)
  expect(
    program
      .output()
      .split('\n')
      .slice(lines - 1)
      .join('\n')
      .trim(),
  ).toBe('TaskFlow has stopped.')
  expect(pids.filter(isAlive)).toEqual([])
  expect(existsSync(path.join(dataDir, 'supervisor.json'))).toBe(false)
  expect(existsSync(controlPath)).toBe(false)
  await expect(isListening(redisUrl)).resolves.toBe(false)
})

function isListening(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(Number(new URL(url).port), '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

test('a second start says that it already runs, and where', async () => {
  const env = await freshInstance()
  const { address } = await start(env)
  const second = run([processes.file('supervisor')], env)
  expect(await second.ended).toBe(0)
  expect(second.output()).toBe(`TaskFlow already runs at ${address}\n`)
})

test('of two starts at the same moment one runs and the other says so', async () => {
  const env = await freshInstance()
  const both = [run([processes.file('supervisor')], env), run([processes.file('supervisor')], env)]
  const said = await Promise.all(both.map((program) => program.says(/TaskFlow (runs|already runs) at/)))
  expect(new Set(said.map(([, what]) => what))).toEqual(new Set(['already runs', 'runs']))
})

test('two instances with their own DATA_DIR and PORT run side by side', async () => {
  const [one, other] = [await start(await freshInstance()), await start(await freshInstance())]
  const [factsOfOne, factsOfOther] = [await askWeb(one.address), await askWeb(other.address)]
  expect(factsOfOne.redisUrl).not.toBe(factsOfOther.redisUrl)
})

test('npm stop ends an instance that was started elsewhere, and then there is nothing to stop', async () => {
  const env = await freshInstance()
  const { program, address, dataDir } = await start(env)
  const pids = readInstance(dataDir).childPids
  const stop = run([processes.file('stop')], env)
  expect(await stop.ended).toBe(0)
  expect(stop.output()).toBe(`TaskFlow at ${address} has stopped.\n`)
  expect(pids.filter(isAlive)).toEqual([])
  expect(await program.ended).toBe(0)

  const again = run([processes.file('stop')], env)
  expect(await again.ended).toBe(0)
  expect(again.output()).toBe('Nothing to stop.\n')
})

test.each(links)('when the supervisor is killed, neither a process nor the Redis %s stays', async (link) => {
  const env = await freshInstance(link)
  const { program, address, dataDir } = await start(env)
  const { redisUrl } = await askWeb(address)
  const pids = readInstance(dataDir).childPids
  program.child.kill('SIGKILL')
  await until('the processes to end', () => (pids.some(isAlive) ? undefined : true))
  await until('Redis to end', async () => ((await isListening(redisUrl)) ? undefined : true))

  const next = await start(env)
  expect((await askWeb(next.address)).redisUrl).toBe(redisUrl)
})

test('a crashed process is started again after a pause that grows', async () => {
  const { program, address } = await start(await freshInstance())
  const first = await askWeb(address, '/crash')
  await program.says(/web ended \(exit code 1\); started again after a pause of 0\.2 s/)
  const second = await until('web to be back', () => askWeb(address, '/crash').catch(() => undefined))
  expect(second.pid).not.toBe(first.pid)
  await program.says(/web ended \(exit code 1\); started again after a pause of 0\.4 s/)
  await until('web to be back', () => askWeb(address).catch(() => undefined))
})

test.each(links)('a killed Redis %s is started again on its port, under the same web process', async (link) => {
  const env = await freshInstance(link)
  const { program, address, dataDir } = await start(env)
  const { redisUrl, pid: webPid } = await askWeb(address)
  const [redisPid = 0] = readInstance(dataDir).childPids
  process.kill(redisPid, 'SIGKILL')
  await program.says(/redis ended \(SIGKILL\); started again/)
  await until('Redis to be back', async () => ((await isListening(redisUrl)) ? true : undefined))
  expect((await askWeb(address)).pid).toBe(webPid)
})

test('a taken port, an unreachable Redis or a wrong setting ends the start with one sentence', async () => {
  const env = await freshInstance()
  const taken = net.createServer().listen(Number(env['PORT']), '127.0.0.1')
  const port = run([processes.file('supervisor')], env)
  expect(await port.ended).toBe(1)
  expect(port.output()).toMatch(new RegExp(`^Port ${env['PORT']} is already used .*\\n$`))
  taken.close()

  const redis = run([processes.file('supervisor')], {
    ...env,
    TASKFLOW_REDIS: '',
    REDIS_URL: 'redis://:geheim@127.0.0.1:1',
  })
  expect(await redis.ended).toBe(1)
  expect(redis.output()).toMatch(/^Redis does not answer at 127\.0\.0\.1:1 .*\n$/)
  expect(redis.output()).not.toContain('geheim')

  const setting = run([processes.file('supervisor')], { ...env, PORT: 'eight' })
  expect(await setting.ended).toBe(78)
  expect(setting.output()).toMatch(/^PORT must be .*"eight".*\n$/)
})

test('a service that finds a setting wrong ends the start with its sentence', async () => {
  const env = { ...(await freshInstance()), FIXTURE_WORKER: 'misconfigured' }
  const program = run([processes.file('supervisor')], env)
  expect(await program.ended).toBe(78)
  expect(program.output()).toBe('WORKER_SPEED must be a number.\n')
})

test('a service that never becomes ready ends the start after three attempts', async () => {
  const program = run([processes.file('supervisor')], { ...(await freshInstance()), FIXTURE_WORKER: 'broken' })
  expect(await program.ended).toBe(1)
  expect(program.output()).toContain('worker ended 3 times while starting (exit code 1).')
})

test('a service that does not stop is ended after its deadline', async () => {
  const { program } = await start({ ...(await freshInstance()), FIXTURE_WORKER: 'stuck' })
  program.child.kill('SIGTERM')
  expect(await program.ended).toBe(0)
  expect(program.output()).toContain('worker: not stopped after 8 s, ended.')
})

test('a process started alone finds the Redis of the instance that runs', async () => {
  const env = await freshInstance()
  const { address } = await start(env)
  const { redisUrl } = await askWeb(address)
  const alonePort = await findTestPort()
  const alone = run([processes.file('web')], { ...env, PORT: String(alonePort) })
  const facts = await until('the web process', () => askWeb(`http://localhost:${alonePort}`).catch(() => undefined))
  expect(facts).toEqual({ pid: alone.pid, redisUrl })
})

test('after SIGKILL of supervisor, Redis guard and all, the next start finds its way', async () => {
  const env = await freshInstance(links.at(-1))
  const { program, address } = await start(env)
  const { redisUrl } = await askWeb(address)
  process.kill(-program.pid, 'SIGKILL')
  const next = await start(env)
  expect((await askWeb(next.address)).redisUrl).toBe(redisUrl)
})
