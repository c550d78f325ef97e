/** How Socket.IO's adapter and emitter write what the processes tell each other through Redis. */
export interface ProcessParser {
  encode(message: unknown): Buffer
  decode(message: Buffer): unknown
}

/**
 * JSON, which V8 writes and reads itself: what is told has no binary parts, and MessagePack, the adapter's own choice, took a tenth of a
 * busy process's memory traffic.
 */
export const processParser: ProcessParser = {
  encode: (message) => Buffer.from(JSON.stringify(message)),
  decode: (message) => JSON.parse(message.toString()) as unknown,
}

/**
 * The same for a process that also hears what it has told: Redis sends it back, and the adapter drops it by the sender's id, which stands
 * first. Nothing else of it is read.
 * @param ownId the adapter's `uid`; asked for when something is heard, because the adapter takes the parser before it has one
 */
export function skippingOwn(ownId: () => string): ProcessParser {
  const isOwn = (message: Buffer): boolean => {
    const start = `["${ownId()}",`
    return message.toString('latin1', 0, start.length) === start
  }
  return { ...processParser, decode: (message) => (isOwn(message) ? [ownId()] : processParser.decode(message)) }
}
