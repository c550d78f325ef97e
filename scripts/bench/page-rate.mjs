// How many room pages of 50 messages one core draws.
import { openPageConnection } from './page-connection.mjs'
import { percentile } from './percentile.mjs'
import { cpuMs, findProcesses, pinApart } from './processes.mjs'

const connectionCount = 8
const warmUpMs = 5000
const countedMs = 15_000

/** @typedef {import('./table.mjs').Figure} Figure */

/**
 * Eight kept-alive connections of someone signed in ask for the page, each again as soon as it has the answer. Where possible web has
 * one core and this generator another. Only whole pages count: status 200, and a length that holds 50 messages.
 * @param {import('./instance.mjs').Instance} instance
 * @param {import('./people.mjs').People} people
 * @returns {Promise<Figure[]>}
 */
export async function pageRateFigures(instance, { ana, roomId }) {
  const url = new URL(`/messaging/room/${roomId}/`, instance.address)
  const { web } = await findProcesses(instance)
  const expectedBytes = await lengthOf(url, ana.cookie)
  const unpin = web === undefined ? undefined : pinApart(web)
  try {
    await load(url, ana.cookie, expectedBytes, warmUpMs)
    const cpuBefore = await cpuMs(web ?? 0)
    const { latencies, wrong, elapsedMs } = await load(url, ana.cookie, expectedBytes, countedMs)
    const cpuPerPage = ((await cpuMs(web ?? 0)) - cpuBefore) / latencies.length
    const note = `${expectedBytes} bytes, ${unpin ? 'web alone on one core' : 'cores shared'}`
    return [
      {
        name: 'room page of 50 messages',
        measured: (latencies.length * 1000) / elapsedMs,
        unit: '/s',
        atLeast: 400,
        note,
      },
      {
        name: 'room page, processor time of web',
        measured: cpuPerPage,
        unit: 'ms',
        note: perCore(cpuPerPage),
      },
      { name: `room page, p50 of ${connectionCount} at once`, measured: percentile(latencies, 0.5), unit: 'ms' },
      { name: `room page, p99 of ${connectionCount} at once`, measured: percentile(latencies, 0.99), unit: 'ms' },
      { name: 'room pages that were wrong', measured: wrong, unit: '', atMost: 0 },
    ]
  } finally {
    unpin?.()
  }
}

/**
 * @param {URL} url
 * @param {string} cookie
 */
async function lengthOf(url, cookie) {
  const page = await fetch(url, { headers: { cookie } })
  const html = await page.text()
  const messages = html.match(/id="message-/g)?.length ?? 0
  if (page.status !== 200 || messages !== 50)
    throw new Error(`${url} answered ${page.status} with ${messages} messages`)
  return Buffer.byteLength(html)
}

/**
 * @param {URL} url
 * @param {string} cookie
 * @param {number} expectedBytes
 * @param {number} forMs
 */
async function load(url, cookie, expectedBytes, forMs) {
  /** @type {number[]} */
  const latencies = []
  let wrong = 0
  const startedAt = performance.now()
  const askUntilEnd = async () => {
    const connection = await openPageConnection(url, cookie)
    while (performance.now() - startedAt < forMs) {
      const askedAt = performance.now()
      const { status, bodyBytes } = await connection.ask()
      if (status === 200 && bodyBytes === expectedBytes) latencies.push(performance.now() - askedAt)
      else wrong += 1
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: connectionCount }, askUntilEnd))
  return { latencies, wrong, elapsedMs: performance.now() - startedAt }
}

/** @param {number} cpuPerPage in milliseconds */
function perCore(cpuPerPage) {
  return Number.isNaN(cpuPerPage) ? '' : `${(1000 / cpuPerPage).toFixed(0)}/s on a core that does nothing else`
}
