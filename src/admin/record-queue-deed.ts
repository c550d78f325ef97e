import type { Actor } from '../platform/actor.ts'
import type { Services } from '../platform/services.ts'
import { recordDeed } from './audit.ts'

const longestDeed = 80

/**
 * Writes down what somebody asks of the queues' own pages, before it is done: what is in Redis can't share a transaction with the log.
 * @param address as bull-board's client sends it, such as `/api/queues/outbox/pause`
 */
export async function recordQueueDeed({ db }: Services, actor: Actor, address: string): Promise<void> {
  const [, queue = '', deed = address] = /^\/api\/queues\/([^/]+)\/(.+)$/.exec(address) ?? []
  await db.$transaction((tx) =>
    recordDeed(tx, actor, { model: 'queues', deed: deed.slice(0, longestDeed), key: `queue/${queue}`, title: queue }),
  )
}
