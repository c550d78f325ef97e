import { expect, test } from 'vitest'
import { TimeWords } from '../../../src/browser/shared/time-words.ts'

const berlin = new TimeWords('en-GB', 'Europe/Berlin')
const at = (text: string) => new Date(text)
const now = at('2026-03-12T12:00:00Z')

test('a clock shows the zone’s own time', () => {
  expect(berlin.say('clock', at('2026-03-12T08:14:00Z'), now)).toBe('09:14')
})

test('a day is the zone’s own day, and near ones are named', () => {
  expect(berlin.say('day', at('2026-03-12T08:00:00Z'), now)).toBe('Today, Thursday 12 March')
  // Already past midnight in Berlin.
  expect(berlin.say('day', at('2026-03-11T23:30:00Z'), now)).toBe('Today, Thursday 12 March')
  expect(berlin.say('day', at('2026-03-11T08:00:00Z'), now)).toBe('Yesterday, Wednesday 11 March')
  expect(berlin.say('day', at('2026-03-09T08:00:00Z'), now)).toBe('Monday 9 March')
  expect(berlin.say('day', at('2025-03-09T08:00:00Z'), now)).toMatch(/9 March 2025/)
})

test('a moment is as short as can be', () => {
  expect(berlin.say('moment', at('2026-03-12T08:14:00Z'), now)).toBe('09:14')
  expect(berlin.say('moment', at('2026-03-11T08:14:00Z'), now)).toBe('Yesterday 09:14')
  expect(berlin.say('moment', at('2026-03-09T08:14:00Z'), now)).toBe('9 Mar')
  expect(berlin.say('moment', at('2025-03-09T08:14:00Z'), now)).toBe('9 Mar 2025')
})

test('two times of one day have one key, across a change of the clocks too', () => {
  expect(berlin.dayKey(at('2026-03-28T23:30:00Z'))).toBe('2026-03-29')
  expect(berlin.dayKey(at('2026-03-29T21:30:00Z'))).toBe('2026-03-29')
  expect(berlin.say('day', at('2026-03-28T12:00:00Z'), at('2026-03-29T12:00:00Z'))).toMatch(/^Yesterday/)
})
