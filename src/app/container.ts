import path from 'node:path'
import type { Redis } from 'ioredis'
import { findRedisUrl } from '../launcher/redis/index.ts'
import { migrate, openDatabase, warmUp, type Db } from '../platform/db/index.ts'
import { createJobQueue, type JobQueue } from '../platform/jobs/queue.ts'
import { createLimits } from '../platform/limits.ts'
import type { AccessChanges } from '../platform/live/access-changes.ts'
import type { ChangeFeed } from '../platform/live/feed.ts'
import { createLog, type Log } from '../platform/log.ts'
import { connectRedis, type RedisUse } from '../platform/redis.ts'
import type { Services } from '../platform/services.ts'
import { createViews } from '../platform/views/views.ts'
import { projectRoot, type Config } from './config.ts'

/** What every process stands on: its log, and a way to Redis under this installation's own prefix. */
export interface Ground {
  config: Config
  log: Log
  /** Keeps the keys of this installation apart from others' in the same Redis. */
  prefix: string
  redisUrl: string
  /** Opens a connection; all of them are closed by `close`. */
  redis(use: RedisUse): Redis
  close(): Promise<void>
}

/** Brings the database up to date and finds Redis. Opens no Prisma client: the scheduler does without. */
export async function openGround(processName: string, config: Config): Promise<Ground> {
  const log = createLog(processName, config.logLevel)
  const [{ applied, installationId }, redisUrl] = await Promise.all([migrate(config.databaseUrl), findRedisUrl(config)])
  if (applied.length > 0) log.info({ applied }, 'migrated the database')
  const connections: Redis[] = []
  return {
    config,
    log,
    prefix: `taskflow:${installationId}`,
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

/** How a process reaches the sockets of the web processes. */
export interface Reach {
  feed: ChangeFeed
  accessChanges: AccessChanges
}

export interface Store {
  db: Db
  jobs: JobQueue
}

/** Opens the database and the job queue. */
export async function openStore({ config, log, prefix, redis }: Ground): Promise<Store> {
  const db = await openDatabase(config.databaseUrl)
  await warmUp(db)
  return { db, jobs: createJobQueue(redis('queue'), prefix, log) }
}

/** Puts together what the slices are given. */
export function composeServices(ground: Ground, { db, jobs }: Store, reach: Reach, limitsRedis: Redis): Services {
  const { config, log, prefix } = ground
  return {
    db,
    log,
    jobs,
    ...reach,
    views: createViews(path.join(projectRoot, 'views'), path.join(projectRoot, 'public/build/manifest.json')),
    limits: createLimits(limitsRedis, prefix),
    settings: { registrationOpen: config.registrationOpen, postsPerMinute: config.postsPerMinute },
  }
}
