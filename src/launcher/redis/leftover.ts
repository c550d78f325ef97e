import { realpathSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { isLocalPortFree } from '../address.ts'

const endDeadlineMs = 10_000

/**
 * Ends a redis-server that was started for this folder and lost its guard (both guard and supervisor were killed): two of them on
 * one append-only file would ruin it. A Redis that works in another folder is left alone.
 */
export async function endLeftoverServer(port: number, folder: string): Promise<void> {
  if (await isLocalPortFree(port)) return
  const client = new Redis({
    host: '127.0.0.1',
    port,
    lazyConnect: true,
    retryStrategy: null,
    maxRetriesPerRequest: 0,
    commandTimeout: 3_000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const [, itsFolder] = await client.config('GET', 'dir')
    if (itsFolder !== realpathSync(folder)) return
    await client.shutdown().catch(() => undefined)
    await untilFree(port)
  } catch {
    // Not a Redis, or not ours: whoever needs the port will say that it is taken.
  } finally {
    client.disconnect()
  }
}

async function untilFree(port: number): Promise<void> {
  const deadline = Date.now() + endDeadlineMs
  while (!(await isLocalPortFree(port)) && Date.now() < deadline) await delay(50)
}
