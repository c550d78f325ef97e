import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeMachine } from '../../scripts/bench/machine.mjs'
import { printTable } from '../../scripts/bench/table.mjs'
import { setup } from '../../scripts/setup.mjs'
import { projectRoot } from '../../src/app/config.ts'
import { setUpAdministrator, type Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { nodeVersion, oldNodeVersion, Windows } from './windows.ts'
import { findTestPort } from '../support/ports.ts'

/** The journey takes one instance from its first start to its last stop: the tests stand in this order. */
const windows = new Windows()
let port = 0
let address = ''
let url = ''
/** A program that has nothing to do with us, but runs on Node.js too. */
let othersPort = 0

beforeAll(async () => {
  await setup()
  await windows.install()
  ;[port, othersPort] = [await findTestPort(), await findTestPort()]
  address = `http://localhost:${port}`
  url = `http://127.0.0.1:${port}`
  writeFileSync(path.join(windows.tree, '.env'), `PORT=${port}\nLOG_LEVEL=debug\nWORKER_CONCURRENCY=7\n`)
  const serve = `require('http').createServer((q, s) => s.end('others')).listen(${othersPort}, '127.0.0.1')`
  windows.start(['node', '-e', serve])
  await until('the program of others', othersAnswer, 60_000)
})
beforeEach(({ onTestFailed }) =>
  onTestFailed(() => console.log(`The log of the instance ends so:\n${log().slice(-5_000)}`)),
)
afterAll(() => windows.remove())

function log(): string {
  const file = path.join(windows.tree, 'data/logs/taskflow.log')
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

function othersAnswer(): Promise<boolean> {
  return fetch(`http://127.0.0.1:${othersPort}`).then(
    async (response) => (await response.text()) === 'others',
    () => false,
  )
}

function nodesRunning(): string[] {
  return windows.running().filter((line) => /node\.exe/.test(line))
}

test('without Node.js, or with one that is too old, it says so and where to get one', async () => {
  const missing = await windows.cmd('.\\start-all.cmd', { node: windows.place('empty') })
  expect(missing).toEqual({ code: 1, output: expect.stringMatching(/^TaskFlow needs Node\.js 20\.19 .*nodejs\.org/) })
  const old = await windows.cmd('.\\start-all.cmd', { node: windows.place('old node'), env: { NODE_OPTIONS: '' } })
  expect(old).toEqual({ code: 1, output: expect.stringMatching(/^TaskFlow needs Node\.js 20\.19 .*nodejs\.org/) })
  expect(old.output).toContain(`this is v${oldNodeVersion}`)
})

test('the packages are installed by the npm of Windows, in a folder with a space in its name', async () => {
  const folder = smallProject()
  expect(await windows.cmd('node scripts\\setup.mjs', { cwd: folder })).toEqual({
    code: 0,
    output: 'Installing packages …\n',
  })
  expect(existsSync(path.join(folder, 'node_modules', 'quick-lru', 'package.json'))).toBe(true)
})

/** With our setup, a package from a file, and nothing to build that is not built already: the compiler does not run under Wine. */
function smallProject(): string {
  const folder = windows.place('small project')
  const write = (file: string, content: object): void => writeFileSync(path.join(folder, file), JSON.stringify(content))
  for (const name of ['setup.mjs', 'setup-lock.mjs', 'node-version.cjs', 'build.mjs'])
    cpSync(path.join(projectRoot, 'scripts', name), path.join(folder, 'scripts', name))
  writeFileSync(path.join(folder, 'scripts/generate.mjs'), '')
  mkdirSync(path.join(folder, 'src/generated'), { recursive: true })
  const tarball = packInto(folder, path.join(projectRoot, 'node_modules/quick-lru'))
  const dependencies = { 'quick-lru': `file:${tarball}` }
  const locked = { version: /quick-lru-(.+)\.tgz/.exec(tarball)?.[1], resolved: `file:${tarball}` }
  const packages = { '': { name: 'small', version: '1.0.0', dependencies }, 'node_modules/quick-lru': locked }
  write('package.json', { name: 'small', version: '1.0.0', type: 'module', dependencies })
  write('package-lock.json', { name: 'small', version: '1.0.0', lockfileVersion: 3, packages })
  execFileSync(process.execPath, ['scripts/setup.mjs'], { cwd: folder })
  rmSync(path.join(folder, 'node_modules'), { recursive: true })
  return folder
}

function packInto(folder: string, source: string): string {
  return execFileSync('npm', ['pack', '--silent', source], { cwd: folder, encoding: 'utf8' }).trim()
}

test('a port that is taken, a Redis that is away and a wrong setting are said in one sentence, and nothing stays', async () => {
  await expectRefusal({ PORT: String(othersPort) }, /^Port \d+ is already used by another program\. .*\n$/)
  const redis = { TASKFLOW_REDIS: '', REDIS_URL: 'redis://127.0.0.1:1' }
  await expectRefusal(redis, /^Redis does not answer at 127\.0\.0\.1:1 .*\n$/)
  await expectRefusal({ WORKER_CONCURRENCY: 'many' }, /^WORKER_CONCURRENCY must be .*"many".*\n$/)
  await until('only the program of others runs', () => nodesRunning().length === 1)
  expect(windows.opened()).toEqual([])
})

async function expectRefusal(env: Record<string, string>, sentence: RegExp): Promise<void> {
  const { code, output } = await windows.cmd('.\\start-all.cmd', { env })
  expect(output).toMatch(sentence)
  // Which code it is gets lost in Wine's `call`.
  expect(code).not.toBe(0)
}

test('start-all.cmd comes back when TaskFlow is ready, says where it is, and shows it in the browser', async () => {
  const startedAt = performance.now()
  const { code, output } = await windows.cmd('.\\start-all.cmd')
  const seconds = (performance.now() - startedAt) / 1000
  expect(output).toContain(`TaskFlow runs at ${address} (\`npm stop\` or stop-all.cmd ends it)`)
  expect(output).toMatch(/Redis: the embedded Valkey on /)
  expect(output).toMatch(/Logs: Z:\\.*\\Task Flow\\data\\logs\\taskflow\.log/)
  expect(code).toBe(0)
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  await until('the browser', () => windows.opened().length > 0)
  expect(windows.opened()).toEqual([expect.stringContaining(address)])
  printFigure('first start under Wine, until it is ready', seconds)
})

test('the first page is served, with its style', async () => {
  const page = await fetch(url)
  expect(page.status).toBe(200)
  const style = /<link rel="stylesheet" href="([^"]+)"/.exec(await page.text())?.[1] ?? ''
  expect((await fetch(url + style)).headers.get('content-type')).toContain('text/css')
})

test('the log has the lines of all processes, and the settings of .env count', () => {
  for (const name of ['supervisor', 'web', 'worker', 'scheduler']) expect(log()).toContain(`"process":"${name}"`)
  expect(log()).toMatch(/"concurrency":7/)
})

test('a second start says that it already runs, and where', async () => {
  const before = nodesRunning().length
  const second = await windows.cmd('.\\start-all.cmd --no-open')
  expect(second).toEqual({ code: 0, output: `TaskFlow already runs at ${address}\n` })
  await until('only what ran before runs', () => nodesRunning().length === before)
  expect(windows.opened()).toHaveLength(1)
})

let ada: Person
let messagesPath = ''
const content = `Hello from Windows, größer ${randomUUID()}`

test('a person makes an account, a board and a room, and posts', async () => {
  ada = await setUpAdministrator(url)
  const { board } = await ada.http.call<{ board: { id: number } }>('POST', '/api/v1/boards', { name: 'Windows' })
  const rooms = `/api/v1/boards/${board.id}/rooms`
  const { room } = await ada.http.call<{ room: { id: number } }>('POST', rooms, { name: 'Talk' })
  messagesPath = `/api/v1/rooms/${room.id}/messages`
  await ada.http.call('POST', messagesPath, { content, clientId: randomUUID() })
  const page = await ada.http.get(`/messaging/room/${room.id}/`)
  expect(page).toMatchObject({ status: 200, text: expect.stringContaining(content) as string })
})

test('stop-all.cmd ends everything that was started, and nothing else', async () => {
  const stopped = await windows.cmd('.\\stop-all.cmd')
  expect(stopped).toEqual({ code: 0, output: `TaskFlow at ${address} has stopped.\n` })
  await until('only the program of others runs', () => nodesRunning().length === 1)
  expect(await othersAnswer()).toBe(true)
  await expect(fetch(url)).rejects.toThrow()
  expect(await windows.cmd('.\\stop-all.cmd')).toEqual({ code: 0, output: 'Nothing to stop.\n' })
})

test('after the next start it is all there, and who was signed in still is', async () => {
  const startedAt = performance.now()
  expect((await windows.cmd('.\\start-all.cmd --no-open')).code).toBe(0)
  printFigure('background start under Wine, until it is ready', (performance.now() - startedAt) / 1000)
  expect((await ada.http.call<{ user: { id: number } }>('GET', '/api/v1/me')).user.id).toBe(ada.id)
  const { items } = await ada.http.call<{ items: { content: string }[] }>('GET', messagesPath)
  expect(items.map((message) => message.content)).toEqual([content])
  expect((await windows.cmd('.\\stop-all.cmd')).code).toBe(0)
  await until('only the program of others runs', () => nodesRunning().length === 1)
})

function printFigure(name: string, seconds: number): void {
  const wine = execFileSync('wine', ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  printTable([{ name, measured: seconds, unit: 's', atMost: 10 }])
  const busy = `load ${loadavg()[0]?.toFixed(1)}`
  console.log(describeMachine({ description: `${wine}, Node v${nodeVersion} for Windows; ${busy}` }))
}
