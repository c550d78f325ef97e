import { expect, test } from 'vitest'
import { drawContent, mentionedNames, mentionedPeople } from '../../src/mentions/index.ts'

const usernames = ['ana', 'ben', 'ana.lima', 'ana-b', 'ana_c', 'B2', 'x1']
const people = usernames.map((username, place) => ({ id: place + 1, username, displayName: username }))

test.each<[string, string[]]>([
  ['@ana', ['ana']],
  ['hello @ana and @ben', ['ana', 'ben']],
  ['@ben, then @ana', ['ana', 'ben']],
  ['@ana @ana @ANA', ['ana']],
  ['@ANA', ['ana']],
  ['@b2', ['B2']],
  ['ask @ana.', ['ana']],
  ['@ana, @ben! (@x1) "@B2"? @ana: @ben;', ['ana', 'ben', 'B2', 'x1']],
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
  ['https://example.org/?by=@ana', []],
  ['`@ana`', []],
  ['```\n@ana\n```', []],
  ['    @ana', []],
  ['[@ana](https://example.org)', []],
  ['\\@ana', []],
  ['> @ana', ['ana']],
  ['- @ana\n- @ben', ['ana', 'ben']],
  ['@ ana', []],
  ['@', []],
  ['', []],
  [`@${'a'.repeat(33)}`, []],
])('%j mentions %j', (content, expected) => {
  expect(mentionedPeople(content, people).map(({ username }) => username)).toEqual(expected)
})

test('whom a text may name is looked up by lower-cased names, each once', () => {
  const { usernameKeys, mentionsRoom } = mentionedNames('@Ana.Lima, @ana and @ANA')
  expect(usernameKeys.toSorted()).toEqual(['ana', 'ana.lima'])
  expect(mentionsRoom).toBe(false)
})

test.each(['@room look', 'everyone in @Room!', '**@room**'])('%j calls the room', (content) => {
  expect(mentionedNames(content)).toEqual({ usernameKeys: [], mentionsRoom: true })
})

test.each(['`@room`', '@rooms', 'mail@room', '    @room', '```\n@room\n```', '[@room](https://example.org)'])(
  '%j calls nobody',
  (content) => expect(mentionedNames(content).mentionsRoom).toBe(false),
)

const draw = (content: string): string => drawContent(content, people, { mentionsRoom: true })

test('a mention is drawn with its person, as the person writes their name', () => {
  expect(draw('Hi @ANA. Ask @nobody')).toBe(
    '<p>Hi <span class="mention" data-user-id="1">@ana</span>. Ask @nobody</p>\n',
  )
  expect(draw('@ana.other, **@ben**')).toBe(
    '<p><span class="mention" data-user-id="1">@ana</span>.other, <strong><span class="mention" data-user-id="2">@ben</span></strong></p>\n',
  )
})

test('@room is drawn as a call where it calls somebody, and as text elsewhere', () => {
  expect(draw('@room!')).toBe('<p><span class="mention" data-mentions-room>@room</span>!</p>\n')
  expect(drawContent('@room!', people, { mentionsRoom: false })).toBe('<p>@room!</p>\n')
})

test('what stands in code stays code', () => {
  expect(draw('`@ana` and\n\n```\n@ben <b>\n```')).toBe(
    '<p><code>@ana</code> and</p>\n<pre><code>@ben &lt;b&gt;\n</code></pre>\n',
  )
})

test('a mention wins over the site that its name could be', () => {
  const dotted = [{ id: 9, username: 'ana.de', displayName: 'Ana' }]
  expect(drawContent('@ana.de', dotted, { mentionsRoom: false })).toBe(
    '<p><span class="mention" data-user-id="9">@ana.de</span></p>\n',
  )
})

test('a text of nothing but mentions is read in a moment', () => {
  const started = performance.now()
  mentionedPeople('@a.'.repeat(2600), people)
  mentionedPeople('@a-'.repeat(2600) + '@', people)
  mentionedPeople(`@${'a.'.repeat(3900)}`, people)
  expect(performance.now() - started).toBeLessThan(1000)
})
