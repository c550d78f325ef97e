import type { Actor } from '../platform/actor.ts'
import type { Services } from '../platform/services.ts'
import { recordDeed } from './audit.ts'

const longestDeed = 80
/** What bull-board's client asks of a whole queue; else the name of a job comes before what is asked. */
const ofWholeQueue = new Set([
  'add',
  'clean',
  'concurrency',
  'empty',
  'obliterate',
  'pause',
  'promote',
  'resume',
  'retry',
])

/**
 * Writes down what somebody asks of the queues' own pages, before it is done: what is in Redis can't share a transaction with the log.
 * @param address as bull-board's client sends it, such as `/api/queues/outbox/pause` or `/api/queues/outbox/<job>/retry`
 */
export async function recordQueueDeed({ db }: Services, actor: Actor, address: string): Promise<void> {
  const [, queue = '', asked = address] = /^\/api\/queues\/([^/]+)\/(.+)$/.exec(address) ?? []
  const [first = '', ...others] = asked.split('/')
  const isOfJob = others.length > 0 && !ofWholeQueue.has(first)
  // As the address of its page, below the queues'.
  const key = isOfJob ? `queue/${queue}/${first}` : `queue/${queue}`
  const deed = isOfJob ? others.join('/') : asked
  await db.$transaction((tx) =>
    recordDeed(tx, actor, { model: 'queues', deed: deed.slice(0, longestDeed), key, title: queue }),
  )
}
