import { Redis } from 'ioredis'

const pingDeadlineMs = 3_000

/**
 * Asks the Redis at `url` for a PONG, once, within 3 s.
 * @returns undefined when it answered, else why not; never with the password of the URL
 */
export async function whyNoPong(url: string): Promise<string | undefined> {
  let client: Redis | undefined
  let reason: string | undefined
  try {
    client = new Redis(url, {
      lazyConnect: true,
      retryStrategy: null,
      enableReadyCheck: false,
      maxRetriesPerRequest: 0,
      connectTimeout: pingDeadlineMs,
      commandTimeout: pingDeadlineMs,
    })
    client.on('error', (error) => (reason ??= error.message))
    await client.connect()
    const answer = await client.ping()
    return answer === 'PONG' ? undefined : 'it does not answer PING as Redis does'
  } catch (error) {
    return reason ?? (error instanceof Error ? error.message : String(error))
  } finally {
    client?.disconnect()
  }
}

/** @returns `host:port` of a Redis URL, without user and password */
export function hostAndPort(url: string): string {
  try {
    const { hostname, port } = new URL(url)
    return `${hostname || '127.0.0.1'}:${port || '6379'}`
  } catch {
    return 'the given address'
  }
}
