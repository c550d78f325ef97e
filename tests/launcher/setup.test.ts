import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { projectRoot } from '../../src/app/config.ts'

/** A small project with our scripts. It lies inside ours, where Node finds esbuild. */
let root = ''

beforeEach(() => {
  mkdirSync(path.join(projectRoot, 'test-results'), { recursive: true })
  root = mkdtempSync(path.join(projectRoot, 'test-results', 'setup-'))
  for (const name of ['setup.mjs', 'setup-lock.mjs', 'node-version.cjs', 'build.mjs', 'stop.mjs']) {
    cpSync(path.join(projectRoot, 'scripts', name), path.join(root, 'scripts', name))
  }
  write(
    'scripts/generate.mjs',
    "import { mkdirSync } from 'node:fs'\nmkdirSync('src/generated', { recursive: true })\n",
  )
  write('package.json', '{ "name": "small", "version": "1.0.0", "type": "module" }')
  const packages = { '': { name: 'small', version: '1.0.0' } }
  write('package-lock.json', JSON.stringify({ name: 'small', version: '1.0.0', lockfileVersion: 3, packages }))
  write('src/web.ts', "console.log('first')\n")
  write('public/css/app.css', 'body { color: red }\n')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

test('the first setup takes every step, and the second one none', async () => {
  const steps = 'Installing packages …\nGenerating database clients …\nBuilding …\n'
  expect(await setUp()).toEqual({ code: 0, output: steps })
  expect(read('dist/web.js')).toContain('first')
  expect(await setUp()).toEqual({ code: 0, output: '' })
})

test('a changed source is built again, and browsers get another file name', async () => {
  await setUp()
  const before = cssFile()
  write('src/web.ts', "console.log('second')\n")
  write('public/css/app.css', 'body { color: blue }\n')
  expect(await setUp()).toEqual({ code: 0, output: 'Building …\n' })
  expect(read('dist/web.js')).toContain('second')
  expect(cssFile()).not.toBe(before)
  // A page that was sent before may still ask for its style; the build after the next removes it.
  expect(existsSync(path.join(root, 'public/build', before))).toBe(true)
  write('public/css/app.css', 'body { color: green }\n')
  await setUp()
  expect(existsSync(path.join(root, 'public/build', before))).toBe(false)
})

test('a source that does not compile ends the setup with what is wrong and where', async () => {
  write('src/web.ts', 'const = 1\n')
  const { code, output } = await setUp()
  expect(code).toBe(1)
  expect(output).toContain('src/web.ts:1:6')
  expect(output).not.toContain('at async')
})

test('of two setups at the same moment one works and the other waits for it', async () => {
  const outputs = (await Promise.all([setUp(), setUp()])).map(({ output }) => output).join('')
  expect(outputs.match(/Installing/g)).toHaveLength(1)
  expect(outputs.match(/Building/g)).toHaveLength(1)
})

test('the lock of a setup that was killed does not hold up the next one', async () => {
  const lock = path.join(root, 'dist/.setup-lock')
  mkdirSync(lock, { recursive: true })
  const longAgo = new Date(Date.now() - 60_000)
  utimesSync(lock, longAgo, longAgo)
  expect((await setUp()).code).toBe(0)
  expect(existsSync(lock)).toBe(false)
})

test('an old Node gets one sentence', async () => {
  write('old.cjs', "Object.defineProperty(process.versions, 'node', { value: '18.20.4' })\n")
  const { code, output } = await run(['--require', './old.cjs', 'scripts/setup.mjs'])
  expect(code).toBe(1)
  expect(output).toMatch(/^TaskFlow needs Node\.js 20\.19 or newer .*\n$/)
})

test('npm stop in a clone where nothing was ever started has nothing to stop', async () => {
  expect(await run(['scripts/stop.mjs'])).toEqual({ code: 0, output: 'Nothing to stop.\n' })
})

function setUp(): Promise<{ code: number | null; output: string }> {
  return run(['scripts/setup.mjs'])
}

function run(argv: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, argv, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.once('close', (code) => resolve({ code, output }))
  })
}

function cssFile(): string {
  const manifest = JSON.parse(read('public/build/manifest.json')) as Record<string, string>
  return manifest['app.css'] ?? ''
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8')
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), text)
}
