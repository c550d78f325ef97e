// What an instance that nobody uses holds in memory.
import { setTimeout as sleep } from 'node:timers/promises'
import { findProcesses, residentMb } from './processes.mjs'

const settleMs = 8000

/**
 * The resident memory of web, worker and scheduler, and their sum.
 * @param {import('./instance.mjs').Instance} instance just started
 * @returns {Promise<import('./table.mjs').Figure[]>}
 */
export async function memoryFigure(instance) {
  await sleep(settleMs)
  const processes = await findProcesses(instance)
  const each = await Promise.all(
    Object.entries(processes).map(async ([name, pid]) => ({ name, mb: await residentMb(pid) })),
  )
  const sum = each.length === 3 ? each.reduce((total, { mb }) => total + mb, 0) : Number.NaN
  const note = each.map(({ name, mb }) => `${name} ${mb.toFixed(0)}`).join(', ')
  return [{ name: 'web + worker + scheduler, idle', measured: sum, unit: 'MB', atMost: 300, note }]
}
