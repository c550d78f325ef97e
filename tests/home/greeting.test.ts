import { expect, test } from 'vitest'
import { greet } from '../../src/home/greeting.ts'

test.each([
  ['2026-03-12T04:59:00Z', 'UTC', 'Good evening', 'Thursday 12 March'],
  ['2026-03-12T05:00:00Z', 'UTC', 'Good morning', 'Thursday 12 March'],
  ['2026-03-12T11:59:00Z', 'UTC', 'Good morning', 'Thursday 12 March'],
  ['2026-03-12T12:00:00Z', 'UTC', 'Good afternoon', 'Thursday 12 March'],
  ['2026-03-12T17:59:00Z', 'UTC', 'Good afternoon', 'Thursday 12 March'],
  ['2026-03-12T18:00:00Z', 'UTC', 'Good evening', 'Thursday 12 March'],
  ['2026-03-12T18:00:00Z', 'Pacific/Auckland', 'Good morning', 'Friday 13 March'],
  ['2026-03-12T00:30:00Z', 'America/Los_Angeles', 'Good afternoon', 'Wednesday 11 March'],
])('at %s in %s it says %s', (now, timeZone, words, date) => {
  expect(greet(new Date(now), timeZone)).toEqual({ words, date })
})
