import type { Running } from '../platform/lifecycle.ts'
import { startScheduler } from '../platform/jobs/recurring.ts'
import { createLog, logLifecycle } from '../platform/log.ts'
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
  const scheduler = startScheduler(schedule, ground.redis('queue'), ground.prefix, ground.log)
  const metricsServer = await serveOwnMetrics(ground, 1)
  logLifecycle(ground.log, 'scheduling', { jobs: Object.keys(schedule), version: taskflowVersion })
  return {
    async stop() {
      metricsServer?.close()
      await scheduler.close()
      await ground.close()
      logLifecycle(ground.log, 'stopped')
    },
  }
}
