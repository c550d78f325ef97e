import type { Running } from '../platform/lifecycle.ts'
import { startScheduler } from '../platform/jobs/recurring.ts'
import { serveHealth } from '../platform/health-server.ts'
import { createLog } from '../platform/log.ts'
import { createReadiness } from '../platform/readiness.ts'
import type { Config } from './config.ts'
import { openGround } from './ground.ts'
import { schedule } from './schedule.ts'

/** The process that says what is due. It does nothing itself: the workers do. */
export async function startSchedulerProcess(
  config: Config,
  log = createLog('scheduler', config.logLevel),
): Promise<Running> {
  const ground = await openGround(config, log)
  const redis = ground.redis('queue')
  const scheduler = startScheduler(schedule, redis, ground.prefix, ground.log)
  const readiness = createReadiness({ redis: () => redis.ping() })
  const health = await serveHealth(readiness, { host: config.host, port: config.healthPort })
  ground.log.debug({ jobs: Object.keys(schedule) }, 'scheduling')
  return {
    async stop() {
      readiness.stop()
      await scheduler.close()
      health.close()
      await ground.close()
    },
  }
}
