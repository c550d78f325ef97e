import { expect, test } from 'vitest'
import { Typists, typingWords } from '../../../src/browser/chat/typists.ts'

const ben = { id: 2, username: 'ben' }

test('somebody is shown after 300 ms and forgotten after 6 s of silence', () => {
  const typists = new Typists(1)
  typists.seen(ben, 0)
  expect(typists.shownAt(299)).toEqual([])
  expect(typists.shownAt(300)).toEqual([ben])
  typists.seen(ben, 2000)
  expect(typists.shownAt(7999)).toEqual([ben])
  expect(typists.shownAt(8000)).toEqual([])
})

test('who stops is gone at once, and waits again when they go on', () => {
  const typists = new Typists(1)
  typists.seen(ben, 0)
  typists.gone(ben.id)
  expect(typists.shownAt(400)).toEqual([])
  typists.seen(ben, 500)
  expect(typists.shownAt(600)).toEqual([])
  expect(typists.shownAt(800)).toEqual([ben])
})

test('oneself is never shown', () => {
  const typists = new Typists(ben.id)
  typists.seen(ben, 0)
  expect(typists.shownAt(1000)).toEqual([])
})

test('knows when to look again', () => {
  const typists = new Typists(1)
  expect(typists.nextChangeMs(0)).toBeNull()
  typists.seen(ben, 0)
  expect(typists.nextChangeMs(100)).toBe(200)
  expect(typists.nextChangeMs(1000)).toBe(5000)
})

test('says it in words', () => {
  expect(typingWords([])).toBe('')
  expect(typingWords(['Ben'])).toBe('Ben is typing…')
  expect(typingWords(['Ben', 'Cleo'])).toBe('Ben and Cleo are typing…')
  expect(typingWords(['Ben', 'Cleo', 'Dev'])).toBe('Several people are typing…')
})
