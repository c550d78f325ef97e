import { databaseFacts } from '../platform/db/index.ts'
import { outboxDepth } from '../platform/jobs/outbox-depth.ts'
import type { LastRun } from '../platform/jobs/last-runs.ts'
import type { Services } from '../platform/services.ts'
import type { Shown } from './model.ts'
import { stateOf } from './shown.ts'

/** A recurring job that has not run for this long has nobody to run it: the most frequent one is due every five seconds. */
const silentAfterMs = 60_000

/** One line of how the installation is doing. */
export interface HealthLine {
  name: string
  shown: Shown
  href?: string
}

/** A recurring job's last run. */
export interface RunLine {
  name: string
  at: Date
  shown: Shown
}

export interface Health {
  lines: HealthLine[]
  runs: RunLine[]
}

/** How the installation is doing. What Redis knows is unknown while it is away; the page is drawn all the same. */
export async function readHealth({ db, jobs, claims, version, redisVersion }: Services): Promise<Health> {
  const [database, redis, depths, runs, peopleHere, { waiting, setAside }] = await Promise.all([
    databaseFacts(db),
    redisVersion(),
    jobs.depths(),
    jobs.lastRuns(),
    claims.count(),
    outboxDepth(db),
  ])
  const kind = database.kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'
  const lines: HealthLine[] = [
    { name: 'People here now', shown: peopleHere ?? unknown },
    { name: 'Database', shown: stateOf('good', `${kind} ${database.version}, ${inMegabytes(database.bytes)}`) },
    { name: 'Redis', shown: redis === null ? stateOf('bad', 'Does not answer') : stateOf('good', redis) },
    { name: 'Schedule', shown: scheduleState(runs) },
    ...(depths ?? []).map(({ queue, waiting: queued, active, failed: failedJobs }) => ({
      name: `Queue “${queue}”`,
      shown: failedJobs > 0 ? stateOf('warn', `${failedJobs} failed`) : stateOf('good', `${queued + active} to do`),
      href: '/admin/queues/',
    })),
    { name: 'Waiting in the outbox', shown: waiting, href: '/admin/outbox/?state=waiting' },
    {
      name: 'Failed for good',
      shown: setAside > 0 ? stateOf('bad', String(setAside)) : stateOf('good', '0'),
      href: '/admin/outbox/?state=failed',
    },
    { name: 'TaskFlow', shown: version },
    { name: 'Node.js', shown: process.versions.node },
  ]
  return { lines, runs: (runs ?? []).map(asLine) }
}

const unknown = stateOf('warn', 'Not known just now')

function scheduleState(runs: LastRun[] | null): Shown {
  if (!runs) return unknown
  const last = Math.max(0, ...runs.map(({ startedAt }) => startedAt.getTime()))
  return Date.now() - last < silentAfterMs ? stateOf('good', 'Running') : stateOf('bad', 'Has not run for a minute')
}

function asLine({ job, startedAt, durationMs, failure }: LastRun): RunLine {
  const shown = failure === null ? stateOf('good', `${Math.round(durationMs)} ms`) : stateOf('bad', failure)
  return { name: job, at: startedAt, shown }
}

function inMegabytes(bytes: number): string {
  const megabytes = bytes / 1024 / 1024
  return megabytes < 10 ? `${megabytes.toFixed(1)} MB` : `${Math.round(megabytes)} MB`
}
