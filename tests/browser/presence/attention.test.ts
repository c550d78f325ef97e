import { expect, test } from 'vitest'
import { AttentionWatch } from '../../../src/browser/presence/attention.ts'

const minute = 60_000

test('who does nothing for five minutes is away, and back with the first input', () => {
  const watch = new AttentionWatch(0, false)
  watch.input(minute)
  expect(watch.statusAt(6 * minute - 1)).toBe('active')
  expect(watch.awayInMs(2 * minute)).toBe(4 * minute)
  expect(watch.statusAt(6 * minute)).toBe('away')
  expect(watch.awayInMs(6 * minute)).toBeNull()
  watch.input(7 * minute)
  expect(watch.statusAt(7 * minute)).toBe('active')
})

test('a page that is hidden is left after a minute, and found again when it is shown', () => {
  const watch = new AttentionWatch(0, false)
  watch.hidden(1000)
  watch.hidden(30_000)
  expect(watch.statusAt(minute)).toBe('active')
  expect(watch.statusAt(minute + 1000)).toBe('away')
  watch.shown(20 * minute)
  expect(watch.statusAt(20 * minute)).toBe('active')
  expect(watch.awayInMs(20 * minute)).toBe(5 * minute)
})

test('a page that was opened in the background is not looked at', () => {
  expect(new AttentionWatch(0, true).statusAt(minute)).toBe('away')
})
