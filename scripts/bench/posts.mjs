// How many posts one core takes, in a hundred rooms of ten people.
import { cpuMs, findProcesses, pinApart } from './processes.mjs'
import { audit } from './talk-audit.mjs'
import { post } from './talk-load.mjs'
import { connectTalkers, disconnect } from './talkers.mjs'

const roomCount = 100
const rate = 3000
const warmUp = { rate: 1500, forMs: 5000 }
const countedMs = 15_000

/** @typedef {import('./table.mjs').Figure} Figure */
/** @typedef {import('./crowd.mjs').Crowd} Crowd */

/**
 * Everyone is connected and follows their room; every twentieth post mentions somebody. Where possible web has one core alone.
 * @param {import('./instance.mjs').Instance} instance
 * @param {Crowd} crowd
 * @returns {Promise<Figure[]>}
 */
export async function postFigures(instance, crowd) {
  const { web = 0 } = await findProcesses(instance)
  const rooms = await connectTalkers(instance.address, crowd, crowd.rooms.slice(0, roomCount))
  const unpin = pinApart(web)
  try {
    await post(rooms, warmUp).then(({ ledger }) => audit(crowd.store, ledger))
    const cpuBefore = await cpuMs(web)
    const load = await post(rooms, { rate, forMs: countedMs })
    const cpuPerPost = ((await cpuMs(web)) - cpuBefore) / load.ledger.taken().length
    return [
      ...rateFigures(`posts into ${roomCount} rooms of 10`, load, { rate, cpuPerPost, isAlone: Boolean(unpin) }),
      ...(await lossFigures(crowd, load)),
    ]
  } finally {
    unpin?.()
    disconnect(rooms)
  }
}

/**
 * @param {string} name
 * @param {import('./talk-load.mjs').Load} load
 * @param {{ rate: number, cpuPerPost: number, isAlone: boolean }} how `cpuPerPost` in milliseconds
 * @returns {Figure[]}
 */
export function rateFigures(name, { ledger, startedAt }, { rate: wanted, cpuPerPost, isAlone }) {
  const taken = ledger.taken()
  const lastAnswer = taken.reduce((latest, { answeredAt = 0 }) => Math.max(latest, answeredAt), 0)
  const p50 = ledger.acknowledged(0.5, startedAt).toFixed(0)
  return [
    {
      name: `${name}, acknowledged`,
      measured: Math.round((taken.length * 1000) / (lastAnswer - startedAt)),
      unit: '/s',
      atLeast: Math.floor(wanted * 0.99),
      note: `of ${wanted}/s that were sent; ${isAlone ? 'web alone on one core' : 'cores shared'}`,
    },
    {
      name: `${name}, until the answer, p99`,
      measured: ledger.acknowledged(0.99, startedAt),
      unit: 'ms',
      atMost: 100,
      note: `p50 ${p50} ms; to the last of the room p50 ${ledger.toldToLast(0.5, startedAt).toFixed(0)}, p99 ${ledger.toldToLast(0.99, startedAt).toFixed(0)} ms`,
    },
    {
      name: `${name}, processor time of web`,
      measured: cpuPerPost,
      unit: 'ms',
      note: `${(1000 / cpuPerPost).toFixed(0)}/s on a core that does nothing else`,
    },
  ]
}

/**
 * @param {Crowd} crowd
 * @param {import('./talk-load.mjs').Load} load
 * @returns {Promise<Figure[]>}
 */
export async function lossFigures({ store }, { ledger }) {
  const wrong = await audit(store, ledger)
  const { toldTwice, toldWrongly } = ledger
  const untold = ledger.untold()
  return [
    {
      name: `not in the database as acknowledged, of ${ledger.taken().length}`,
      measured: wrong.length,
      unit: '',
      atMost: 0,
      note: wrong.slice(0, 3).join('; '),
    },
    {
      name: `not told, told twice or to the wrong room, of ${ledger.told + untold}`,
      measured: untold + toldTwice + toldWrongly,
      unit: '',
      atMost: 0,
    },
    { name: 'neither taken nor refused', measured: ledger.posts.length - ledger.answered, unit: '', atMost: 0 },
  ]
}
