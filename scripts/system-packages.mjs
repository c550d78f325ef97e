// Programs of the system that the tests drive: whether they are there, and Debian's packages of them.
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'

const aptGet = '/usr/bin/apt-get'
const deadlineMs = 300_000

/** Whether we may install packages on this machine: as root on Debian and its like. */
export function canInstallSystemPackages() {
  return process.getuid?.() === 0 && isExecutable(aptGet)
}

/**
 * @param {string[]} names of packages
 * @returns {boolean} whether they are installed now
 */
export function installSystemPackages(...names) {
  // A fresh container has no list of packages yet.
  run(['update'])
  return run(['install', '-y', '--no-install-recommends', ...names])
}

/** @param {string[]} args */
function run(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync(aptGet, args, { env, stdio: 'ignore', timeout: deadlineMs }).status === 0
}

/** @param {string[]} places */
export function firstExecutable(places) {
  return places.find(isExecutable)
}

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
