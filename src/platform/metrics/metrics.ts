import type { Instruments } from './instruments.ts'

/** One HTTP request that was answered. */
export interface AnsweredRequest {
  method: string
  /** The pattern of the route, such as `/boards/:boardId/`: never the address, which may hold a token and has no end of values. */
  route: string
  status: number
  seconds: number
}

export type JobOutcome = 'done' | 'failed'

/** What is asked at each scrape, as the process that serves it knows it. */
export interface Gauges {
  socketsConnected?: () => number
  /** Rows of the outbox by state; the state of the queues and who is here: the same whichever web process is asked. */
  peopleOnline?: () => Promise<number | null>
  queueJobs?: () => Promise<{ queue: string; state: string; jobs: number }[] | null>
  outboxRows?: () => Promise<{ state: string; rows: number }[]>
}

/**
 * What this process counts for Prometheus. prom-client, which does it, takes some megabytes: it is loaded when somebody asks for the first
 * time, and until then counting costs nothing and is forgotten. Where it is known that somebody will ask, `start` has it count from
 * the beginning.
 */
export interface Metrics {
  start(): Promise<void>
  answered(request: AnsweredRequest): void
  /** Changes that went out as one event to those who follow a channel. */
  broadcast(types: string[]): void
  /** Somebody was told that they are too fast. */
  refused(limit: string): void
  ran(queue: string, job: string, outcome: JobOutcome): void
  /** Adds what is to be asked at each scrape. */
  observe(gauges: Gauges): void
  /** Everything, in Prometheus's text format. */
  render(): Promise<{ contentType: string; text: string }>
}

/** @param process as in the logs: web, worker or scheduler; every metric carries it as a label */
export function createMetrics(process: string): Metrics {
  const gauges: Gauges = {}
  let instruments: Instruments | undefined
  let loading: Promise<Instruments> | undefined
  const load = (): Promise<Instruments> =>
    (loading ??= import('./instruments.ts').then(
      ({ createInstruments }) => (instruments = createInstruments(process, gauges)),
    ))
  return {
    async start() {
      await load()
    },
    answered: (request) => instruments?.answered(request),
    broadcast: (types) => instruments?.broadcast(types),
    refused: (limit) => instruments?.refused(limit),
    ran: (queue, job, outcome) => instruments?.ran(queue, job, outcome),
    observe: (more) => void Object.assign(gauges, more),
    async render() {
      return (await load()).render()
    },
  }
}
