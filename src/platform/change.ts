import { insertMany, isExpiredTransaction, type Db, type OutboxEntry, type Tx } from './db/index.ts'
import { Unavailable } from './errors.ts'
import type { OutboxContract } from './jobs/job.ts'
import { outboxEntry } from './jobs/outbox-entry.ts'
import type { ChannelName, LiveChange } from './live/channel.ts'
import type { Services } from './services.ts'

/** A durable change being made: writes go through `tx`; what must follow from it is announced or put into the outbox. */
export interface Draft {
  readonly tx: Tx
  /** Tells a channel about the change once it is committed. `describe` runs when it is told, outside the transaction: it may render. */
  announce(channel: ChannelName, describe: () => LiveChange): void
  /** Writes an outbox row in this transaction: the job will be done at least once, whatever dies meanwhile. */
  enqueue<Payload>(job: OutboxContract<Payload>, payload: Payload): void
  /** Runs after the commit, e.g. to put a removed member out of a channel. */
  afterCommit(run: () => void): void
}

export interface ChangeOptions {
  /** How long the transaction may take; ten seconds unless said otherwise. */
  timeoutMs?: number
}

/**
 * Runs `make` in one transaction. After its commit, and only then, the announcements are broadcast and the outbox rows handed to
 * the job queue. Neither can fail the change: a lost broadcast is caught up by version, a lost hand-over by the outbox sweep.
 * @throws {Unavailable} when it could not be done within its time: nothing was changed
 */
export async function change<Result>(
  services: Pick<Services, 'db' | 'feed' | 'jobs' | 'log'>,
  make: (draft: Draft) => Promise<Result>,
  { timeoutMs = transactionLimits.timeout }: ChangeOptions = {},
): Promise<Result> {
  const announcements = new Map<ChannelName, (() => LiveChange)[]>()
  const followUps: (() => void)[] = []
  const entries: OutboxEntry[] = []
  const result = await inTransaction(
    services.db,
    async (tx) => {
      const made = await make({
        tx,
        announce: (channel, describe) => {
          const descriptions = announcements.get(channel)
          if (descriptions) descriptions.push(describe)
          else announcements.set(channel, [describe])
        },
        enqueue: (job, payload) => entries.push(outboxEntry(job, payload)),
        afterCommit: (run) => followUps.push(run),
      })
      await insertMany(tx, 'OutboxEntry', entries)
      return made
    },
    timeoutMs,
  )
  for (const [channel, descriptions] of announcements)
    runAfterCommit(() => publish(services, channel, descriptions), services)
  const handOver = (): void => services.jobs.handOver(entries)
  for (const step of [...followUps, handOver]) runAfterCommit(step, services)
  return result
}

// What one commit says on a channel goes out together: its parts may share a version, and a client drops a version it has seen.
function publish(
  services: Pick<Services, 'feed' | 'log'>,
  channel: ChannelName,
  descriptions: (() => LiveChange)[],
): void {
  services.feed.publish(channel, () => {
    const changes: LiveChange[] = []
    for (const describe of descriptions) runAfterCommit(() => changes.push(describe()), services)
    return changes
  })
}

// The change is made: whoever asked is not told otherwise, and one step that fails must not keep the others from happening.
function runAfterCommit(step: () => void, { log }: Pick<Services, 'log'>): void {
  try {
    step()
  } catch (error) {
    log.error({ err: error }, 'a step after a commit failed')
  }
}

// Waiting for SQLite's one writer is normal under load; a transaction itself is short.
const transactionLimits = { maxWait: 10_000, timeout: 10_000 }

async function inTransaction<Result>(db: Db, run: (tx: Tx) => Promise<Result>, timeout: number): Promise<Result> {
  try {
    return await db.$transaction(run, { ...transactionLimits, timeout })
  } catch (error) {
    throw isExpiredTransaction(error) ? new Unavailable(undefined, error) : error
  }
}
