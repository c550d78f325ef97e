import type { Live } from '../live/channels.ts'
import { isRetryable } from '../live/protocol.ts'
import { Delivery, type PostOutcome } from './delivery.ts'
import { UnsentQueue, type Unsent } from './unsent-queue.ts'

/** How long another tab may hold up this one. After that both post; the server takes each message once. */
const WAIT_FOR_OTHER_TAB_MS = 2000

/** What the caller wants to know of a delivery. */
export type PostingEvents = {
  changed?: () => void
  /** The server took a message, as version `version` of the room. */
  posted?: (version: number) => void
}

/** A delivery of `queue` through the socket, run now and whenever the connection is back. */
export function createDelivery(live: Live, queue: UnsentQueue, events: PostingEvents): Delivery {
  const delivery = new Delivery(queue, {
    post: (entry) => post(live, queue.roomId, entry, events),
    changed: () => events.changed?.(),
    alone: (work) => alone(queue.key, work),
    later: (run, milliseconds) => {
      const timer = setTimeout(run, milliseconds)
      return () => clearTimeout(timer)
    },
  })
  live.socket.on('connect', () => void delivery.run())
  if (live.isLive()) void delivery.run()
  return delivery
}

/** Delivers what was left unsent in rooms that this page does not show. */
export function deliverLeftovers(live: Live, viewerId: number, shownRoomIds: number[]): void {
  for (const roomId of UnsentQueue.roomsOf(viewerId)) {
    if (!shownRoomIds.includes(roomId)) createDelivery(live, new UnsentQueue(viewerId, roomId), {})
  }
}

async function post(live: Live, roomId: number, entry: Unsent, events: PostingEvents): Promise<PostOutcome> {
  const { clientId, content } = entry
  const answer = await live
    .ask<{ message: { version: number } }>('message:post', { roomId, content, clientId })
    .catch(() => null)
  if (answer === null) return { kind: 'later' }
  if (!answer.ok) return isRetryable(answer.error.code) ? { kind: 'later' } : refusal(answer.error)
  events.posted?.(answer.message.version)
  return { kind: 'sent' }
}

function refusal(error: { message: string; fields?: Record<string, string> }): PostOutcome {
  return { kind: 'refused', reason: error.fields?.content ?? error.message }
}

/** Locks exist only on https and localhost. Without them two tabs may post the same message, which the server notices. */
async function alone(name: string, work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return work()
  let hasBegun = false
  const begin = (): Promise<void> => {
    hasBegun = true
    return work()
  }
  try {
    await navigator.locks.request(name, { signal: AbortSignal.timeout(WAIT_FOR_OTHER_TAB_MS) }, begin)
  } catch (error) {
    if (hasBegun) throw error
    await work()
  }
}
