// A room with a long past: its page, and a stretch of its history.
import { openPageConnection } from './page-connection.mjs'
import { percentile } from './percentile.mjs'
import { cpuMs, findProcesses, pinApart } from './processes.mjs'

const messageCount = 1_000_000
const warmUpRounds = 50
const countedRounds = 300

/** @typedef {import('./table.mjs').Figure} Figure */

/**
 * One kept-alive connection asks for the room's page, and for stretches of its history all over its past, none of them drawn before.
 * From the request to the last byte.
 * @param {import('./instance.mjs').Instance} instance
 * @param {import('./crowd.mjs').Crowd} crowd
 * @returns {Promise<Figure[]>}
 */
export async function millionMessagesFigures(instance, crowd) {
  const members = crowd.rooms[0]?.members ?? []
  const room = await crowd.store.makeRoomOf('long past', members)
  await crowd.store.fillRoom(room, messageCount)
  const cookie = crowd.cookieOf(/** @type {import('./crowd.mjs').Someone} */ (members[0]))
  const { web = 0 } = await findProcesses(instance)
  const unpin = pinApart(web)
  const page = `/messaging/room/${room.id}/`
  const stretch = () => `${page}messages/?before=${1 + Math.floor(Math.random() * messageCount)}`
  try {
    const figures = []
    for (const [what, path] of /** @type {const} */ ([
      ['page', () => page],
      ['stretch of history', stretch],
    ])) {
      await time(instance, cookie, path, warmUpRounds)
      const cpuBefore = await cpuMs(web)
      const times = await time(instance, cookie, path, countedRounds)
      const cpuPerAnswer = ((await cpuMs(web)) - cpuBefore) / countedRounds
      figures.push({
        name: `room of a million messages, ${what}, p99`,
        measured: percentile(times, 0.99),
        unit: 'ms',
        atMost: 15,
        note: `p50 ${percentile(times, 0.5).toFixed(1)} ms; processor time of web ${cpuPerAnswer.toFixed(1)} ms`,
      })
    }
    return figures
  } finally {
    unpin?.()
  }
}

/**
 * @param {import('./instance.mjs').Instance} instance
 * @param {string} cookie
 * @param {() => string} path of each request
 * @param {number} rounds
 */
async function time({ address }, cookie, path, rounds) {
  const connection = await openPageConnection(new URL(address), cookie)
  /** @type {number[]} */
  const times = []
  for (let round = 0; round < rounds; round += 1) {
    const askedAt = performance.now()
    const { status } = await connection.ask(path())
    if (status !== 200) throw new Error(`A room answered ${status}`)
    times.push(performance.now() - askedAt)
  }
  connection.close()
  return times
}
