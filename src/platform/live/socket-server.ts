import type { IncomingMessage, Server as HttpServer } from 'node:http'
import { createAdapter, type RedisAdapter } from '@socket.io/redis-adapter'
import type { RequestHandler } from 'express'
import type { Redis } from 'ioredis'
import { Server, type Socket } from 'socket.io'
import type { Actor } from '../actor.ts'
import { isOwnOrigin } from '../http/origin.ts'
import { sessionKey, sessionLasts, type FindActor, type SignedInRequest } from '../http/session.ts'
import type { Log } from '../log.ts'
import { skippingOwn } from './process-parser.ts'
import { RememberedAccess } from './remembered-access.ts'
import { socketKey } from './socket-key.ts'

/** What the server keeps with each connection. */
export interface SocketState {
  actor: Actor
  sessionKey: string
  access: RememberedAccess
}

// Which events there are is stated once, in the slices' definitions and docs/protocol.md; here they are names.
type Events = Record<string, (...values: unknown[]) => void>

export type LiveSocket = Socket<Events, Events, Events, SocketState>
export type LiveServer = Server<Events, Events, Events, SocketState>

export interface SocketServerOptions {
  http: HttpServer
  publisher: Redis
  subscriber: Redis
  prefix: string
  session: RequestHandler[]
  findActor: FindActor
  appOrigin: string | undefined
  log: Log
}

/** Far above the longest message, far below what could hurt. */
const largestPayloadBytes = 128 * 1024

/** A Socket.IO server on the pages' own origin, joined with the other processes through Redis; nobody connects without a session. */
export function createSocketServer(options: SocketServerOptions): LiveServer {
  const io: LiveServer = new Server(options.http, {
    serveClient: false,
    maxHttpBufferSize: largestPayloadBytes,
    perMessageDeflate: false,
    httpCompression: false,
    allowRequest: (req, answer) => answer(null, isOwnOrigin(req, options.appOrigin)),
  })
  const parser = skippingOwn(() => (io.of('/').adapter as RedisAdapter).uid as string)
  io.adapter(createAdapter(options.publisher, options.subscriber, { key: socketKey(options.prefix), parser }))
  io.of('/').adapter.on('error', (error: Error) => options.log.debug({ reason: error.message }, 'socket adapter'))
  for (const middleware of options.session) io.engine.use(onHandshakeOnly(middleware))
  io.engine.on('connection', keepLittle)
  io.use((socket, next) => void admit(socket, options.findActor).then(next))
  return io
}

type Handshake = IncomingMessage & Partial<SignedInRequest> & { _query?: Record<string, string> }

// Later requests of a polling client carry the id of a connection that has been let in already.
function onHandshakeOnly(middleware: RequestHandler) {
  return (req: Handshake, res: unknown, next: (error?: unknown) => void): void => {
    if (req._query?.['sid'] === undefined) void middleware(req as never, res as never, next)
    else next()
  }
}

/** What of its request a connection keeps: enough for `admit`, and for Socket.IO to describe the handshake by. */
type KeptRequest = Pick<Handshake, 'user' | 'sessionID' | 'sessionStore' | '_query'> & {
  headers: object
  connection: object
}

// The whole request, with its headers, its session and its response, would stay for as long as the connection.
function keepLittle(connection: { request: object }): void {
  const { user, sessionID, sessionStore, _query } = connection.request as Handshake
  const kept: KeptRequest = { headers: nothing, connection: nothing }
  if (user) kept.user = user
  if (sessionID) kept.sessionID = sessionID
  if (sessionStore) kept.sessionStore = sessionStore
  if (_query) kept._query = _query
  connection.request = kept
}

const nothing = Object.freeze({})

// A client chooses when it asks to be let in, and may leave and ask again: long after the handshake, when its session has ended.
// It is in its session's and its person's room before the look: an end which comes later finds it there (serve-sockets.ts).
async function admit(socket: LiveSocket, findActor: FindActor): Promise<Error | undefined> {
  const { user, sessionID, sessionStore } = socket.request as Handshake
  if (!user || !sessionID || !sessionStore) return new Error('unauthorized')
  socket.data = { actor: user, sessionKey: sessionKey(sessionID), access: new RememberedAccess() }
  await socket.join([`user:${user.id}`, `session:${socket.data.sessionKey}`])
  return (await sessionLasts({ user, sessionID, sessionStore }, findActor)) ? undefined : new Error('unauthorized')
}
