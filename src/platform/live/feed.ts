import type { ChannelName, LiveChange } from './channel.ts'

/** Sends an event to all sockets of a Socket.IO room, in every process. Must not throw: broadcasting is a hint, not a promise. */
export type Broadcast = (room: string, event: string, payload: object) => void

/** Broadcasts durable changes, gathering those of one channel that fall close together. */
export interface ChangeFeed {
  publish(channel: ChannelName, change: LiveChange): void
  /** Sends what is gathered now; for an orderly stop. */
  flush(): void
}

/** How long changes of one channel are gathered, in milliseconds. What costs is one system call a recipient, not the bytes. */
const gatherMs = 20

/** The first change of a quiet channel goes out at once; those that follow within 20 ms go out together. */
export function createChangeFeed(broadcast: Broadcast): ChangeFeed {
  const gathering = new Map<ChannelName, LiveChange[]>()

  const send = (channel: ChannelName, gathered: LiveChange[]): void => {
    // Two commits may report back in the other order. A client drops an event whose last version it has.
    const changes = gathered.toSorted((one, other) => one.version - other.version)
    broadcast(channel, 'changes', { channel, version: changes.at(-1)?.version, changes })
  }
  const settle = (channel: ChannelName): void => {
    const changes = gathering.get(channel)
    gathering.delete(channel)
    if (!changes || changes.length === 0) return
    send(channel, changes)
    gather(channel)
  }
  const gather = (channel: ChannelName): void => {
    gathering.set(channel, [])
    setTimeout(settle, gatherMs, channel)
  }

  return {
    publish(channel, change) {
      const waiting = gathering.get(channel)
      if (waiting) {
        waiting.push(change)
        return
      }
      send(channel, [change])
      gather(channel)
    },
    flush() {
      for (const channel of gathering.keys()) settle(channel)
    },
  }
}
