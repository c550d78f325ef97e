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

/** @returns a port of 127.0.0.1 that nobody listens on now */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      if (typeof address !== 'object' || !address) return reject(new Error('the probe has no port'))
      probe.close(() => resolve(address.port))
    })
  })
}

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
