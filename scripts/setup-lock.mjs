// Lets one process at a time install and build in this folder.
import { mkdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const sayAliveEveryMs = 1_000
/** A holder that has not said for so long that it lives was killed. */
const staleAfterMs = 10_000

/**
 * Runs `work` while no other process does. The lock is a folder, which only one process can make; its holder keeps touching it.
 * @template T
 * @param {string} folder path of the lock
 * @param {() => void} onWait called once when another process holds it
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(folder, onWait, work) {
  for (let waited = false; !take(folder); waited = true) {
    if (!waited) onWait()
    await delay(200)
  }
  const alive = setInterval(() => touch(folder), sayAliveEveryMs)
  try {
    return await work()
  } finally {
    clearInterval(alive)
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {string} folder */
function take(folder) {
  mkdirSync(path.dirname(folder), { recursive: true })
  try {
    mkdirSync(folder)
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    if (isStale(folder)) rmSync(folder, { recursive: true, force: true })
    return false
  }
}

/** @param {string} folder */
function isStale(folder) {
  const stats = statSync(folder, { throwIfNoEntry: false })
  return stats !== undefined && Date.now() - stats.mtimeMs > staleAfterMs
}

/** @param {string} folder */
function touch(folder) {
  const now = new Date()
  try {
    utimesSync(folder, now, now)
  } catch {
    // Somebody took it from us after a long sleep of the machine; the work is done twice at worst.
  }
}
