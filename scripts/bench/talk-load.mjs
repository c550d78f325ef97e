// Posts at a steady rate, whatever the server makes of them.
import { setTimeout as sleep } from 'node:timers/promises'
import { TalkLedger } from './talk-ledger.mjs'

const drainMs = 10_000
/** Every so many posts one mentions somebody of the room, and one is more than plain text. */
const mentionEvery = 20
const markdownEvery = 10
const plain = 'the quick brown fox jumps over the lazy dog, and then it sleeps; who wouldn’t?'
const markdown = 'see **this** and `that`: https://example.org/a?b=c'

let runs = 0

/** @typedef {import('./talkers.mjs').TalkingRoom} TalkingRoom */
/** @typedef {{ ledger: TalkLedger, startedAt: number, endedAt: number }} Load `endedAt` when the last post was sent */

/**
 * @param {TalkingRoom[]} rooms
 * @param {{ rate: number, forMs: number }} load
 * @returns {Promise<Load>} when all posts are answered and everyone was told, or that has taken too long
 */
export async function post(rooms, { rate, forMs }) {
  const ledger = new TalkLedger(rooms, (runs += 1))
  const startedAt = performance.now() + 10
  const total = Math.round((rate * forMs) / 1000)
  while (ledger.posts.length < total) {
    const now = performance.now()
    let burst = 0
    for (let due = dueAt(ledger); due <= now && burst < 500 && ledger.posts.length < total; due = dueAt(ledger)) {
      postNext(ledger, due)
      burst += 1
    }
    await (burst === 500 ? sleep(0) : sleep(1))
  }
  return drained(ledger, startedAt)

  /** @param {TalkLedger} of */
  function dueAt(of) {
    return startedAt + (of.posts.length * 1000) / rate
  }
}

/**
 * Posts as fast as the server answers: so many are always under way.
 * @param {TalkingRoom[]} rooms
 * @param {{ count: number, underWay: number }} load
 * @returns {Promise<Load>} when all posts are answered and everyone was told, or that has taken too long
 */
export async function postAhead(rooms, { count, underWay }) {
  const ledger = new TalkLedger(rooms, (runs += 1))
  const startedAt = performance.now()
  while (ledger.posts.length < count) {
    while (ledger.posts.length - ledger.answered < underWay && ledger.posts.length < count)
      postNext(ledger, performance.now())
    await sleep(1)
  }
  return drained(ledger, startedAt)
}

/**
 * @param {TalkLedger} ledger
 * @param {number} startedAt
 * @returns {Promise<Load>}
 */
async function drained(ledger, startedAt) {
  const endedAt = performance.now()
  while (!ledger.isComplete() && performance.now() < endedAt + drainMs) await sleep(20)
  return { ledger, startedAt, endedAt }
}

/**
 * @param {TalkLedger} ledger
 * @param {number} dueAt
 */
function postNext(ledger, dueAt) {
  const number = ledger.posts.length
  const room = /** @type {TalkingRoom} */ (ledger.rooms[number % ledger.rooms.length])
  const author = anyOf(room.talkers)
  if (number % mentionEvery === 0) {
    const { someone } = anyOf(room.talkers)
    ledger.post(author, dueAt, `@${someone.username} ${plain}`, someone.id)
  } else ledger.post(author, dueAt, number % markdownEvery === 1 ? markdown : plain)
}

/**
 * @template One
 * @param {One[]} list
 */
function anyOf(list) {
  return /** @type {One} */ (list[Math.floor(Math.random() * list.length)])
}
