// Finds Wine, which runs Windows programs on Linux: on it the tests run start-all.cmd and stop-all.cmd.
import path from 'node:path'
import { canInstallSystemPackages, firstExecutable, installSystemPackages } from './system-packages.mjs'

/**
 * Looks for Wine, and installs Debian's package of it where we may.
 * @param {{ log?: (line: string) => void }} [options] `log` gets one line when it is installed
 * @returns {{ reason?: string }} why there is none; nothing when there is
 */
export function findWine({ log = console.log } = {}) {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { reason: `it needs Linux on x64, and this is ${process.platform} on ${process.arch}` }
  if (isInstalled()) return {}
  if (!canInstallSystemPackages()) return { reason: 'Wine is not installed (packages wine and wine64 of Debian)' }
  log('Installing Wine …')
  installSystemPackages('wine', 'wine64')
  return isInstalled() ? {} : { reason: 'Wine could not be installed' }
}

function isInstalled() {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean)
  return ['wine', 'wineserver'].every((name) => firstExecutable(folders.map((folder) => path.join(folder, name))))
}
