// What a connection that only listens costs in memory.
import { setTimeout as sleep } from 'node:timers/promises'
import { findProcesses, residentMb } from './processes.mjs'
import { connectTalkers, disconnect } from './talkers.mjs'

const socketCount = 10_000
/** A thousand connections before it is looked at: what the first ones bring along is not theirs. */
const warmUpRooms = 100
/** Longer than a server's ping takes to come round. */
const settleMs = 30_000

/**
 * Ten thousand people, each connected and following their room.
 * @param {import('./instance.mjs').Instance} instance
 * @param {import('./crowd.mjs').Crowd} crowd
 * @returns {Promise<import('./table.mjs').Figure[]>}
 */
export async function idleSocketFigures(instance, crowd) {
  const { web = 0 } = await findProcesses(instance)
  disconnect(await connectTalkers(instance.address, crowd, crowd.rooms.slice(0, warmUpRooms)))
  await sleep(settleMs / 2)
  const before = await residentMb(web)
  const rooms = await connectTalkers(instance.address, crowd, crowd.rooms)
  try {
    await sleep(settleMs)
    const after = await residentMb(web)
    const open = rooms.flatMap(({ talkers }) => talkers).filter(({ socket }) => !socket.isClosed).length
    return [
      {
        name: `memory of web for an idle socket, of ${open}`,
        measured: ((after - before) * 1024) / open,
        unit: 'KB',
        atMost: 25,
        note: `web ${before.toFixed(0)} MB before, ${after.toFixed(0)} MB with them`,
      },
      { name: 'idle sockets that were dropped', measured: socketCount - open, unit: '', atMost: 0 },
    ]
  } finally {
    disconnect(rooms)
  }
}
