import type { Running } from '../platform/lifecycle.ts'
import { startScheduler } from '../platform/jobs/recurring.ts'
import { serveHealth } from '../platform/health-server.ts'
import { createLog, logLifecycle } from '../platform/log.ts'
import { createReadiness } from '../platform/readiness.ts'
import { taskflowVersion, type Config } from './config.ts'
import { openGround } from './ground.ts'
import { serveOwnMetrics } from './own-metrics.ts'
import { schedule } from './schedule.ts'

/** The process that says what is due. It does nothing itself: the workers do. */
export async function startSchedulerProcess(
  config: Config,
  log = createLog('scheduler', config.logLevel),
): Promise<Running> {
  const ground = await openGround(config, log, 'scheduler')
  const redis = ground.redis('queue')
  const scheduler = startScheduler(schedule, redis, ground.prefix, ground.log)
  const readiness = createReadiness({ redis: () => redis.ping() })
  const health = await serveHealth(readiness, { host: config.host, port: config.healthPort })
  const metricsServer = await serveOwnMetrics(ground, 1)
  logLifecycle(ground.log, 'scheduling', { jobs: Object.keys(schedule), version: taskflowVersion })
  return {
    async stop() {
      readiness.stop()
      metricsServer?.close()
      await scheduler.close()
      health.close()
      await ground.close()
      logLifecycle(ground.log, 'stopped')
    },
  }
}
