import { setTimeout as delay } from 'node:timers/promises'
import type { Config } from '../../app/config.ts'
import { OperatorError } from '../../platform/lifecycle.ts'
import { findInstance } from '../instance.ts'
import { findRedisServer } from './binary.ts'
import { endLeftoverServer } from './leftover.ts'
import { hostAndPort, whyNoPong } from './ping.ts'
import { choosePort, redisFolder } from './port.ts'

export const usualRedisUrl = 'redis://127.0.0.1:6379'

/** Set by a supervisor for its processes: their Redis is being started beside them. */
export const redisStartsVariable = 'TASKFLOW_REDIS_STARTS'
/** A process goes on without a Redis that takes longer: it is used to one that is away, and may be asked to stop meanwhile. */
const startDeadlineMs = 5_000
const askEveryMs = 25

/** A Redis to use. `processToRun` is there when it has to be started, and kept running, for us. */
export interface RedisChoice {
  url: string
  /** What is told to whoever starts TaskFlow. */
  description: string
  processToRun?: { entry: 'redis-guard' | 'embedded-redis'; args: string[] }
  /** Ends what a killed `processToRun` may have left behind; after it has ended. */
  endLeftover?: () => Promise<void>
}

/**
 * Chooses the Redis of a whole instance. The first of: REDIS_URL; one that answers on 127.0.0.1:6379; a `redis-server` or
 * `valkey-server` on PATH, started for us; the embedded Valkey.
 *
 * TASKFLOW_REDIS=found | server | embedded takes that link of the chain and no other (for tests, and to try one out).
 * @throws {OperatorError} when REDIS_URL does not answer, or the link asked for is not there
 */
export async function chooseRedis(config: Config): Promise<RedisChoice> {
  const only = process.env['TASKFLOW_REDIS']
  if (only) return chooseOnly(only, config.dataDir)
  if (config.redisUrl) return await given(config.redisUrl)
  return (await found()) ?? (await server(config.dataDir)) ?? (await embedded(config.dataDir))
}

/**
 * Finds the Redis for a process that may have been started alone: REDIS_URL (which the supervisor sets for its processes), else
 * the one of the instance that runs on this DATA_DIR, else one that answers on 127.0.0.1:6379.
 * @throws {OperatorError} when there is none
 */
export async function findRedisUrl(config: Config): Promise<string> {
  if (config.redisUrl) {
    if (process.env[redisStartsVariable]) await untilPong(config.redisUrl, startDeadlineMs)
    return config.redisUrl
  }
  const instance = await findInstance(config.dataDir)
  if (instance?.redisUrl) return instance.redisUrl
  if ((await whyNoPong(usualRedisUrl)) === undefined) return usualRedisUrl
  throw new OperatorError(
    'No Redis found. Set REDIS_URL, such as REDIS_URL=redis://127.0.0.1:6379, or run `npm start`, which brings one.',
  )
}

async function chooseOnly(link: string, dataDir: string): Promise<RedisChoice> {
  if (link === 'embedded') return embedded(dataDir)
  const choice = link === 'found' ? await found() : link === 'server' ? await server(dataDir) : undefined
  if (choice) return choice
  throw new OperatorError(`TASKFLOW_REDIS=${link} is not possible here: no such Redis was found.`)
}

async function given(url: string): Promise<RedisChoice> {
  const reason = await whyNoPong(url)
  if (reason === undefined) return { url, description: `REDIS_URL (${hostAndPort(url)})` }
  throw new OperatorError(
    `Redis does not answer at ${hostAndPort(url)} (${reason}). Start it, correct REDIS_URL, or unset REDIS_URL to use one brought along.`,
  )
}

async function found(): Promise<RedisChoice | undefined> {
  if ((await whyNoPong(usualRedisUrl)) !== undefined) return undefined
  return { url: usualRedisUrl, description: 'the one found on 127.0.0.1:6379' }
}

async function server(dataDir: string): Promise<RedisChoice | undefined> {
  const binary = findRedisServer()
  if (!binary) return undefined
  const port = await choosePort(dataDir)
  return {
    url: `redis://127.0.0.1:${port}`,
    description: `${binary} on 127.0.0.1:${port}`,
    processToRun: { entry: 'redis-guard', args: [binary, String(port), redisFolder(dataDir)] },
    endLeftover: () => endLeftoverServer(port, redisFolder(dataDir)),
  }
}

async function embedded(dataDir: string): Promise<RedisChoice> {
  const port = await choosePort(dataDir)
  return {
    url: `redis://127.0.0.1:${port}`,
    description: `the embedded Valkey on 127.0.0.1:${port} (for trying out; set REDIS_URL in production)`,
    processToRun: { entry: 'embedded-redis', args: [String(port), redisFolder(dataDir)] },
  }
}

async function untilPong(url: string, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs
  while ((await whyNoPong(url)) !== undefined && performance.now() < deadline) await delay(askEveryMs)
}
