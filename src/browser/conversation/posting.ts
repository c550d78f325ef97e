import type { Live } from '../live/channels.ts'
import { isRetryable } from '../live/protocol.ts'
import { Delivery, type PostOutcome } from './delivery.ts'
import { keyOf, type Place } from './place.ts'
import { UnsentQueue, type Unsent } from './unsent-queue.ts'

/** How long another tab may hold up this one. After that both post; the server takes each message once. */
const WAIT_FOR_OTHER_TAB_MS = 2000

/** What the caller wants to know of a delivery. */
export type PostingEvents = {
  changed?: () => void
  /** The server took a message, as version `version` of the place. */
  posted?: (version: number) => void
}

/** A place is delivered once on a page, however often its talk is opened and closed there. */
const deliveries = new Map<string, { delivery: Delivery; followers: Set<PostingEvents> }>()

/**
 * The delivery of `queue` through the socket, run now and whenever the connection is back.
 * @param closed when nobody wants to know any more; what is in the queue is delivered all the same
 */
export function createDelivery(live: Live, queue: UnsentQueue, events: PostingEvents, closed?: AbortSignal): Delivery {
  const { delivery, followers } = deliveries.get(queue.key) ?? open(live, queue)
  followers.add(events)
  closed?.addEventListener('abort', () => followers.delete(events))
  if (live.isLive()) void delivery.run()
  return delivery
}

/** Delivers what was left unsent in places that this page does not show. */
export function deliverLeftovers(live: Live, viewerId: number, shown: Place[]): void {
  for (const place of UnsentQueue.placesOf(viewerId)) {
    if (!shown.includes(place)) createDelivery(live, new UnsentQueue(viewerId, place), {})
  }
}

function open(live: Live, queue: UnsentQueue): { delivery: Delivery; followers: Set<PostingEvents> } {
  const followers = new Set<PostingEvents>()
  const delivery = new Delivery(queue, {
    post: (unsent) =>
      post(live, queue.place, unsent, (version) => {
        for (const { posted } of followers) posted?.(version)
      }),
    changed: () => {
      for (const { changed } of followers) changed?.()
    },
    alone: (work) => alone(queue.key, work),
    later: (run, milliseconds) => {
      const timer = setTimeout(run, milliseconds)
      return () => clearTimeout(timer)
    },
  })
  live.socket.on('connect', () => void delivery.run())
  const opened = { delivery, followers }
  deliveries.set(queue.key, opened)
  return opened
}

async function post(
  live: Live,
  place: Place,
  { clientId, content, parentId }: Unsent,
  posted: (version: number) => void,
): Promise<PostOutcome> {
  const event = place.startsWith('room:') ? 'message:post' : 'comment:post'
  const answering = parentId === undefined ? {} : { parentId }
  const answer = await live
    .ask<Record<'message' | 'comment', { version: number } | undefined>>(event, {
      ...keyOf(place),
      content,
      clientId,
      ...answering,
    })
    .catch(() => null)
  if (answer === null) return { kind: 'later' }
  if (!answer.ok) return isRetryable(answer.error.code) ? { kind: 'later' } : refusal(answer.error)
  posted((answer.message ?? answer.comment)?.version ?? 0)
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
