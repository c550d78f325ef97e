import { accessNoticeEvent, type AccessNotice } from './access-changes.ts'
import { ExpectedError, Invalid, isBug, NotFound, reportError, Unauthorized } from '../errors.ts'
import { parseInput } from '../parse-input.ts'
import type { Services } from '../services.ts'
import type { CatchUp, ChannelName } from './channel.ts'
import { dropConnections } from './heal-after-outage.ts'
import type { AnySocketEvent, SocketControl } from './socket-event.ts'
import type { LiveServer, LiveSocket } from './socket-server.ts'
import type { SocketWatcher } from './socket-watcher.ts'
import { Turns } from './turns.ts'

type Acknowledge = (answer: object) => void

/** Answers the events on every socket, and carries out notices of changed access. */
export function serveSockets(
  io: LiveServer,
  events: AnySocketEvent[],
  watchers: SocketWatcher[],
  services: Services,
): void {
  const byName = new Map(events.map((event) => [event.name, event]))
  const turnsByUser = new Map<number, Turns>()
  io.on('connection', (socket) => {
    if (endedOnItsWayIn(socket)) {
      socket.disconnect(true)
      return
    }
    const { actor } = socket.data
    const { id } = actor
    const goodbyes = watchers.map((watch) => watch(services, { id: socket.id, actor }))
    const turns = turnsByUser.get(id) ?? new Turns()
    turnsByUser.set(id, turns)
    socket.onAny((name: string, ...given: unknown[]) => void answer(byName.get(name), socket, given, turns, services))
    socket.on('disconnect', () => {
      for (const sayGoodbye of goodbyes) sayGoodbye()
      if (localSockets(io, `user:${id}`).length === 0) turnsByUser.delete(id)
    })
  })
  io.on(accessNoticeEvent, (notice: unknown) => carryOut(io, notice as AccessNotice))
}

async function answer(
  event: AnySocketEvent | undefined,
  socket: LiveSocket,
  given: unknown[],
  turns: Turns,
  services: Services,
): Promise<void> {
  const { payload, respond } = takeApart(given)
  try {
    if (!event) throw new Invalid('There is no such event.')
    respond({ ok: true, ...(await turns.take(() => handle(event, socket, payload, services))) })
  } catch (error) {
    if (isBug(error)) services.log.error({ err: error, event: event?.name }, 'socket event failed')
    const { code, message, fields } = reportError(error)
    respond({ ok: false, error: fields ? { code, message, fields } : { code, message } })
  }
}

// The acknowledgement comes last: whoever sends nothing before it, or too much, gets an answer too.
function takeApart(given: unknown[]): { payload: unknown; respond: Acknowledge } {
  const last = given.at(-1)
  if (typeof last !== 'function') return { payload: given[0], respond: () => undefined }
  return { payload: given.length === 1 ? undefined : given[0], respond: last as Acknowledge }
}

async function handle(
  event: AnySocketEvent,
  socket: LiveSocket,
  payload: unknown,
  services: Services,
): Promise<object | void> {
  // Whoever has left while this waited for its turn hears no answer: they ask again when they are back.
  if (!socket.connected) throw new Unauthorized()
  const input: unknown = parseInput(event.input, payload)
  const { actor } = socket.data
  const ask = async (): Promise<unknown> => event.door(services, actor, input)
  const access: unknown = await passDoor(event, socket, input, ask)
  return event.handle({ services, actor, input, access, socket: control(socket, ask) })
}

function passDoor(
  event: AnySocketEvent,
  socket: LiveSocket,
  input: unknown,
  ask: () => Promise<unknown>,
): Promise<unknown> {
  const channel = event.remember?.(input)
  // Only who follows the channel is told when access to it is lost; anyone else is asked for afresh.
  if (!channel || !socket.rooms.has(channel)) return ask()
  return socket.data.access.get(channel, event.name, ask)
}

function control(socket: LiveSocket, askDoorAgain: () => Promise<unknown>): SocketControl {
  return {
    id: socket.id,
    async follow(channel, readChanges): Promise<CatchUp> {
      const followedBefore = socket.rooms.has(channel)
      await socket.join(channel)
      try {
        await askDoorAgain()
        return await readChanges()
      } catch (error) {
        // Whoever was refused hears nothing more; whoever only could not be told what was missed goes on hearing what comes.
        if (error instanceof ExpectedError || !followedBefore) void socket.leave(channel)
        throw error
      }
    },
    unfollow(channel) {
      void socket.leave(channel)
    },
    tellOthers(channel, event, payload) {
      if (!socket.rooms.has(channel)) throw new NotFound()
      // Not as `volatile`: that leaves out whoever is just being told something else, so a word that comes with a message would be lost.
      socket.to(channel).emit(event, payload)
    },
  }
}

/** Carries out, on this process's sockets, what has changed for a person or a session. */
export function carryOut(io: LiveServer, notice: AccessNotice): void {
  if (notice.kind === 'session-ended') return end(io, `session:${notice.sessionKey}`)
  if (notice.kind === 'signed-out') return end(io, `user:${notice.userId}`)
  if (notice.kind === 'broadcasts-lost') {
    dropConnections(io)
    return
  }
  for (const socket of localSockets(io, `user:${notice.userId}`)) {
    socket.data.access.forget()
    if (notice.kind === 'lost') putOut(socket, notice.channels, notice.reason)
  }
}

// Socket.IO disconnects only those that are in: one that is just being let in is taken out of the room, and ended once it is in.
function end(io: LiveServer, room: ChannelName | `session:${string}`): void {
  const { adapter, sockets } = io.of('/')
  const ids = [...(adapter.rooms.get(room) ?? [])]
  for (const id of ids.filter((one) => !sockets.has(one))) void adapter.del(id, room)
  io.local.in(room).disconnectSockets(true)
}

function endedOnItsWayIn({ data, rooms }: LiveSocket): boolean {
  return !rooms.has(`user:${data.actor.id}`) || !rooms.has(`session:${data.sessionKey}`)
}

function putOut(socket: LiveSocket, channels: ChannelName[], reason: string): void {
  for (const channel of channels.filter((name) => socket.rooms.has(name))) {
    void socket.leave(channel)
    socket.emit('access:lost', { channel, reason })
  }
}

function localSockets(io: LiveServer, room: string): LiveSocket[] {
  const { adapter, sockets } = io.of('/')
  const ids = [...(adapter.rooms.get(room) ?? [])]
  return ids.flatMap((id) => sockets.get(id) ?? [])
}
