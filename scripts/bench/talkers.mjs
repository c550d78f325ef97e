// People in rooms, connected: each follows the room, and any of them may post into it.
import { LiveSocket } from './live-socket.mjs'

const connectingAtOnce = 32

/** @typedef {import('./crowd.mjs').CrowdRoom} CrowdRoom */
/** @typedef {import('./crowd.mjs').Someone} Someone */
/** @typedef {{ socket: LiveSocket, someone: Someone, place: number, room: TalkingRoom }} Talker `place` among the room's talkers */
/** @typedef {{ id: number, place: number, talkers: Talker[], version: number }} TalkingRoom `place` among the rooms; `version` where it stood before */

/**
 * Connects everyone who is in these rooms.
 * @param {string} address
 * @param {import('./crowd.mjs').Crowd} crowd
 * @param {CrowdRoom[]} rooms
 * @returns {Promise<TalkingRoom[]>}
 */
export async function connectTalkers(address, { cookieOf }, rooms) {
  const url = new URL(address)
  /** @type {TalkingRoom[]} */
  const talking = rooms.map(({ id }, place) => ({ id, place, talkers: [], version: 0 }))
  const seats = rooms.flatMap(({ members }, place) => members.map((someone) => ({ someone, place })))
  let next = 0
  const connectSome = async () => {
    for (let seat = seats[next++]; seat; seat = seats[next++]) {
      const room = /** @type {TalkingRoom} */ (talking[seat.place])
      const socket = await LiveSocket.open(url, cookieOf(seat.someone))
      const answer = await socket.ask('room:join', { roomId: room.id })
      if (!answer.ok) throw new Error(`room:join answered ${JSON.stringify(answer)}`)
      room.version = answer['version']
      room.talkers.push({ socket, someone: seat.someone, place: room.talkers.length, room })
    }
  }
  await Promise.all(Array.from({ length: connectingAtOnce }, connectSome))
  return talking
}

/** @param {TalkingRoom[]} rooms */
export function disconnect(rooms) {
  for (const { talkers } of rooms) for (const { socket } of talkers) socket.close()
}
