import { expect, test } from 'vitest'
import { createPrepaid } from '../../src/platform/prepaid.ts'

/** A common count of points, from which several are taken at a time. */
function stock(points: number, atOnce: number, forMs = 60_000) {
  const asked: number[] = []
  const prepaid = createPrepaid(async () => {
    asked.push(points)
    await new Promise((resolve) => setImmediate(resolve))
    if (points <= 0) throw new Error('none left')
    const given = Math.min(points, atOnce)
    points -= given
    return { points: given, forMs }
  })
  return { asked, prepaid }
}

test('points are asked for several at a time, and each is spent once', async () => {
  const { asked, prepaid } = stock(10, 4)
  const settled = await Promise.allSettled(Array.from({ length: 13 }, () => prepaid.spend('ana')))
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  // Three that bring some, and those that find none: the last three wait for one answer.
  expect(asked).toEqual([10, 6, 2, 0])
})

test('each key has its own, and what was forgotten is asked for again', async () => {
  const { asked, prepaid } = stock(100, 5)
  await prepaid.spend('ana')
  await prepaid.spend('ana')
  await prepaid.spend('ben')
  expect(asked).toHaveLength(2)
  prepaid.forget('ana')
  await prepaid.spend('ana')
  expect(asked).toHaveLength(3)
})

test('points that were not spent in their time are gone', async () => {
  const { asked, prepaid } = stock(100, 5, 20)
  await prepaid.spend('ana')
  await expect.poll(async () => prepaid.spend('ana').then(() => asked.length)).toBeGreaterThan(1)
})
