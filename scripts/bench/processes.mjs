// What Linux tells of a process. Elsewhere nothing is known, and the figures say n/a.
import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'

/** @typedef {'web' | 'worker' | 'scheduler'} ProcessName */

const ticksPerSecond = 100

/**
 * Finds the processes of an instance by what they run.
 * @param {import('./instance.mjs').Instance} instance
 * @returns {Promise<Partial<Record<ProcessName, number>>>} process ids; empty where /proc is not there
 */
export async function findProcesses(instance) {
  /** @type {Partial<Record<ProcessName, number>>} */
  const found = {}
  for (const pid of await instance.processIds()) {
    const command = await readProc(pid, 'cmdline')
    const name = path.basename(command?.split('\0').find((word) => word.endsWith('.js')) ?? '', '.js')
    if (name === 'web' || name === 'worker' || name === 'scheduler') found[name] = pid
  }
  return found
}

/**
 * @param {number} pid
 * @returns {Promise<number>} resident memory in MB; NaN when unknown
 */
export async function residentMb(pid) {
  const kilobytes = /VmRSS:\s+(\d+)/.exec((await readProc(pid, 'status')) ?? '')?.[1]
  return Number(kilobytes ?? Number.NaN) / 1024
}

/**
 * @param {number} pid
 * @returns {Promise<number>} processor time used so far, in milliseconds; NaN when unknown
 */
export async function cpuMs(pid) {
  const stat = (await readProc(pid, 'stat')) ?? ''
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
  return ((Number(user) + Number(system)) * 1000) / ticksPerSecond
}

/**
 * Keeps a process with all its threads on some cores.
 * @param {number} pid
 * @param {string} cores such as `0` or `0-1`
 * @returns {boolean} whether it was possible
 */
export function pinTo(pid, cores) {
  return spawnSync('taskset', ['-a', '-c', '-p', cores, String(pid)], { stdio: 'ignore' }).status === 0
}

/**
 * Gives web one core alone, and the others to this process.
 * @param {number} web its process id
 * @returns {(() => void) | undefined} undoes it; undefined when there is no second core, or no taskset
 */
export function pinApart(web) {
  const lastCore = availableParallelism() - 1
  if (lastCore < 1 || !pinTo(web, '0') || !pinTo(process.pid, `1-${lastCore}`)) return undefined
  return () => {
    pinTo(web, `0-${lastCore}`)
    pinTo(process.pid, `0-${lastCore}`)
  }
}

/**
 * @param {number} pid
 * @param {string} file
 */
function readProc(pid, file) {
  return readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => undefined)
}
