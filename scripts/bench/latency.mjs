// How long a message takes from one browser's socket to the other's.
import { setTimeout as sleep } from 'node:timers/promises'
import { io } from 'socket.io-client'
import { percentile } from './percentile.mjs'

const messagesPerSecond = 50
const warmUpMessages = 100
const countedMessages = 1000
const drainMs = 5000

/** @typedef {import('./table.mjs').Figure} Figure */
/** @typedef {import('socket.io-client').Socket} Socket */
/** @typedef {{ type: string, message?: { author: { username: string }, content: string } }} Change */

/**
 * Two people post in turn, 50 messages a second, for 22 s. The clock of a message runs from the moment it was due (not when it was
 * sent, so that falling behind makes the figure worse, never better) until the other one's socket has it.
 * @param {import('./instance.mjs').Instance} instance
 * @param {import('./people.mjs').People} people
 * @returns {Promise<Figure[]>}
 */
export async function latencyFigures({ address }, { ana, ben, roomId }) {
  const sockets = await Promise.all([ana, ben].map((person) => join(address, person, roomId)))
  try {
    return figuresOf(await postAll(sockets, roomId))
  } finally {
    for (const socket of sockets) socket.disconnect()
  }
}

/**
 * @param {string} address
 * @param {import('./people.mjs').Person} person
 * @param {number} roomId
 * @returns {Promise<Socket>}
 */
async function join(address, { cookie }, roomId) {
  const socket = io(address, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { cookie },
  })
  const answer = await socket.timeout(10_000).emitWithAck('room:join', { roomId })
  if (!answer.ok) throw new Error(`room:join answered ${JSON.stringify(answer)}`)
  return socket
}

/**
 * @typedef {object} Ledger what became of each message, by its number
 * @property {number[]} dueAt
 * @property {number[][]} seenAt one list for each of the two sockets
 * @property {number} duplicates
 * @property {number} refused
 */

/**
 * @param {Socket[]} sockets
 * @param {number} roomId
 */
async function postAll(sockets, roomId) {
  const total = warmUpMessages + countedMessages
  /** @type {Ledger} */
  const ledger = { dueAt: [], seenAt: [[], []], duplicates: 0, refused: 0 }
  const run = Date.now().toString(36)
  sockets.forEach((socket, reader) => socket.on('changes', (told) => note(ledger, reader, run, told.changes)))
  const startAt = performance.now() + 50
  /** @type {Promise<boolean>[]} */
  const answers = []
  for (let number = 0; number < total; number += 1) {
    const dueAt = startAt + (number * 1000) / messagesPerSecond
    ledger.dueAt.push(dueAt)
    await sleep(Math.max(0, dueAt - performance.now()))
    const message = { roomId, content: `bench ${run} ${number}`, clientId: `bench-${run}-${number}` }
    const poster = /** @type {Socket} */ (sockets[number % 2])
    answers.push(isAcknowledged(poster.timeout(drainMs).emitWithAck('message:post', message)))
  }
  ledger.refused = (await Promise.all(answers)).filter((acknowledged) => !acknowledged).length
  await untilAllSeen(ledger, total)
  return ledger
}

/**
 * @param {Promise<{ ok: boolean }>} answer
 * @returns {Promise<boolean>} never rejects: an answer that does not come is a finding, not an error
 */
function isAcknowledged(answer) {
  return answer.then(
    ({ ok }) => ok,
    () => false,
  )
}

/**
 * @param {Ledger} ledger
 * @param {number} reader which socket was told
 * @param {string} run
 * @param {Change[]} changes
 */
function note(ledger, reader, run, changes) {
  const now = performance.now()
  const seenAt = ledger.seenAt[reader] ?? []
  for (const { message } of changes) {
    const [, found, number] = /^bench (\w+) (\d+)$/.exec(message?.content ?? '') ?? []
    if (found !== run) continue
    if (seenAt[Number(number)] === undefined) seenAt[Number(number)] = now
    else ledger.duplicates += 1
  }
}

/**
 * @param {Ledger} ledger
 * @param {number} total
 */
async function untilAllSeen({ seenAt }, total) {
  const deadline = performance.now() + drainMs
  while (performance.now() < deadline && seenAt.some((seen) => countOf(seen) < total)) await sleep(20)
}

/** @param {number[]} seen with holes */
function countOf(seen) {
  return Object.keys(seen).length
}

/**
 * @param {Ledger} ledger
 * @returns {Figure[]}
 */
function figuresOf({ dueAt, seenAt, duplicates, refused }) {
  const latencies = dueAt.flatMap((due, number) => {
    const seen = seenAt[(number + 1) % 2]?.[number]
    return seen === undefined || number < warmUpMessages ? [] : [seen - due]
  })
  const lost = seenAt.reduce((sum, seen) => sum + dueAt.length - countOf(seen), 0)
  return [
    { name: 'posted → seen by the other, p50', measured: percentile(latencies, 0.5), unit: 'ms', atMost: 10 },
    { name: 'posted → seen by the other, p99', measured: percentile(latencies, 0.99), unit: 'ms', atMost: 50 },
    { name: `lost of ${dueAt.length} messages × 2 sockets`, measured: lost, unit: '', atMost: 0 },
    { name: 'seen twice', measured: duplicates, unit: '', atMost: 0 },
    { name: 'not acknowledged', measured: refused, unit: '', atMost: 0 },
  ]
}
