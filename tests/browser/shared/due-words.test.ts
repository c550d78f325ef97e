import { expect, test } from 'vitest'
import { dueState, DueWords } from '../../../src/browser/shared/due-words.ts'
import { dueState as firstGuess } from '../../../src/platform/views/formatting.ts'

const words = new DueWords('en-GB')
const today = '2026-03-12'
/** Whether a comma follows the weekday depends on the version of the locale’s words. */
const plain = (words: string) => words.replace(',', '')

test.each([
  ['2025-03-12', '365 days late', 'late'],
  ['2026-03-10', '2 days late', 'late'],
  ['2026-03-11', '1 day late', 'late'],
  ['2026-03-12', 'Today', 'soon'],
  ['2026-03-13', 'Tomorrow', 'soon'],
  ['2026-03-15', 'Sunday', 'soon'],
  ['2026-03-16', 'Monday', null],
  ['2026-03-18', 'Wednesday', null],
  ['2026-03-19', 'Thu 19 Mar', null],
  ['2027-01-01', 'Fri 1 Jan 2027', null],
])('what is due on %s is said to be %s', (day, said, state) => {
  expect(plain(words.say(day, false, today))).toBe(said)
  expect(dueState(day, false, today)).toBe(state)
})

test('what is finished is late no more, and its day is its date', () => {
  expect(plain(words.say('2026-03-10', true, today))).toBe('Tue 10 Mar')
  expect(plain(words.say('2026-03-12', true, today))).toBe('Thu 12 Mar')
  expect(dueState('2026-03-10', true, today)).toBe('done')
})

test('words come in the viewer’s locale', () => {
  expect(new DueWords('de').say('2026-03-13', false, today)).toBe('Morgen')
  expect(new DueWords('de').say('2026-03-15', false, today)).toBe('Sonntag')
  expect(plain(words.full('2026-03-13'))).toBe('Friday 13 March 2026')
})

test('the server’s first guess is the browser’s answer, when it is the same day for both', () => {
  for (const day of ['2026-02-28', '2026-03-11', '2026-03-12', '2026-03-15', '2026-03-16', '2026-12-31'])
    for (const isFinished of [true, false])
      expect(firstGuess(day, isFinished, today)).toBe(dueState(day, isFinished, today))
})
