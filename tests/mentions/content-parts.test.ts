import { expect, test } from 'vitest'
import { contentParts, mentionedPeople, mentionedUsernames } from '../../src/mentions/index.ts'

const usernames = ['ana', 'ben', 'ana.lima', 'ana-b', 'ana_c', 'B2', 'x1']
const people = usernames.map((username, place) => ({ id: place + 1, username, displayName: username }))

test.each<[string, string[]]>([
  ['@ana', ['ana']],
  ['hello @ana and @ben', ['ana', 'ben']],
  ['@ben, then @ana', ['ben', 'ana']],
  ['@ana @ana @ANA', ['ana']],
  ['@ANA', ['ana']],
  ['@b2', ['B2']],
  ['ask @ana.', ['ana']],
  ['@ana, @ben! (@x1) "@B2"? @ana: @ben;', ['ana', 'ben', 'x1', 'B2']],
  ['@ana...', ['ana']],
  ['@ana’s idea', ['ana']],
  ["@ana's idea", ['ana']],
  ['line one\n@ana', ['ana']],
  ['@ana.lima', ['ana.lima']],
  ['@ana.lima.', ['ana.lima']],
  ['@ana.other', ['ana']],
  ['@ana-b', ['ana-b']],
  ['@ana_c', ['ana_c']],
  ['@ana-', ['ana']],
  ['*@ana*', ['ana']],
  ['👋@ana👋', ['ana']],
  ['«@ana»', ['ana']],
  ['ana@example.org', []],
  ['mail ben@ana', []],
  ['@ana@example.org', []],
  ['@@ana', []],
  ['@anastasia', []],
  ['@an', []],
  ['@anaé', []],
  ['é@ana', []],
  ['@ana2', []],
  ['@аna', []],
  ['_@ana', []],
  ['https://example.org/@ana', []],
  ['@ ana', []],
  ['@', []],
  ['', []],
  [`@${'a'.repeat(33)}`, []],
])('%j mentions %j', (content, expected) => {
  expect(mentionedPeople(content, people).map(({ username }) => username)).toEqual(expected)
})

test('whom a text may name is looked up by lower-cased names, each once', () => {
  expect(mentionedUsernames('@Ana.Lima, @ana and @ANA').toSorted()).toEqual(['ana', 'ana.lima'])
})

test('the parts together are the text, with each mention as the person writes it', () => {
  expect(contentParts('Hi @ANA. Ask @nobody', people)).toEqual([
    { text: 'Hi ' },
    { mention: people[0] },
    { text: '. Ask @nobody' },
  ])
})

test('a text of nothing but mentions is read in a moment', () => {
  const started = performance.now()
  mentionedPeople('@a.'.repeat(2600), people)
  mentionedPeople('@a-'.repeat(2600) + '@', people)
  mentionedPeople(`@${'a.'.repeat(3900)}`, people)
  expect(performance.now() - started).toBeLessThan(1000)
})
