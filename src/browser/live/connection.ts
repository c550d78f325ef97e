import { io, type Socket } from 'socket.io-client'
import { afterRefusal, sessionHasEnded } from './session.ts'
import type { Answer, ChangesEvent, PresenceEvent, TypingEvent, UnreadEvent } from './protocol.ts'

type ServerEvents = {
  changes: (event: ChangesEvent) => void
  'typing:started': (event: TypingEvent) => void
  'typing:stopped': (event: TypingEvent) => void
  'presence:changed': (event: PresenceEvent) => void
  'unread:changed': (event: UnreadEvent) => void
  'boards:changed': () => void
  'access:lost': (event: { channel: string; reason: string }) => void
}

type ClientEvents = Record<string, (payload: object, answer: (answer: Answer<object>) => void) => void>

/** A question was not answered: there is no connection, it broke, or the answer took too long. It may be asked again. */
export class Unanswered extends Error {
  override name = 'Unanswered'
}

/** The page's one socket. */
export type Connection = {
  socket: Socket<ServerEvents, ClientEvents>
  /** Asks the server. Rejects with `Unanswered`; a refusal is an answer. */
  ask: <Facts>(event: string, payload: object) => Promise<Answer<Facts>>
}

const ANSWER_WITHIN_MS = 5000
/** Every so many failures in a row the page asks whether it is still signed in. */
const FAILURES_PER_CHECK = 4

/** A server that let nobody in may need a while. */
const AFTER_REFUSAL_MS = 1000
/** One that ended a connection is about to stop, and another one may be there at once: not all of its people come in the same moment. */
const AFTER_END_MS = { least: 100, most: 600 }

/** Opens the socket, which comes back by itself for as long as the session lasts. */
export function connect(): Connection {
  const socket: Connection['socket'] = io({
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 300,
    reconnectionDelayMax: 3000,
    randomizationFactor: 0.5,
  })
  watchSession(socket)
  // A network that went away leaves the socket half open: nobody would notice until the next missed heartbeat.
  window.addEventListener('offline', () => socket.io.engine.close())
  return { socket, ask: (event, payload) => ask(socket, event, payload) }
}

async function ask<Facts>(socket: Connection['socket'], event: string, payload: object): Promise<Answer<Facts>> {
  // Socket.IO would keep the question and send it after reconnecting, when nobody waits for the answer any more.
  if (!socket.connected) throw new Unanswered(`${event}: there is no connection`)
  try {
    return (await socket.timeout(ANSWER_WITHIN_MS).emitWithAck(event, payload)) as Answer<Facts>
  } catch (cause) {
    throw new Unanswered(`${event}: no answer`, { cause })
  }
}

function watchSession(socket: Connection['socket']): void {
  let failures = 0
  socket.on('connect', () => {
    failures = 0
  })
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') void afterRefusal(() => socket.connect(), anyDelayAfterEnd())
  })
  socket.on('connect_error', () => {
    failures += 1
    if (!socket.active) void afterRefusal(() => socket.connect(), AFTER_REFUSAL_MS)
    else if (failures % FAILURES_PER_CHECK === 0) void reloadIfSignedOut()
  })
}

function anyDelayAfterEnd(): number {
  return AFTER_END_MS.least + Math.random() * (AFTER_END_MS.most - AFTER_END_MS.least)
}

/** A handshake refused for want of a session looks like any other network failure. */
async function reloadIfSignedOut(): Promise<void> {
  if (await sessionHasEnded()) location.reload()
}
