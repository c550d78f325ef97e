// What became of each post: when it was due, how it was answered, and who was told of it when.
import { percentile } from './percentile.mjs'

/** @typedef {import('./talkers.mjs').TalkingRoom} TalkingRoom */
/** @typedef {import('./talkers.mjs').Talker} Talker */
/**
 * @typedef {object} PostRecord
 * @property {number} dueAt
 * @property {Talker} author
 * @property {number | undefined} mentionedId
 * @property {string} content
 * @property {number | undefined} answeredAt
 * @property {string | undefined} refusal its code
 * @property {{ id: string, version: number } | undefined} message
 * @property {number} toldCount how many of the room were told
 * @property {number} lastToldAt
 */

/** Its number stands at the beginning of each content, in digits of a fixed count. */
const numberDigits = 8
/** A run has at most so many: what comes late from an earlier run is none of this one's. */
const mostPosts = 1_000_000
const mark = Buffer.from('"content":"No ')

export class TalkLedger {
  /** @type {PostRecord[]} */
  posts = []
  answered = 0
  told = 0
  toldTwice = 0
  toldWrongly = 0
  #rooms
  #run
  #firstNumber
  /** @type {Uint8Array[]} per post, a byte for each of the room's talkers */
  #seen = []

  /**
   * @param {TalkingRoom[]} rooms
   * @param {number} run keeps its posts apart from those of other runs
   */
  constructor(rooms, run) {
    this.#rooms = rooms
    this.#run = run
    this.#firstNumber = run * mostPosts
    for (const { talkers } of rooms)
      for (const talker of talkers) talker.socket.onTold = (packet) => this.#note(talker, packet)
  }

  /**
   * @param {Talker} author
   * @param {number} dueAt
   * @param {string} words
   * @param {number} [mentionedId]
   */
  post(author, dueAt, words, mentionedId) {
    const number = this.posts.length
    const content = `No ${String(this.#firstNumber + number).padStart(numberDigits, '0')} ${words}`
    /** @type {PostRecord} */
    const record = {
      dueAt,
      author,
      mentionedId,
      content,
      answeredAt: undefined,
      refusal: undefined,
      message: undefined,
      toldCount: 0,
      lastToldAt: 0,
    }
    this.posts.push(record)
    this.#seen.push(new Uint8Array(author.room.talkers.length))
    const clientId = `load-${this.#run}-${number}`
    author.socket.send('message:post', { roomId: author.room.id, content, clientId }, (answer) => {
      this.answered += 1
      record.answeredAt = performance.now()
      if (answer.ok) record.message = { id: answer['message'].id, version: answer['message'].version }
      else record.refusal = answer['error'].code
    })
  }

  /** Whether each post was answered, and everyone in the room was told of those that were taken. */
  isComplete() {
    return (
      this.answered === this.posts.length &&
      this.posts.every(({ message, toldCount, author }) => !message || toldCount === author.room.talkers.length)
    )
  }

  /** @returns {PostRecord[]} */
  taken() {
    return this.posts.filter(({ message }) => message)
  }

  /** How many people were not told of a post that was taken. */
  untold() {
    return this.taken().reduce((sum, { author, toldCount }) => sum + author.room.talkers.length - toldCount, 0)
  }

  /**
   * From the moment a post was due, so that a generator that falls behind makes the figure worse, never better.
   * @param {number} share
   * @param {number} since posts that were due earlier do not count
   */
  acknowledged(share, since) {
    return percentile(
      this.posts.flatMap(({ dueAt, answeredAt, message }) =>
        message && answeredAt !== undefined && dueAt >= since ? [answeredAt - dueAt] : [],
      ),
      share,
    )
  }

  /**
   * Until the last one in the room was told.
   * @param {number} share
   * @param {number} since
   */
  toldToLast(share, since) {
    return percentile(
      this.taken().flatMap(({ dueAt, lastToldAt }) => (dueAt >= since ? [lastToldAt - dueAt] : [])),
      share,
    )
  }

  /**
   * @param {Talker} talker
   * @param {Buffer} packet
   */
  #note(talker, packet) {
    const now = performance.now()
    for (let at = packet.indexOf(mark); at !== -1; at = packet.indexOf(mark, at + mark.length)) {
      const number = digits(packet, at + mark.length) - this.#firstNumber
      const record = this.posts[number]
      const seen = this.#seen[number]
      if (!record || !seen) continue
      if (record.author.room !== talker.room) this.toldWrongly += 1
      else if (seen[talker.place]) this.toldTwice += 1
      else {
        seen[talker.place] = 1
        record.toldCount += 1
        record.lastToldAt = now
        this.told += 1
      }
    }
  }

  get rooms() {
    return this.#rooms
  }
}

/**
 * @param {Buffer} packet
 * @param {number} from
 */
function digits(packet, from) {
  let number = 0
  for (let at = from; at < from + numberDigits; at += 1) number = number * 10 + /** @type {number} */ (packet[at]) - 48
  return number
}
