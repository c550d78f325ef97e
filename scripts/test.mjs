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
 * @typedef {{ passed: number, failed: number }} Count
 * @typedef {object} Check
 * @property {string} name
 * @property {string[]} command
 * @property {() => Promise<Count>} [count] without it the check is one test: it passes or fails as a whole
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
    count: () => countVitest('vitest.json'),
  },
  { name: 'Journeys', command: [bin('@playwright/test/cli.js'), 'test'], count: countPlaywright },
  {
    name: 'Windows (Wine)',
    command: [
      bin('vitest/vitest.mjs'),
      'run',
      '--config=tests/windows/vitest.config.ts',
      ...vitestReporters('windows.json'),
    ],
    count: () => countVitest('windows.json'),
    require: findWine,
  },
]

await setupOrExit()
await rm(results, { recursive: true, force: true })
await mkdir(results, { recursive: true })
const total = { passed: 0, failed: 0 }
for (const check of checks) {
  const { passed, failed } = await run(check)
  total.passed += passed
  total.failed += failed
}
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1

/**
 * Runs one check with its output shown. One that ends badly has failed at least once, whatever it counted.
 * @param {Check} check
 * @returns {Promise<Count>}
 */
async function run({ name, command, count, require }) {
  console.log(`\n— ${name}`)
  const { reason } = require?.() ?? {}
  if (reason) {
    console.log(`  left out: ${reason}`)
    return { passed: 0, failed: 0 }
  }
  const startedAt = performance.now()
  const succeeded = await succeeds(command)
  const counted = count
    ? await count().catch(() => ({ passed: 0, failed: 0 }))
    : { passed: Number(succeeded), failed: 0 }
  const result = { ...counted, failed: succeeded ? counted.failed : Math.max(1, counted.failed) }
  console.log(
    `  ${result.passed} passed, ${result.failed} failed (${Math.round((performance.now() - startedAt) / 1000)} s)`,
  )
  return result
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
 * @returns {Promise<Count>}
 */
async function countVitest(file) {
  const { numPassedTests, numFailedTests } = await readResults(file)
  return { passed: numPassedTests, failed: numFailedTests }
}

/** @returns {Promise<Count>} */
async function countPlaywright() {
  const { stats } = await readResults('journeys.json')
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky }
}

/** @param {string} file */
async function readResults(file) {
  return JSON.parse(await readFile(path.join(results, file), 'utf8'))
}

/** @param {string} file of a package, to be run by Node: the same on every system */
function bin(file) {
  return path.join(root, 'node_modules', file)
}
