// What one room of a thousand people takes: in a flood, and in a lively talk.
import { lossFigures, rateFigures } from './posts.mjs'
import { cpuMs, findProcesses, pinApart } from './processes.mjs'
import { audit } from './talk-audit.mjs'
import { post } from './talk-load.mjs'
import { connectTalkers, disconnect } from './talkers.mjs'

const peopleFrom = 100
const floodRate = 500
const talkRate = 20
const warmUpMs = 3000
const countedMs = 10_000

/** @typedef {import('./table.mjs').Figure} Figure */

/**
 * A thousand sockets follow the room, and any of them posts.
 * @param {import('./instance.mjs').Instance} instance
 * @param {import('./crowd.mjs').Crowd} crowd
 * @returns {Promise<Figure[]>}
 */
export async function bigRoomFigures(instance, crowd) {
  const { web = 0 } = await findProcesses(instance)
  const people = crowd.rooms.slice(0, peopleFrom).flatMap(({ members }) => members)
  const rooms = await connectTalkers(instance.address, crowd, [await crowd.store.makeRoomOf('big room', people)])
  const unpin = pinApart(web)
  try {
    await post(rooms, { rate: talkRate, forMs: warmUpMs }).then(({ ledger }) => audit(crowd.store, ledger))
    const talk = await post(rooms, { rate: talkRate, forMs: countedMs })
    const talkLosses = await lossFigures(crowd, talk)
    await post(rooms, { rate: floodRate / 2, forMs: warmUpMs }).then(({ ledger }) => audit(crowd.store, ledger))
    const cpuBefore = await cpuMs(web)
    const flood = await post(rooms, { rate: floodRate, forMs: countedMs })
    const cpuPerPost = ((await cpuMs(web)) - cpuBefore) / flood.ledger.taken().length
    const name = `posts into a room of ${people.length}`
    return [
      {
        name: `${name}, ${talkRate}/s, to the last of them, p50`,
        measured: talk.ledger.toldToLast(0.5, talk.startedAt),
        unit: 'ms',
        atMost: 25,
        note: `p99 ${talk.ledger.toldToLast(0.99, talk.startedAt).toFixed(0)} ms`,
      },
      ...talkLosses,
      ...rateFigures(name, flood, { rate: floodRate, cpuPerPost, isAlone: Boolean(unpin) }),
      ...(await lossFigures(crowd, flood)),
    ]
  } finally {
    unpin?.()
    disconnect(rooms)
  }
}
