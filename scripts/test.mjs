// npm test: installs what it needs, runs every check, and closes with the line `N passed, N failed`.
import { spawn } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { setupOrExit } from './setup.mjs'
import { findWine } from './wine.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const results = path.join(root, 'test-results')

/**
 * @typedef {{ passed: number, failures: string[] }} Outcome `failures` has a name for each that failed
 * @typedef {object} Check
 * @property {string} name
 * @property {string[]} command
 * @property {() => Promise<Outcome>} [read] what it left in its results; without it the check is one test, which passes or fails as a whole
 * @property {() => { reason?: string }} [require] gives a reason where this machine can't run it
 */

/** @type {Check[]} */
const checks = [
  { name: 'Format', command: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'] },
  { name: 'Types', command: [bin('typescript/bin/tsc'), '--noEmit'] },
  { name: 'Linter', command: [bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings'] },
  {
    name: 'Tests',
    command: [bin('vitest/vitest.mjs'), 'run', ...vitestReporters('vitest.json')],
    read: () => readVitest('vitest.json'),
  },
  { name: 'Journeys', command: [bin('@playwright/test/cli.js'), 'test'], read: readPlaywright },
  {
    name: 'Windows (Wine)',
    command: [
      bin('vitest/vitest.mjs'),
      'run',
      '--config=tests/windows/vitest.config.ts',
      ...vitestReporters('windows.json'),
    ],
    read: () => readVitest('windows.json'),
    require: findWine,
  },
]

await setupOrExit()
await rm(results, { recursive: true, force: true })
await mkdir(results, { recursive: true })
let passedInAll = 0
/** @type {string[]} */
const failed = []
for (const check of checks) {
  const outcome = await run(check)
  passedInAll += outcome.passed
  failed.push(...outcome.failures.map((name) => `${check.name}: ${name}`))
}
// Once more, where they are found: what a check prints is long.
if (failed.length > 0) console.log(`\nFailed:\n${failed.map((name) => `  ${name}`).join('\n')}`)
console.log(`\n${passedInAll} passed, ${failed.length} failed`)
process.exitCode = failed.length === 0 ? 0 : 1

/**
 * Runs one check with its output shown. One that ends badly has failed at least once, whatever its results say.
 * @param {Check} check
 * @returns {Promise<Outcome>}
 */
async function run({ name, command, read, require }) {
  console.log(`\n— ${name}`)
  const { reason } = require?.() ?? {}
  if (reason) {
    console.log(`  left out: ${reason}`)
    return { passed: 0, failures: [] }
  }
  const startedAt = performance.now()
  const hasSucceeded = await succeeds(command)
  const readAll = read ?? (async () => ({ passed: Number(hasSucceeded), failures: [] }))
  const { passed, failures } = await readAll().catch(() => ({ passed: 0, failures: [] }))
  const named = hasSucceeded || failures.length > 0 ? failures : ['as a whole']
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  console.log(`  ${passed} passed, ${named.length} failed (${seconds} s)`)
  return { passed, failures: named }
}

/**
 * @param {string[]} command a script for Node and its arguments
 * @returns {Promise<boolean>}
 */
function succeeds(command) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', () => resolve(false))
    child.on('exit', (code) => resolve(code === 0))
  })
}

/** @param {string} file of the results */
function vitestReporters(file) {
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${path.join(results, file)}`]
}

/**
 * @param {string} file of the results
 * @returns {Promise<Outcome>}
 */
async function readVitest(file) {
  const { numPassedTests, testResults } = await readResults(file)
  return { passed: numPassedTests, failures: testResults.flatMap(failuresOfFile) }
}

/** @param {{ name: string, status: string, assertionResults: { status: string, fullName: string }[] }} file of tests */
function failuresOfFile({ name, status, assertionResults }) {
  const file = path.relative(root, name)
  const failed = assertionResults.filter((test) => test.status === 'failed')
  // What is set up for all tests of a file may fail, and then none of them has run.
  if (status === 'failed' && failed.length === 0) return [file]
  return failed.map(({ fullName }) => `${file} › ${fullName}`)
}

/** @returns {Promise<Outcome>} */
async function readPlaywright() {
  const { stats, suites } = await readResults('journeys.json')
  return { passed: stats.expected, failures: suites.flatMap(failuresOfSuite) }
}

/**
 * @typedef {{ title: string, suites?: Suite[], specs: { title: string, tests: { projectName: string, status: string }[] }[] }} Suite
 * @param {Suite} suite
 * @returns {string[]}
 */
function failuresOfSuite({ title, suites = [], specs }) {
  const own = specs.flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ projectName }) => `${projectName} › ${title} › ${spec.title}`),
  )
  return [...own, ...suites.flatMap(failuresOfSuite)]
}

/** @param {string} file */
async function readResults(file) {
  return JSON.parse(await readFile(path.join(results, file), 'utf8'))
}

/** @param {string} file of a package, to be run by Node: the same on every system */
function bin(file) {
  return path.join(root, 'node_modules', file)
}
