import { pause } from '../shared/pause.ts'
import { Channel, type JoinOutcome } from './channel.ts'
import { connect, type Connection } from './connection.ts'
import { ConnectionNotice } from './notice.ts'
import { applyPatches } from './patches.ts'
import { isRetryable, type Change, type JoinFacts } from './protocol.ts'

/** Where more comes at once than this, nothing moves: nobody could follow it. */
const MOST_MOVING = 10

/** A channel that a page part follows. */
export type Following = {
  /** For example `room:7`. */
  name: string
  /** The version that the page shows. */
  version: number
  /** The event and payload that join it; `since` is added. */
  join: { event: string; payload: object }
  /** Fetches the page part anew and answers the version it shows. */
  refetch: () => Promise<number>
  /** Called after the page was patched. */
  changed?: (changes: Change[]) => void
  joined?: (facts: JoinFacts) => void
  lost?: (reason: string) => void
}

/** What the page parts need of the live connection. */
export type Live = Connection & {
  follow: (following: Following) => Channel
  /** Follows a channel no more; its page part has gone. */
  unfollow: (following: Pick<Following, 'name'> & { leave: Following['join'] }) => void
  isLive: () => boolean
  /** Tells of the changes of a channel that another page part follows; null when that was fetched anew as a whole. */
  observe: (name: string, observer: Observer) => void
}

type Observer = (changes: Change[] | null) => void

/** Opens the page's connection and keeps every followed channel joined. */
export function openLive(): Live {
  const connection = connect()
  const channels = new Map<string, Channel>()
  const observers = new Map<string, Observer[]>()
  const { socket } = connection
  socket.on('changes', (event) => channels.get(event.channel)?.receive(event))
  socket.on('access:lost', ({ channel, reason }) => channels.get(channel)?.lose(reason))
  keepJoined(connection, channels)
  return {
    ...connection,
    isLive: () => socket.connected,
    follow: (following) => {
      const channel = createChannel(connection, following, (changes) => {
        for (const observer of observers.get(following.name) ?? []) observer(changes)
      })
      channels.set(following.name, channel)
      if (socket.connected) void channel.join()
      return channel
    },
    unfollow: ({ name, leave }) => {
      channels.get(name)?.part()
      channels.delete(name)
      connection.ask(leave.event, leave.payload).catch(() => undefined)
    },
    observe: (name, observer) => observers.set(name, [...(observers.get(name) ?? []), observer]),
  }
}

function keepJoined({ socket }: Connection, channels: Map<string, Channel>): void {
  const notice = new ConnectionNotice()
  let connects = 0
  notice.lost()
  socket.on('disconnect', () => {
    connects += 1
    notice.lost()
    for (const channel of channels.values()) channel.part()
  })
  socket.on('connect', async () => {
    const mine = ++connects
    await Promise.all([...channels.values()].map((channel) => channel.join()))
    if (mine === connects) notice.restored()
  })
}

/** All that one deed changed has one version. */
function isOneDeed(changes: Change[]): boolean {
  return changes.every(({ version }) => version === changes[0]?.version)
}

function createChannel(connection: Connection, following: Following, observer: Observer): Channel {
  return new Channel(following.version, {
    join: (since) => join(connection, following, since),
    apply: (changes) => {
      const patches = changes.flatMap((change) => change.patches)
      applyPatches(patches, isOneDeed(changes) && patches.length <= MOST_MOVING ? 'live' : 'catch-up')
      following.changed?.(changes)
      observer(changes)
    },
    refetch: async () => {
      const version = await following.refetch()
      observer(null)
      return version
    },
    lose: (reason) => following.lost?.(reason),
    pause,
  })
}

async function join({ ask }: Connection, following: Following, since: number): Promise<JoinOutcome> {
  const { event, payload } = following.join
  const answer = await ask<JoinFacts>(event, { ...payload, since }).catch(() => null)
  if (answer === null) return { kind: 'later' }
  if (!answer.ok) return isRetryable(answer.error.code) ? { kind: 'later' } : refused(answer.error.message)
  following.joined?.(answer)
  if (answer.reload === true) return { kind: 'reload' }
  return { kind: 'joined', version: answer.version, changes: answer.changes }
}

function refused(reason: string): JoinOutcome {
  return { kind: 'refused', reason }
}
