import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Gauges, Metrics } from './metrics.ts'

/** What counts, once prom-client is loaded. */
export type Instruments = Pick<Metrics, 'answered' | 'broadcast' | 'refused' | 'ran' | 'render'>

/** Pages take a few milliseconds; what takes more than some seconds is broken. */
const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
/** Anyone may send a method of their own making. */
const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Loaded by `createMetrics` when it is needed. */
export function createInstruments(process: string, gauges: Gauges): Instruments {
  const register = new Registry()
  register.setDefaultLabels({ process })
  collectDefaultMetrics({ register })
  const registers = [register]
  const requests = new Histogram({
    name: 'taskflow_http_request_duration_seconds',
    help: 'HTTP requests that were answered: pages, forms and the JSON API; not built files, health checks and sockets.',
    labelNames: ['method', 'route', 'status'],
    buckets: durationBuckets,
    registers,
  })
  const events = new Counter({
    name: 'taskflow_broadcast_events_total',
    help: 'Events sent to channels; one carries all changes that were gathered, to all who follow the channel.',
    registers,
  })
  const changes = new Counter({
    name: 'taskflow_changes_broadcast_total',
    help: 'Durable changes told on channels, by type: message:posted and comment:posted are the posts.',
    labelNames: ['type'],
    registers,
  })
  const refusals = new Counter({
    name: 'taskflow_rate_limit_refusals_total',
    help: 'Deeds refused because they came too fast, by the name of the limit.',
    labelNames: ['limit'],
    registers,
  })
  const jobs = new Counter({
    name: 'taskflow_jobs_total',
    help: 'Attempts to do a job of the outbox or of the schedule, by how they ended.',
    labelNames: ['queue', 'job', 'outcome'],
    registers,
  })
  addGauges(registers, gauges)
  return {
    answered({ method, route, status, seconds }) {
      requests.observe({ method: knownMethods.has(method) ? method : 'other', route, status }, seconds)
    },
    broadcast(types) {
      events.inc()
      for (const type of types) changes.inc({ type })
    },
    refused: (limit) => refusals.inc({ limit }),
    ran: (queue, job, outcome) => jobs.inc({ queue, job, outcome }),
    async render() {
      return { contentType: register.contentType, text: await register.metrics() }
    },
  }
}

// What is not known just now is left out: a 0 would say that all is well.
function addGauges(registers: Registry[], { socketsConnected, peopleOnline, queueJobs, outboxRows }: Gauges): void {
  if (socketsConnected) {
    new Gauge({
      name: 'taskflow_sockets_connected',
      help: 'Sockets connected to this process.',
      registers,
      collect() {
        this.set(socketsConnected())
      },
    })
  }
  if (peopleOnline) {
    new Gauge({
      name: 'taskflow_people_online',
      help: 'People with a page open, over all processes.',
      registers,
      async collect() {
        const count = await peopleOnline()
        if (count === null) this.remove()
        else this.set(count)
      },
    })
  }
  if (queueJobs) {
    new Gauge({
      name: 'taskflow_queue_jobs',
      help: 'Jobs in the queues, by state, over all processes.',
      labelNames: ['queue', 'state'],
      registers,
      async collect() {
        const depths = await queueJobs()
        this.reset()
        for (const { queue, state, jobs } of depths ?? []) this.set({ queue, state }, jobs)
      },
    })
  }
  if (outboxRows) {
    new Gauge({
      name: 'taskflow_outbox_rows',
      help: 'Rows of the outbox: waiting to be done, or set aside because their job failed for the last time.',
      labelNames: ['state'],
      registers,
      async collect() {
        const states = await outboxRows().catch(() => [])
        this.reset()
        for (const { state, rows } of states) this.set({ state }, rows)
      },
    })
  }
}
