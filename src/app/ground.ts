import type { Redis } from 'ioredis'
import { findRedisUrl } from '../launcher/redis/index.ts'
import { migrate } from '../platform/db/index.ts'
import type { Log } from '../platform/log.ts'
import { createMetrics, type Metrics } from '../platform/metrics/metrics.ts'
import { connectRedis, type RedisUse } from '../platform/redis.ts'
import type { Config } from './config.ts'

/** What every process stands on: its log, and a way to Redis under this installation's own prefix. */
export interface Ground {
  config: Config
  log: Log
  metrics: Metrics
  /** Keeps the keys of this installation apart from others' in the same Redis. */
  prefix: string
  /** Of the session. A browser sends a host's cookies to all its ports: two installations on one host must not share a name. */
  cookieName: string
  redisUrl: string
  /** Opens a connection; all of them are closed by `close`. */
  redis(use: RedisUse): Redis
  close(): Promise<void>
}

/** Brings the database up to date and finds Redis. Opens no Prisma client: the scheduler does without. */
export async function openGround(config: Config, log: Log, processName: string): Promise<Ground> {
  const [{ applied, installationId }, redisUrl] = await Promise.all([migrate(config.databaseUrl), findRedisUrl(config)])
  if (applied.length > 0) log.debug({ applied }, 'migrated the database')
  const metrics = createMetrics(processName)
  if (config.metricsToken !== undefined) await metrics.start()
  const connections: Redis[] = []
  return {
    config,
    log,
    metrics,
    prefix: `taskflow:${installationId}`,
    cookieName: `taskflow-${installationId.slice(-6)}`,
    redisUrl,
    redis(use) {
      const connection = connectRedis(redisUrl, use, log)
      connections.push(connection)
      return connection
    },
    async close() {
      for (const connection of connections) connection.disconnect()
    },
  }
}
