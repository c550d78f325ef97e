import { Redis, type RedisOptions } from 'ioredis'
import type { Log } from './log.ts'

/** What a connection is for decides how it behaves while Redis is away. */
export type RedisUse = 'sessions' | 'queue' | 'worker' | 'publisher' | 'subscriber'

const reconnectDelayMs = (attempt: number): number => Math.min(50 * 2 ** Math.min(attempt, 5), 1000)

// Without `replyMapping`, which the library types differently from place to place.
type ConnectionOptions = Omit<RedisOptions, 'replyMapping'>

const behaviour: Record<RedisUse, ConnectionOptions> = {
  // A page that needs the session says so soon instead of hanging.
  sessions: { maxRetriesPerRequest: 1, commandTimeout: 2000 },
  // Handing over a job may fail: the outbox sweep hands it over again.
  queue: { maxRetriesPerRequest: 1, enableOfflineQueue: false, commandTimeout: 3000 },
  // Blocking commands wait for as long as it takes.
  worker: { maxRetriesPerRequest: null },
  // What is told in one turn of the event loop goes out by one system call.
  publisher: { maxRetriesPerRequest: null, enableAutoPipelining: true },
  subscriber: { maxRetriesPerRequest: null },
}

/** A connection to Redis that reconnects for ever, at most a second apart, and reports an outage once, not at each attempt. */
export function connectRedis(url: string, use: RedisUse, log: Log): Redis {
  const options: ConnectionOptions = {
    ...behaviour[use],
    retryStrategy: reconnectDelayMs,
    connectionName: `taskflow-${use}`,
  }
  const client = new Redis(url, options)
  reportOutages(client, use, log)
  if (use === 'publisher') dropWhileAway(client)
  if (use === 'subscriber') endSubscriptionsQuietly(client)
  return client
}

/**
 * Asks which Redis it is.
 * @returns such as `7.0.15` or `Valkey 8.1.1`; null while it is away
 */
export async function redisVersion(client: Redis): Promise<string | null> {
  if (client.status !== 'ready') return null
  const text = await client.info('server').catch(() => '')
  // Valkey says of itself which version of Redis it stands in for, too.
  const valkey = /^valkey_version:(\S+)/m.exec(text)?.[1]
  return valkey === undefined ? (/^redis_version:(\S+)/m.exec(text)?.[1] ?? null) : `Valkey ${valkey}`
}

function reportOutages(client: Redis, use: RedisUse, log: Log): void {
  let isAway = false
  client.on('error', (error: Error) => {
    if (isAway) return
    isAway = true
    log.warn({ use, reason: error.message }, 'Redis does not answer; trying again until it does')
  })
  client.on('ready', () => {
    if (isAway) log.info({ use }, 'Redis answers again')
    isAway = false
  })
}

// Broadcasts that pile up during an outage would arrive stale, all at once, to clients that have caught up from the database.
function dropWhileAway(client: Redis): void {
  const publish = client.publish.bind(client)
  client.publish = (channel: string | Buffer, message: string | Buffer) =>
    client.status === 'ready' ? publish(channel, message).catch(() => 0) : Promise.resolve(0)
}

// The socket adapter waits for none of these: cut off on the way, as by a stop, one would be an unhandled rejection and end the
// process with an error.
function endSubscriptionsQuietly(client: Redis): void {
  for (const name of ['subscribe', 'psubscribe', 'unsubscribe', 'punsubscribe'] as const) {
    const send = client[name].bind(client) as (...channels: unknown[]) => Promise<unknown>
    Object.assign(client, { [name]: (...channels: unknown[]) => send(...channels).catch(() => undefined) })
  }
}
