import { expect, test } from 'vitest'
import { isContinuation } from '../../../src/browser/chat/grouping.ts'

const minute = 60_000

test('the same author within five minutes goes on', () => {
  expect(isContinuation({ authorId: '1', at: 0 }, { authorId: '1', at: 5 * minute })).toBe(true)
  expect(isContinuation({ authorId: '1', at: 0 }, { authorId: '1', at: 5 * minute + 1 })).toBe(false)
})

test('another author does not', () => {
  expect(isContinuation({ authorId: '1', at: 0 }, { authorId: '2', at: 1 })).toBe(false)
})

test('nor does a message without a readable time', () => {
  expect(isContinuation({ authorId: '1', at: Number.NaN }, { authorId: '1', at: 1 })).toBe(false)
})
