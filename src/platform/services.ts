import type { Claims } from './claims/claims.ts'
import type { Db } from './db/index.ts'
import type { JobQueue } from './jobs/queue.ts'
import type { Limits } from './limits.ts'
import type { Broadcast, ChangeFeed } from './live/feed.ts'
import type { AccessChanges } from './live/access-changes.ts'
import type { Log } from './log.ts'
import type { Views } from './views/views.ts'

/** What the administrator has set and slices need to know. */
export interface Settings {
  registrationOpen: boolean
  /** How many messages one person may post. */
  postsPerMinute: number
  /** For how many days a notification that was read is kept. */
  notificationsKeptDays: number
}

/** What a process offers to the slices that run in it. */
export interface Services {
  readonly db: Db
  readonly log: Log
  readonly views: Views
  readonly feed: ChangeFeed
  /** Tells something passing (typing, presence, counts): it may get lost, and nothing durable depends on it. */
  readonly tell: Broadcast
  readonly accessChanges: AccessChanges
  readonly jobs: JobQueue
  readonly limits: Limits
  /** What this process says of its own (who is here), and what all of them say. */
  readonly claims: Claims
  readonly settings: Settings
  /** TaskFlow's own version, such as `0.1.0`. */
  readonly version: string
  /** Which Redis it is, such as `7.0.15` or `Valkey 8.1.1`; null while it is away. */
  redisVersion(): Promise<string | null>
}
