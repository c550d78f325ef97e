import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

const packageDeadlineMs = 240_000

/** The path of nginx: one that is installed, else Debian's package where we may install it; undefined where neither is possible. */
export function findNginx(): string | undefined {
  return installed() ?? installPackage()
}

function installed(): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin']
  return folders.map((folder) => path.join(folder, 'nginx')).find((file) => existsSync(file))
}

function installPackage(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  console.log('No nginx for the tests is installed: installing a package of it …')
  // At runlevel 1 the package does not start what it installs.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const aptGet = (...args: string[]) =>
    spawnSync('/usr/bin/apt-get', args, { env, stdio: 'ignore', timeout: packageDeadlineMs })
  aptGet('update')
  aptGet('install', '-y', '--no-install-recommends', 'nginx-light')
  return installed()
}
