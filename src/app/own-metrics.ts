import type { Server } from 'node:http'
import { outboxDepth } from '../platform/jobs/outbox-depth.ts'
import type { Metrics } from '../platform/metrics/metrics.ts'
import { serveMetrics } from '../platform/metrics/serve-metrics.ts'
import type { Services } from '../platform/services.ts'
import type { Ground } from './ground.ts'

/** What a web process is asked for at each scrape beside its own: what is the same whichever process says it. */
export function observeAll(metrics: Metrics, { claims, db, jobs }: Services, socketsConnected: () => number): void {
  metrics.observe({
    socketsConnected,
    peopleOnline: () => claims.count(),
    async queueJobs() {
      const depths = await jobs.depths()
      const byState = depths?.map(({ queue, ...states }) =>
        Object.entries(states).map(([state, count]) => ({ queue, state, jobs: count })),
      )
      return byState?.flat() ?? null
    },
    async outboxRows() {
      const { waiting, setAside } = await outboxDepth(db)
      return [
        { state: 'waiting', rows: waiting },
        { state: 'set_aside', rows: setAside },
      ]
    },
  })
}

/** Serves the metrics of a process without pages, `place` ports above METRICS_PORT. Where that is not set it opens no port. */
export async function serveOwnMetrics({ config, metrics }: Ground, place: number): Promise<Server | undefined> {
  const { host, metricsPort, metricsToken: token } = config
  return metricsPort === undefined ? undefined : serveMetrics(metrics, { host, port: metricsPort + place, token })
}
