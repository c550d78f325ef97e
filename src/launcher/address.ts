import { randomInt } from 'node:crypto'
import net from 'node:net'
import type { Config } from '../app/config.ts'
import { OperatorError } from '../platform/lifecycle.ts'

/** Where a person on this machine reaches TaskFlow, such as `http://localhost:8000`. */
export function localAddress({ host, port }: Pick<Config, 'host' | 'port'>): string {
  const local = ['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost'].includes(host)
  const hostInUrl = local ? 'localhost' : net.isIPv6(host) ? `[${host}]` : host
  return `http://${hostInUrl}:${port}`
}

/** @throws {OperatorError} with one sentence when the web process could not listen where the settings say */
export async function requireFreePort({ host, port }: Pick<Config, 'host' | 'port'>): Promise<void> {
  const failure = await listenOnce(host, port)
  if (failure) throw new OperatorError(describe(failure, host, port))
}

/** @returns whether a server could listen on this port of 127.0.0.1 now */
export async function isLocalPortFree(port: number): Promise<boolean> {
  return (await listenOnce('127.0.0.1', port)) === undefined
}

/** Ports from the first on, below the second. */
export interface PortRange {
  from: number
  below: number
}

const mostTries = 100

/** @returns what finds a port of this range that nobody listens on now; the next call finds another, whether that one is used or not */
export function createPortFinder({ from, below }: PortRange): () => Promise<number> {
  let next = randomInt(from, below)
  return async () => {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const port = next
      next = port + 1 < below ? port + 1 : from
      if (await isLocalPortFree(port)) return port
    }
    throw new OperatorError(`Of ${mostTries} ports that were tried none is free.`)
  }
}

/**
 * Finds a port of 127.0.0.1 that nobody listens on now. Below the ports that systems give to outgoing connections (Linux from 32768,
 * Windows and macOS from 49152): none of those takes one between the look and the use.
 * @throws {OperatorError} when none is free
 */
export const findFreePort = createPortFinder({ from: 20_000, below: 32_768 })

function listenOnce(host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const probe = net.createServer()
    probe.once('error', resolve)
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(undefined)))
  })
}

function describe(failure: NodeJS.ErrnoException, host: string, port: number): string {
  if (failure.code === 'EADDRINUSE') {
    return `Port ${port} is already used by another program. Close that one, or set PORT to another number, such as PORT=${port === 65_535 ? 8000 : port + 1}.`
  }
  if (failure.code === 'EACCES')
    return `Port ${port} needs more rights than this user has. Set PORT to a number above 1023, such as PORT=8000.`
  return `Cannot listen on HOST=${host}, port ${port}: ${failure.message}. Set HOST to an address of this machine, such as HOST=127.0.0.1.`
}
