import { accessSync, constants, statfsSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Config } from '../../app/config.ts'
import { ok, reasonOf, warning, wrong, type Finding } from './finding.ts'

const littleBytes = 1024 ** 3
const tooLittleBytes = 100 * 1024 ** 2

/** DATA_DIR, the disk below it, and the secret in it. */
export function checkFiles({ dataDir, sessionSecret }: Config): Finding[] {
  const folder = checkFolder(dataDir)
  if (folder.state === 'wrong') return [folder]
  return [folder, checkSpace(dataDir), ...(sessionSecret === undefined ? checkSecret(dataDir) : [])]
}

function checkFolder(dataDir: string): Finding {
  const check = 'Data folder'
  try {
    const stats = statSync(dataDir, { throwIfNoEntry: false })
    if (!stats) return checkParent(check, dataDir)
    if (!stats.isDirectory()) {
      return wrong(check, `${dataDir} is a file.`, 'Move it away, or set DATA_DIR to a folder.')
    }
    const owner = process.getuid?.()
    if (owner !== undefined && stats.uid !== owner) {
      const mend = `Run TaskFlow as the account that owns it, or give it to this one: chown -R ${owner} ${dataDir}`
      return wrong(check, `${dataDir} belongs to another account (${stats.uid}; this one is ${owner}).`, mend)
    }
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
    return ok(check, `${dataDir} can be written.`)
  } catch (error) {
    return wrong(
      check,
      `${dataDir} cannot be used: ${reasonOf(error)}.`,
      `Let its owner write it: chmod u+rwx ${dataDir}`,
    )
  }
}

function checkParent(check: string, dataDir: string): Finding {
  const parent = firstFolderAbove(dataDir)
  accessSync(parent, constants.W_OK | constants.X_OK)
  return ok(check, `${dataDir} is not there yet; the first start makes it.`)
}

function checkSpace(dataDir: string): Finding {
  const { bavail, bsize } = statfsSync(firstFolderAbove(dataDir))
  const free = bavail * bsize
  const found = `${(free / 1024 ** 3).toFixed(1)} GB free for ${dataDir}.`
  const mend = 'Free some, or move DATA_DIR to a larger disk: a database on a full disk takes no more changes.'
  if (free < tooLittleBytes) return wrong('Disk space', found, mend)
  return free < littleBytes ? warning('Disk space', found, mend) : ok('Disk space', found)
}

function firstFolderAbove(folder: string): string {
  return statSync(folder, { throwIfNoEntry: false }) ? folder : firstFolderAbove(path.dirname(folder))
}

// Windows says by other means who may read a file.
function checkSecret(dataDir: string): Finding[] {
  const file = path.join(dataDir, 'session-secret')
  const stats = statSync(file, { throwIfNoEntry: false })
  if (!stats || process.platform === 'win32') return []
  if ((stats.mode & 0o077) === 0) return [ok('Session secret', 'Only its owner can read it.')]
  const mend = `Run: chmod 600 ${file}. Whoever may have read it can sign in as anyone: remove it to have a new one made.`
  return [wrong('Session secret', `${file} can be read by others.`, mend)]
}
