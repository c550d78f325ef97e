// A socket that follows rooms and posts, with as little work of its own as possible: WebSocket, Engine.IO and Socket.IO spoken by hand.
// A thousand of socket.io-client would need more processor time than the server.
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'

const connectWithinMs = 30_000
/** All sockets of this process read into the same place: what they hand over has to be looked at before the next turn. */
const readBuffer = Buffer.allocUnsafe(256 * 1024)
/** Linux gives a source address 28,000 ports; on the loopback interface there are more addresses. */
const sourceAddresses = 8
let opened = 0

const [engineOpen, enginePing, engineMessage] = [0x30, 0x32, 0x34]
const [socketConnect, socketEvent, socketAck, socketRefused] = [0x30, 0x32, 0x33, 0x34]
const [textFrame, closeFrame, pingFrame, pongFrame] = [1, 8, 9, 10]

/** @typedef {{ ok: boolean, [fact: string]: any }} Answer */

export class LiveSocket {
  /** @type {import('node:net').Socket} */
  #connection
  #isUpgraded = false
  /** @type {Buffer | undefined} the beginning of a frame whose end has not come yet */
  #rest
  #nextAck = 0
  /** @type {Map<number, (answer: Answer) => void>} */
  #waiting = new Map()
  /** @type {(error?: Error) => void} */
  #onReady = () => {}
  isClosed = false
  /** @type {(packet: Buffer) => void} what the server tells unasked, as it came; valid during the call only */
  onTold = () => {}

  /**
   * Connects and waits until the server has let it in.
   * @param {URL} url
   * @param {string} cookie
   * @returns {Promise<LiveSocket>}
   */
  static open(url, cookie) {
    return new Promise((resolve, reject) => {
      const socket = new LiveSocket(url, cookie)
      const timer = setTimeout(() => socket.#onReady(new Error('The server did not let a socket in')), connectWithinMs)
      socket.#onReady = (error) => {
        clearTimeout(timer)
        if (error) socket.close()
        if (error) reject(error)
        else resolve(socket)
      }
    })
  }

  /**
   * @param {URL} url
   * @param {string} cookie
   */
  constructor(url, cookie) {
    opened += 1
    this.#connection = connect({
      host: url.hostname,
      port: Number(url.port),
      localAddress: `127.0.0.${2 + (opened % sourceAddresses)}`,
      noDelay: true,
      onread: { buffer: readBuffer, callback: (bytes) => this.#read(readBuffer.subarray(0, bytes)) },
    })
    this.#connection.on('connect', () =>
      this.#connection.write(
        `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${url.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nCookie: ${cookie}\r\n\r\n`,
      ),
    )
    this.#connection.on('error', (error) => this.#end(error))
    this.#connection.on('close', () => this.#end(new Error('The server closed a socket')))
  }

  /**
   * Sends an event; `onAnswer` is called when it is acknowledged, and never if it is not.
   * @param {string} event
   * @param {object} payload
   * @param {(answer: Answer) => void} onAnswer
   */
  send(event, payload, onAnswer) {
    const id = this.#nextAck++
    this.#waiting.set(id, onAnswer)
    this.#connection.write(frameOf(`42${id}${JSON.stringify([event, payload])}`))
  }

  /**
   * @param {string} event
   * @param {object} payload
   * @returns {Promise<Answer>}
   */
  ask(event, payload) {
    return new Promise((resolve) => this.send(event, payload, resolve))
  }

  close() {
    this.isClosed = true
    this.#connection.destroy()
  }

  /** @param {Error} error */
  #end(error) {
    this.isClosed = true
    this.#onReady(error)
  }

  /**
   * @param {Buffer} chunk
   * @returns {boolean} go on reading
   */
  #read(chunk) {
    let bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk
    this.#rest = undefined
    if (!this.#isUpgraded) {
      const end = bytes.indexOf('\r\n\r\n')
      if (end === -1) return this.#keep(bytes)
      if (!bytes.subarray(0, end).includes(' 101 ')) this.#end(new Error(bytes.toString('latin1', 0, 40)))
      this.#isUpgraded = true
      bytes = bytes.subarray(end + 4)
    }
    return this.#keep(this.#takeFrames(bytes))
  }

  /** @param {Buffer} bytes */
  #keep(bytes) {
    if (bytes.length > 0) this.#rest = Buffer.from(bytes)
    return true
  }

  /**
   * @param {Buffer} bytes
   * @returns {Buffer} what is left, the beginning of a frame
   */
  #takeFrames(bytes) {
    let start = 0
    while (bytes.length - start >= 2) {
      const { from, to } = extentOf(bytes, start)
      if (to > bytes.length) break
      const kind = /** @type {number} */ (bytes[start]) & 0x0f
      if (kind === textFrame) this.#take(bytes.subarray(from, to))
      else if (kind === pingFrame) this.#connection.write(frameOf('', pongFrame))
      else if (kind === closeFrame) this.close()
      start = to
    }
    return bytes.subarray(start)
  }

  /** @param {Buffer} packet */
  #take(packet) {
    if (packet[0] === engineOpen) this.#connection.write(frameOf('40'))
    else if (packet[0] === enginePing) this.#connection.write(frameOf('3'))
    else if (packet[0] !== engineMessage) return
    else if (packet[1] === socketEvent) this.onTold(packet)
    else if (packet[1] === socketAck) this.#takeAnswer(packet.toString('utf8', 2))
    else if (packet[1] === socketConnect) this.#onReady()
    else if (packet[1] === socketRefused) this.#onReady(new Error(packet.toString()))
  }

  /** @param {string} text such as `12[{"ok":true}]` */
  #takeAnswer(text) {
    const bracket = text.indexOf('[')
    const id = Number(text.slice(0, bracket))
    const onAnswer = this.#waiting.get(id)
    this.#waiting.delete(id)
    onAnswer?.(JSON.parse(text.slice(bracket))[0])
  }
}

/**
 * Where a frame's payload begins and ends; beyond the end of the bytes if not all of it is there.
 * @param {Buffer} bytes
 * @param {number} start
 */
function extentOf(bytes, start) {
  const length = /** @type {number} */ (bytes[start + 1]) & 0x7f
  if (length < 126) return { from: start + 2, to: start + 2 + length }
  if (length === 126) {
    if (bytes.length < start + 4) return { from: start, to: Infinity }
    return { from: start + 4, to: start + 4 + bytes.readUInt16BE(start + 2) }
  }
  if (bytes.length < start + 10) return { from: start, to: Infinity }
  return { from: start + 10, to: start + 10 + Number(bytes.readBigUInt64BE(start + 2)) }
}

/**
 * A frame from a client is masked; a mask of zeros is legal, and free.
 * @param {string} text
 */
function frameOf(text, kind = textFrame) {
  const length = Buffer.byteLength(text)
  const head = length < 126 ? 2 : 4
  const frame = Buffer.alloc(head + 4 + length)
  frame[0] = 0x80 | kind
  frame[1] = 0x80 | (length < 126 ? length : 126)
  if (length >= 126) frame.writeUInt16BE(length, 2)
  frame.write(text, head + 4)
  return frame
}
