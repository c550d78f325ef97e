import { expect, test } from 'vitest'
import { createRate } from '../../../src/platform/live/rate.ts'

test('a rate is that of the last quarter of a second, and falls to nothing when nothing happens', () => {
  let time = 0
  const rate = createRate(() => time)
  expect(rate.perSecond()).toBe(0)
  for (let count = 0; count < 50; count += 1) rate.count()
  time = 250
  expect(rate.perSecond()).toBe(200)
  rate.count()
  time = 500
  expect(rate.perSecond()).toBe(4)
  time = 10_000
  expect(rate.perSecond()).toBe(0)
})
