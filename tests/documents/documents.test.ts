import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { setup } from '../../scripts/setup.mjs'
import { panels } from '../../src/app/http.ts'
import { startTestRedis } from '../support/redis.ts'
import { routes } from '../support/routes.ts'
import { findTestPort } from '../support/ports.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const documents = ['README.md', 'STYLE.md', ...readdirSync(path.join(root, 'docs')).filter(isDocument).map(inDocs)]
const texts = documents.map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }))

/**
 * Where each command of the documents is run, how it is tried here, or of which other it is a variant. What is not in this list is no
 * command that a document may name.
 */
const proofs: Record<string, string | (() => Promise<void> | void)> = {
  'npm start': 'tests/support/instance.ts',
  'npm start -- --background': 'tests/launcher/background.test.ts',
  'npm start -- --background --open': 'tests/launcher/background.test.ts',
  'npm stop': 'tests/launcher/background.test.ts',
  'npm test': '.ci/run',
  'npm run typecheck': 'scripts/test.mjs',
  'npm run lint': 'scripts/test.mjs',
  'npm run format': 'scripts/test.mjs',
  'npx vitest run tests/boards': 'scripts/test.mjs',
  'npx playwright test --project=sqlite -g "phone"': 'scripts/test.mjs',
  'npm run web': () => runsUntilStopped(['scripts/run.mjs', 'web'], /listening/),
  'npm run worker': () => runsUntilStopped(['scripts/run.mjs', 'worker'], /working/),
  'npm run scheduler': () => runsUntilStopped(['scripts/run.mjs', 'scheduler'], /scheduling/),
  'npm run dev': () => runsUntilStopped(['scripts/dev.mjs'], /TaskFlow runs at/),
  'npm run migrate': () => ends(['scripts/run.mjs', 'migrate'], /Applied: |up to date/),
  'npm run migration -- add_labels': () => ends(['scripts/new-migration.mjs', 'add_labels'], /has not changed/),
  'npm run migration -- add_topic': () => ends(['scripts/new-migration.mjs', 'add_topic'], /has not changed/),
  'npm run doctor': 'tests/operations/doctor.test.ts',
  'npm run doctor -- --json': 'tests/operations/doctor.test.ts',
  'npm run admin -- create rescuer': 'tests/app/admin-command.test.ts',
  'npm run admin -- promote ana': 'tests/app/admin-command.test.ts',
  'npm run admin -- reset-password ana': 'tests/app/admin-command.test.ts',
  'npm run bench': () => ends(['scripts/bench.mjs', '--only=warm-start'], /warm start to \/readyz/),
  'npm run bench -- --only=room-page': 'npm run bench',
  'npm run bench -- --database=postgres': 'npm run bench',
  'npm run faults': () => ends(['scripts/faults.mjs', '--minutes=0.1', '--seed=1'], /every page is right/),
  'npm run faults -- --minutes=2': 'npm run faults',
  'npm run faults -- --minutes=10 --seed=7 --database=postgres': 'npm run faults',
}

beforeAll(() => setup(), 120_000)

describe.each(texts)('$file', ({ file, text }) => {
  test('every file that it links to is there', () => {
    const targets = Array.from(text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g), ([, target]) => target ?? '')
    expect(targets.filter((target) => !existsSync(path.join(root, path.dirname(file), target)))).toEqual([])
  })

  test('every address that it names exists', () => {
    const addresses = Array.from(
      text.matchAll(/(?:`(?:GET |POST )?|localhost:8000)(\/[a-z][\w/:.-]*)/g),
      ([, one]) => one ?? '',
    )
    expect(addresses.filter((address) => !isServed(address))).toEqual([])
  })

  test('every command in it is known', () => {
    expect(commandsIn(text).filter((command) => !(command in proofs))).toEqual([])
  })
})

const tried = Object.entries(proofs).filter(([, proof]) => typeof proof === 'function')

test.each(tried)(
  '%s does what it says',
  async (_, proof) => {
    if (typeof proof === 'function') await proof()
  },
  240_000,
)

test('every command that is run elsewhere is run there, and every script that is named exists', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  for (const [command, proof] of Object.entries(proofs)) {
    const [, script] = /^npm (?:run )?(\S+)/.exec(command) ?? []
    if (script !== undefined) expect(scripts, command).toHaveProperty(script)
    if (typeof proof === 'string') expect(proof in proofs || existsSync(path.join(root, proof)), proof).toBe(true)
  }
})

test('no proof is left of a command that no document names any more', () => {
  const named = new Set(texts.flatMap(({ text }) => commandsIn(text)))
  expect(Object.keys(proofs).filter((command) => !named.has(command))).toEqual([])
})

function isDocument(name: string): boolean {
  return name.endsWith('.md')
}

function inDocs(name: string): string {
  return `docs/${name}`
}

/** What somebody would type: alone on a line of a block, or between back ticks. A document on containers tests its own (tests/cluster). */
function commandsIn(text: string): string[] {
  const lines = Array.from(text.matchAll(/^ *(?:[A-Z_]+=\S+ )?((?:npm|npx) [^`|\n]+)$/gm), ([, line]) => line ?? '')
  const inline = Array.from(text.matchAll(/`((?:npm|npx) [^`\n]+)`/g), ([, command]) => command ?? '')
  return [...new Set([...lines, ...inline].map((command) => command.trim()))]
}

function isServed(address: string): boolean {
  const asked = address.replace(/\/$/, '').replaceAll(/:\w+/g, ':x').replaceAll(/\/\d+/g, '/:x')
  if (['/healthz', '/readyz', '/metrics', '/api/v1', ...panels.map(({ path: panel }) => panel)].includes(asked))
    return true
  return routes.some((route) => route.path.replace(/\/$/, '').replaceAll(/:\w+/g, ':x') === asked)
}

/** An installation that is tried and thrown away. */
async function freshSettings(): Promise<NodeJS.ProcessEnv> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'taskflow-document-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 }))
  return {
    ...process.env,
    DATA_DIR: dataDir,
    DATABASE_URL: '',
    PORT: String(await findTestPort()),
    NODE_ENV: '',
    LOG_LEVEL: 'info',
  }
}

async function someRedis(): Promise<string> {
  const redis = await startTestRedis()
  onTestFinished(() => redis.stop())
  return redis.url
}

async function ends(args: string[], words: RegExp, status = 0): Promise<void> {
  const env = await freshSettings()
  const { stdout, stderr, status: ended } = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' })
  const said = stdout + stderr
  expect(ended, said).toBe(status)
  expect(said).toMatch(words)
}

async function runsUntilStopped(args: string[], words: RegExp): Promise<void> {
  const env = { ...(await freshSettings()), REDIS_URL: await someRedis() }
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  let output = ''
  const said = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => {
        output += part
        if (words.test(output)) resolve()
      })
    }
    child.once('exit', () => reject(new Error(`it ended by itself:\n${output}`)))
  })
  await said
  child.kill('SIGTERM')
  await ended
}
