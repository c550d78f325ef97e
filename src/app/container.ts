import path from 'node:path'
import type { Redis } from 'ioredis'
import { createClaims } from '../platform/claims/claims.ts'
import { openDatabase, warmUp, type Db } from '../platform/db/index.ts'
import { createJobQueue, type JobQueue } from '../platform/jobs/queue.ts'
import { createLimits } from '../platform/limits.ts'
import { redisVersion } from '../platform/redis.ts'
import type { AccessChanges } from '../platform/live/access-changes.ts'
import type { Broadcast, ChangeFeed } from '../platform/live/feed.ts'
import type { Services } from '../platform/services.ts'
import { createViews } from '../platform/views/views.ts'
import { projectRoot, taskflowVersion } from './config.ts'
import type { Ground } from './ground.ts'

/** How a process reaches the sockets of the web processes. */
export interface Reach {
  feed: ChangeFeed
  tell: Broadcast
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

/**
 * Puts together what the slices are given.
 * @param redis a connection that gives up soon while Redis is away
 */
export function composeServices(ground: Ground, { db, jobs }: Store, reach: Reach, redis: Redis): Services {
  const { config, log, metrics, prefix } = ground
  return {
    db,
    log,
    jobs,
    ...reach,
    views: createViews(path.join(projectRoot, 'views'), path.join(projectRoot, 'public/build/manifest.json')),
    limits: createLimits(redis, prefix, metrics.refused),
    claims: createClaims(redis, prefix, log),
    settings: {
      registrationOpen: config.registrationOpen,
      postsPerMinute: config.postsPerMinute,
      notificationsKeptDays: config.notificationsKeptDays,
    },
    version: taskflowVersion,
    redisVersion: () => redisVersion(redis),
  }
}
