import { startCheckpoints } from '../platform/db/index.ts'
import type { Running } from '../platform/lifecycle.ts'
import { startOutboxWorker } from '../platform/jobs/outbox-worker.ts'
import { startScheduleWorker } from '../platform/jobs/recurring.ts'
import { createAccessChanges } from '../platform/live/access-changes.ts'
import { createEmitter } from '../platform/live/emitter.ts'
import { tellAfterOutage } from '../platform/live/heal-after-outage.ts'
import { createChangeFeed } from '../platform/live/feed.ts'
import { serveHealth } from '../platform/health-server.ts'
import { createLog, logLifecycle } from '../platform/log.ts'
import { createReadiness } from '../platform/readiness.ts'
import type { Config } from './config.ts'
import { composeServices, openStore } from './container.ts'
import { openGround } from './ground.ts'
import { serveOwnMetrics } from './own-metrics.ts'
import { outboxJobs } from './outbox-jobs.ts'
import { recurringJobs } from './recurring-jobs.ts'

/** A worker's connection blocks while it waits for a job: its end is not awaited for longer than this. */
const closeWithinMs = 5000

/** The process that does what changes owe, and what the schedule asks for. */
export async function startWorker(config: Config, log = createLog('worker', config.logLevel)): Promise<Running> {
  const ground = await openGround(config, log, 'worker')
  const store = await openStore(ground)
  const stopCheckpoints = await startCheckpoints(config.databaseUrl, ground.log)
  const publisher = ground.redis('publisher')
  const { broadcast: tell, notify } = createEmitter(publisher, ground.prefix)
  tellAfterOutage(publisher, () => notify({ kind: 'broadcasts-lost' }))
  const reach = {
    feed: createChangeFeed(tell, ground.metrics.broadcast),
    tell,
    accessChanges: createAccessChanges(notify),
  }
  const redis = ground.redis('sessions')
  const services = composeServices(ground, store, reach, redis)
  const readiness = createReadiness({ database: () => store.db.$queryRaw`SELECT 1`, redis: () => redis.ping() })
  const shared = { prefix: ground.prefix, connection: ground.redis('worker') }
  services.claims.watchDeaths(() => notify({ kind: 'broadcasts-lost' }))
  const onRun = ground.metrics.ran
  const workers = [
    startOutboxWorker(services, outboxJobs, { ...shared, concurrency: config.workerConcurrency, onRun }),
    startScheduleWorker(services, recurringJobs, { ...shared, connection: ground.redis('worker'), onRun }),
  ]
  const health = await serveHealth(readiness, { host: config.host, port: config.healthPort })
  const metricsServer = await serveOwnMetrics(ground, 0)
  logLifecycle(ground.log, 'working', { concurrency: config.workerConcurrency, version: services.version })

  return {
    async stop() {
      readiness.stop()
      // Jobs under way are finished; while Redis is away, closing would wait for it for ever.
      await Promise.race([Promise.all(workers.map((worker) => worker.close())), pause(closeWithinMs)])
      health.close()
      metricsServer?.close()
      stopCheckpoints()
      services.feed.flush()
      services.claims.close()
      await services.claims.farewell()
      await store.jobs.close()
      await ground.close()
      await store.db.$disconnect()
      logLifecycle(ground.log, 'stopped')
    },
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}
