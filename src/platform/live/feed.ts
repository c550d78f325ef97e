import type { ChannelName, LiveChange } from './channel.ts'
import { createRate } from './rate.ts'

/**
 * Sends an event to all sockets that are in one of these channels, in every process; a socket in several gets it once. Must not throw:
 * broadcasting is a hint, not a promise.
 */
export type Broadcast = (channels: ChannelName | ChannelName[], event: string, payload: object) => void

/** Broadcasts durable changes, gathering those of one channel that fall close together. */
export interface ChangeFeed {
  /**
   * @param describe answers the changes of one commit: they go out together, as they share a version. Called when they are told: until
   *   then nothing is drawn, and whoever made the change is answered. Must not throw
   */
  publish(channel: ChannelName, describe: () => LiveChange[]): void
  /** Sends what is gathered now; for an orderly stop. */
  flush(): void
}

/**
 * How long changes of one channel are gathered, in milliseconds. What costs is one system call a recipient, not the bytes: a busy
 * channel gathers for longer, one whose changes come singly hardly waits.
 */
const shortestGatherMs = 2
const longestGatherMs = 32
/**
 * A process that broadcasts a lot has many channels that are each quiet: then all of them gather for up to a fifth of a second,
 * which is hardly seen and saves most of the system calls. By this many broadcasts a second it is as long as that; with fewer it is shorter.
 */
const manyPerSecond = 800
const longestUnderLoadMs = 200

interface Gathering {
  commits: (() => LiveChange[])[]
  forMs: number
}

/**
 * The first change of a quiet channel goes out in the same turn of the event loop; those that come close behind it go out together.
 * @param onSent called with the types of the changes of each event
 */
export function createChangeFeed(
  broadcast: Broadcast,
  onSent: (types: string[]) => void = () => undefined,
): ChangeFeed {
  const gatherings = new Map<ChannelName, Gathering>()
  const rate = createRate()

  const send = (channel: ChannelName, changes: LiveChange[]): void => {
    rate.count()
    broadcast(channel, 'changes', { channel, version: changes.at(-1)?.version, changes })
    onSent(changes.map(({ type }) => type))
  }
  const settle = (channel: ChannelName): void => {
    const gathering = gatherings.get(channel)
    gatherings.delete(channel)
    if (!gathering) return
    // Two commits may report back in the other order. A client drops an event whose last version it has.
    const changes = gathering.commits
      .flatMap((describe) => describe())
      .toSorted((one, other) => one.version - other.version)
    if (changes.length === 0) return
    send(channel, changes)
    gather(channel, changes.length > 1 ? gathering.forMs * 2 : gathering.forMs / 2)
  }
  const gather = (channel: ChannelName, wantedMs: number): void => {
    const forMs = Math.min(Math.max(wantedMs, shortestGatherMs), longestGatherMs)
    gatherings.set(channel, { commits: [], forMs })
    setTimeout(settle, Math.max(forMs, underLoadMs(rate.perSecond())), channel)
  }
  // Whoever made the change is answered first: to tell a thousand takes a while.
  const begin = (channel: ChannelName): Gathering => {
    const gathering = { commits: [], forMs: shortestGatherMs }
    gatherings.set(channel, gathering)
    setImmediate(settle, channel)
    return gathering
  }

  return {
    publish(channel, describe) {
      const gathering = gatherings.get(channel) ?? begin(channel)
      gathering.commits.push(describe)
    },
    flush() {
      for (const channel of gatherings.keys()) settle(channel)
    },
  }
}

function underLoadMs(broadcastsPerSecond: number): number {
  return Math.min(1, broadcastsPerSecond / manyPerSecond) * longestUnderLoadMs
}
