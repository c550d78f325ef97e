// Makes a clone ready to run, in plain Node: nothing is installed yet when this begins.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import nodeVersion from './node-version.cjs'
import { withLock } from './setup-lock.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const stampFile = path.join(root, 'dist', '.setup.json')
const installStampFile = path.join(root, 'node_modules', '.taskflow-setup.json')

/** What can be said in one sentence to whoever runs this. */
class SetupError extends Error {}

/**
 * Installs the packages, generates the database clients and builds, each only when what it is made from has changed.
 * @param {{ log?: (line: string) => void }} [options] `log` gets one line for each step that is taken
 */
export async function setup({ log = console.log } = {}) {
  requireNode()
  if (!(await isAnyDue(steps))) return
  const lock = path.join(root, 'dist', '.setup-lock')
  await withLock(
    lock,
    () => log('Another start is setting up; waiting for it …'),
    async () => {
      for (const { isDue, line, run } of steps) {
        if (!(await isDue())) continue
        log(line)
        await run()
      }
    },
  )
}

/**
 * `setup`, and on a failure its sentence and an end with code 1.
 * @param {Parameters<typeof setup>[0]} [options]
 */
export async function setupOrExit(options) {
  try {
    await setup(options)
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error)
    process.exit(1)
  }
}

/** @typedef {{ isDue: () => Promise<boolean>, line: string, run: () => Promise<void> }} Step */

/** @type {Step[]} */
const steps = [
  { isDue: installIsDue, line: 'Installing packages …', run: install },
  {
    isDue: () => isStale('schema', schemaSources, 'src/generated'),
    line: 'Generating database clients …',
    run: generate,
  },
  { isDue: () => isStale('sources', buildSources, 'dist'), line: 'Building …', run: buildAll },
]

/** Whatever the generated database clients are made from. */
const schemaSources = ['prisma/schema.prisma', 'scripts/prisma-schema.mjs', 'scripts/generate.mjs', 'package-lock.json']
/** Whatever dist/ and public/build/ are made from. */
const buildSources = ['src', 'public/css', 'public/icons', 'scripts/build.mjs', 'tsconfig.json', 'package-lock.json']

/**
 * For `npm run doctor`: what `setup` would do, without doing it.
 * @returns {Promise<{ check: string, state: 'ok' | 'warning' | 'wrong', found: string, mend?: string }[]>}
 */
export async function setupFindings() {
  const [installs, ...builds] = steps
  const isInstallDue = (await installs?.isDue()) ?? false
  const isBuildDue = await isAnyDue(builds)
  const mend = '`npm start` does it, or: npm run setup'
  const tooOld = nodeVersion.whyTooOld()
  return [
    tooOld === undefined
      ? { check: 'Node.js', state: 'ok', found: `${process.version} will do.` }
      : { check: 'Node.js', state: 'wrong', found: tooOld, mend: 'Install a newer one.' },
    isInstallDue
      ? { check: 'Packages', state: 'wrong', found: 'They are not those of package-lock.json.', mend }
      : { check: 'Packages', state: 'ok', found: 'They are those of package-lock.json.' },
    isBuildDue
      ? { check: 'Build', state: 'warning', found: 'It is older than the sources, or missing.', mend }
      : { check: 'Build', state: 'ok', found: 'It is that of the sources.' },
  ]
}

/** @param {Step[]} some */
async function isAnyDue(some) {
  for (const { isDue } of some) if (await isDue()) return true
  return false
}

function requireNode() {
  const reason = nodeVersion.whyTooOld()
  if (reason) throw new SetupError(reason)
}

async function installIsDue() {
  if (!existsSync(path.join(root, 'node_modules'))) return true
  const stamp = readJson(installStampFile)
  if (stamp) return stamp.lock !== (await hashOf(['package-lock.json'])) || (stamp.withoutDev && !withoutDev())
  return !npmInstalledTheLock()
}

/** For an `npm ci` or `npm install` that somebody ran by hand: npm keeps a copy of the lock of what it installed. */
function npmInstalledTheLock() {
  const wanted = readJson(path.join(root, 'package-lock.json'))?.packages ?? {}
  const installed = readJson(path.join(root, 'node_modules', '.package-lock.json'))?.packages
  if (!installed) return false
  return Object.entries(wanted).every(([folder, { version, optional, devOptional, link }]) => {
    return folder === '' || optional || devOptional || link || installed[folder]?.version === version
  })
}

async function install() {
  const [command, args, shell] = npmCommand()
  const flags = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  await run(command, [...args, ...flags], { shell, failure: 'The packages could not be installed (npm ci failed).' })
  mkdirSync(path.dirname(installStampFile), { recursive: true })
  writeFileSync(
    installStampFile,
    JSON.stringify({ lock: await hashOf(['package-lock.json']), withoutDev: withoutDev() }),
  )
}

/** npm omits what only developing needs when NODE_ENV says so. */
function withoutDev() {
  return process.env['NODE_ENV'] === 'production'
}

/**
 * npm itself where npm started us; else the one on PATH, which on Windows is a script that only a shell can run.
 * @returns {[command: string, args: string[], shell: boolean]}
 */
function npmCommand() {
  const npmCli = process.env['npm_execpath']
  if (npmCli && path.basename(npmCli) === 'npm-cli.js') return [process.execPath, [npmCli], false]
  return process.platform === 'win32' ? ['npm.cmd', [], true] : ['npm', [], false]
}

async function generate() {
  const failure = 'The database clients could not be generated.'
  await run(process.execPath, ['scripts/generate.mjs'], { shell: false, failure })
  writeStamp('schema', await hashOf(schemaSources))
}

async function buildAll() {
  // Taken before: a file that is changed while it is built makes the next start build again.
  const hash = await hashOf(buildSources)
  const { build } = await import('./build.mjs')
  await build().catch((error) => {
    // esbuild has printed what is wrong and where.
    throw new SetupError(`TaskFlow could not be built${'errors' in error ? '' : `: ${error.message}`}.`)
  })
  writeStamp('sources', hash)
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ shell: boolean, failure: string }} options what the command writes is shown only when it fails
 * @returns {Promise<void>}
 */
function run(command, args, { shell, failure }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, shell, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', (error) => reject(new SetupError(`${failure}\n${error.message}`)))
    child.once('close', (code) => (code === 0 ? resolve() : reject(new SetupError(`${failure}\n${output.trim()}`))))
  })
}

/**
 * @param {'schema' | 'sources'} name
 * @param {string[]} sources
 * @param {string} product that must be there
 */
async function isStale(name, sources, product) {
  return !existsSync(path.join(root, product)) || readJson(stampFile)?.[name] !== (await hashOf(sources))
}

/**
 * @param {'schema' | 'sources'} name
 * @param {string} hash
 */
function writeStamp(name, hash) {
  mkdirSync(path.dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, JSON.stringify({ ...readJson(stampFile), [name]: hash }))
}

/**
 * @param {string[]} sources files and folders
 * @returns {Promise<string>} of all names and contents below them
 */
async function hashOf(sources) {
  const files = sources.flatMap(filesBelow)
  // Together: opening hundreds of files one by one takes a while on Windows.
  const contents = await Promise.all(files.map((file) => readFile(path.join(root, file))))
  const hash = createHash('sha256')
  for (const [place, content] of contents.entries())
    hash
      .update(files[place] ?? '')
      .update('\0')
      .update(content)
  return hash.digest('hex')
}

/**
 * @param {string} source
 * @returns {string[]} relative to the project, in a fixed order
 */
function filesBelow(source) {
  const found = statSync(path.join(root, source), { throwIfNoEntry: false })
  if (!found) return []
  return found.isDirectory() ? filesIn(source) : [source]
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(folder) {
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true })
  return entries
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const file = `${folder}/${entry.name}`
      return entry.isDirectory() ? filesIn(file) : [file]
    })
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await setupOrExit()
