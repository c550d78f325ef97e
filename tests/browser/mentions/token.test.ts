import { expect, test } from 'vitest'
import { everyone, isMeant } from '../../../src/browser/mentions/people.ts'
import { completeMention, mentionTokenAt } from '../../../src/browser/mentions/token.ts'

const tokenAtEnd = (text: string) => mentionTokenAt(text, text.length)

test.each([
  ['@', { start: 0, query: '' }],
  ['@be', { start: 0, query: 'be' }],
  ['Hello @ben.o-k_1', { start: 6, query: 'ben.o-k_1' }],
  ['(@ben', { start: 1, query: 'ben' }],
  ['line\n@ben', { start: 5, query: 'ben' }],
  ['@ana @be', { start: 5, query: 'be' }],
  ['@émile', { start: 0, query: 'émile' }],
])('%j is writing a mention', (text, token) => {
  expect(tokenAtEnd(text)).toEqual(token)
})

test.each(['', 'ben', 'ana@example', 'ana.@ex', 'a_@b', '@@b', '@ben ', '@ben, ', `@${'x'.repeat(41)}`])(
  '%j is writing none',
  (text) => {
    expect(tokenAtEnd(text)).toBeNull()
  },
)

test('only what stands before the caret counts', () => {
  expect(mentionTokenAt('@bent', 3)).toEqual({ start: 0, query: 'be' })
  expect(mentionTokenAt('@bent over', 10)).toBeNull()
})

test('completing puts the name and one space', () => {
  expect(completeMention('Hi @be', 6, { start: 3, query: 'be' }, 'ben')).toEqual({ text: 'Hi @ben ', caret: 8 })
  expect(completeMention('Hi @be there', 6, { start: 3, query: 'be' }, 'ben')).toEqual({
    text: 'Hi @ben there',
    caret: 8,
  })
})

test('a query means people by the beginning of a username or of a part of the name', () => {
  const ben = { id: 2, username: 'bokafor', displayName: 'Ben Okafor' }
  expect(['', 'b', 'BEN', 'oka', 'bok'].map((query) => isMeant(ben, query))).toEqual([true, true, true, true, true])
  expect(isMeant(ben, 'kafor')).toBe(false)
  expect(['', 'ro', 'Room', 'every'].map((query) => isMeant(everyone, query))).toEqual([true, true, true, true])
  expect(isMeant(everyone, 'oom')).toBe(false)
})
