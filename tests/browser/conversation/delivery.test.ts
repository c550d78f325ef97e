import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { createClientId } from '../../../src/browser/conversation/client-id.ts'
import { Delivery, retryDelayMs, type PostOutcome } from '../../../src/browser/conversation/delivery.ts'
import { UnsentQueue, type Unsent } from '../../../src/browser/conversation/unsent-queue.ts'

/** A delivery whose posts are answered by `answer`, and whose retries wait until the test runs them. */
function createDelivery(answer: (entry: Unsent) => Promise<PostOutcome>) {
  const queue = new UnsentQueue(randomInt(2 ** 40), 'room:7')
  const posted: string[] = []
  const retries: { run: () => void; milliseconds: number; isCancelled: boolean }[] = []
  const delivery = new Delivery(queue, {
    post: (entry) => {
      posted.push(entry.content)
      return answer(entry)
    },
    changed: () => undefined,
    alone: (work) => work(),
    later: (run, milliseconds) => {
      const retry = { run, milliseconds, isCancelled: false }
      retries.push(retry)
      return () => {
        retry.isCancelled = true
      }
    },
  })
  return { queue, delivery, posted, retries }
}

const contents = (queue: UnsentQueue) => queue.entries().map(({ content }) => content)

test('posts in order, one at a time, until the queue is empty', async () => {
  let underWay = 0
  let most = 0
  const { queue, delivery, posted } = createDelivery(async () => {
    most = Math.max(most, ++underWay)
    await Promise.resolve()
    underWay -= 1
    return { kind: 'sent' }
  })
  for (const content of ['one', 'two', 'three']) queue.add(content)
  await Promise.all([delivery.run(), delivery.run()])
  expect(posted).toEqual(['one', 'two', 'three'])
  expect(most).toBe(1)
  expect(queue.entries()).toEqual([])
})

test('a message that is added while the last one is on its way is posted too', async () => {
  const { queue, delivery, posted } = createDelivery(async ({ content }) => {
    if (content === 'one') {
      queue.add('two')
      void delivery.run()
    }
    return { kind: 'sent' }
  })
  queue.add('one')
  await delivery.run()
  expect(posted).toEqual(['one', 'two'])
})

test('a failure keeps the order: nothing behind it is posted before it', async () => {
  let isDown = true
  const { queue, delivery, posted, retries } = createDelivery(async () =>
    isDown ? { kind: 'later' } : { kind: 'sent' },
  )
  queue.add('one')
  queue.add('two')
  await delivery.run()
  expect(posted).toEqual(['one'])
  expect(queue.entries().map(({ state }) => state)).toEqual(['waiting', 'sending'])
  expect(retries).toHaveLength(1)
  isDown = false
  await delivery.run()
  expect(posted).toEqual(['one', 'one', 'two'])
  expect(retries[0]?.isCancelled).toBe(true)
})

test('every try of a message has the same client id', async () => {
  const ids = new Set<string>()
  const outcomes: PostOutcome[] = [{ kind: 'later' }, { kind: 'later' }, { kind: 'sent' }]
  const { queue, delivery } = createDelivery(async ({ clientId }) => {
    ids.add(clientId)
    return outcomes.shift() ?? { kind: 'sent' }
  })
  queue.add('one')
  for (let tries = 0; tries < 3; tries += 1) await delivery.run()
  expect(ids.size).toBe(1)
  expect(queue.entries()).toEqual([])
})

test('the pause grows with each failure and is short again after a success', async () => {
  const outcomes: PostOutcome[] = [{ kind: 'later' }, { kind: 'later' }, { kind: 'sent' }, { kind: 'later' }]
  const { queue, delivery, retries } = createDelivery(async () => outcomes.shift() ?? { kind: 'sent' })
  queue.add('one')
  queue.add('two')
  for (let tries = 0; tries < 3; tries += 1) await delivery.run()
  expect(retries.map(({ milliseconds }) => milliseconds)).toEqual([1000, 2000, 1000])
})

test('no pause is longer than half a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 60].map(retryDelayMs)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
})

test('a refused message stays with its reason and does not hold up the next', async () => {
  const { queue, delivery } = createDelivery(async ({ content }) =>
    content === 'one' ? { kind: 'refused', reason: 'Too long' } : { kind: 'sent' },
  )
  queue.add('one')
  queue.add('two')
  await delivery.run()
  expect(queue.entries()).toMatchObject([{ content: 'one', state: 'refused', reason: 'Too long' }])
  await delivery.run()
  expect(contents(queue)).toEqual(['one'])
})

test('the queue outlives the page: another object for the same person and room holds the same', () => {
  const viewerId = randomInt(2 ** 40)
  new UnsentQueue(viewerId, 'room:7').add('kept')
  expect(contents(new UnsentQueue(viewerId, 'room:7'))).toEqual(['kept'])
  expect(contents(new UnsentQueue(viewerId, 'task:7'))).toEqual([])
  expect(UnsentQueue.placesOf(viewerId)).toEqual(['room:7'])
})

test('a client id is one the protocol takes, and never the same', () => {
  const ids = Array.from({ length: 200 }, createClientId)
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/)
  expect(new Set(ids).size).toBe(200)
})
