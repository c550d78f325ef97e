import type { AccessNotice } from './access-changes.ts'
import { accessNoticeEvent } from './access-changes.ts'
import { ExpectedError, isBug, NotFound, reportError } from '../errors.ts'
import { parseInput } from '../parse-input.ts'
import type { Services } from '../services.ts'
import type { CatchUp, ChannelName } from './channel.ts'
import type { AnySocketEvent, SocketControl } from './socket-event.ts'
import type { LiveServer, LiveSocket } from './socket-server.ts'

type Acknowledge = (answer: object) => void

/** Answers the events on every socket, and carries out notices of changed access. */
export function serveSockets(io: LiveServer, events: AnySocketEvent[], services: Services): void {
  io.on('connection', (socket) => {
    for (const event of events) {
      socket.on(event.name, (payload, acknowledge) => void answer(event, socket, payload, acknowledge, services))
    }
  })
  io.on(accessNoticeEvent, (notice: unknown) => carryOut(io, notice as AccessNotice))
}

async function answer(
  event: AnySocketEvent,
  socket: LiveSocket,
  payload: unknown,
  acknowledge: unknown,
  services: Services,
): Promise<void> {
  const respond: Acknowledge = typeof acknowledge === 'function' ? (acknowledge as Acknowledge) : () => undefined
  try {
    respond({ ok: true, ...(await handle(event, socket, payload, services)) })
  } catch (error) {
    if (isBug(error)) services.log.error({ err: error, event: event.name }, 'socket event failed')
    const { code, message, fields } = reportError(error)
    respond({ ok: false, error: fields ? { code, message, fields } : { code, message } })
  }
}

async function handle(
  event: AnySocketEvent,
  socket: LiveSocket,
  payload: unknown,
  services: Services,
): Promise<object | void> {
  const input: unknown = parseInput(event.input, payload)
  const { actor } = socket.data
  const ask = async (): Promise<unknown> => event.door(services, actor, input)
  const access: unknown = await passDoor(event, socket, input, ask)
  return event.handle({ services, actor, input: input, access, socket: control(socket, ask) })
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
    async follow(channel, readChanges): Promise<CatchUp> {
      await socket.join(channel)
      try {
        await askDoorAgain()
        return await readChanges()
      } catch (error) {
        if (error instanceof ExpectedError) void socket.leave(channel)
        throw error
      }
    },
    unfollow(channel) {
      void socket.leave(channel)
    },
    tellOthers(channel, event, payload) {
      if (!socket.rooms.has(channel)) throw new NotFound()
      socket.to(channel).volatile.emit(event, payload)
    },
  }
}

/** Carries out, on this process's sockets, what has changed for a person or a session. */
export function carryOut(io: LiveServer, notice: AccessNotice): void {
  if (notice.kind === 'session-ended') {
    io.local.in(`session:${notice.sessionId}`).disconnectSockets(true)
    return
  }
  for (const socket of localSockets(io, `user:${notice.userId}`)) {
    socket.data.access.forget()
    if (notice.kind === 'lost') putOut(socket, notice.channels)
  }
}

function putOut(socket: LiveSocket, channels: ChannelName[]): void {
  for (const channel of channels.filter((name) => socket.rooms.has(name))) {
    void socket.leave(channel)
    socket.emit('access:lost', { channel })
  }
}

function localSockets(io: LiveServer, room: string): LiveSocket[] {
  const { adapter, sockets } = io.of('/')
  const ids = [...(adapter.rooms.get(room) ?? [])]
  return ids.flatMap((id) => sockets.get(id) ?? [])
}
