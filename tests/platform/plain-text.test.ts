import { expect, test } from 'vitest'
import { createMarkdownParser } from '../../src/platform/markdown.ts'
import { isPlainText } from '../../src/platform/plain-text.ts'
import { randomFrom } from '../support/random.ts'

const parser = createMarkdownParser()
const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000)

test('what counts as plain text is drawn by the parser as itself, whatever it is put together from', () => {
  const random = randomFrom(seed)
  const marks = Array.from('aZé\u0416漢𝒜ß09٣ ,;!?\'’"“”„…()–—.:-_*`#>+=~[]<&@/\\|\t\n')
  const runs = ['  ', '. ', ': ', '...', 'http', 'https:', '//', 'www.', 'example.org', 'mailto:', 'localhost', '&amp;']
  const others = [
    '@ana',
    '1. ',
    'a.',
    'c:',
    '(c)',
    '(tm)',
    '---',
    '![',
    'И.',
    'пример.рф',
    '\u00a0',
    '\u200b',
    'e\u0301',
  ]
  const pieces = [...marks, ...runs, ...others]
  let plain = 0
  for (let round = 0; round < 60_000; round += 1) {
    const length = 1 + Math.floor(random() * 8)
    const text = Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join('')
    if (!isPlainText(text)) continue
    plain += 1
    expect(parser.render(text, {}), `seed ${seed}: ${JSON.stringify(text)}`).toBe(`<p>${text}</p>\n`)
  }
  expect(plain).toBeGreaterThan(2000)
})

test.each([
  'Hello there.',
  'Who wouldn’t? I would: gladly, today (or so)…',
  'Привет, как дела?',
  'См. ниже: всё хорошо.',
])('an ordinary sentence is plain: %s', (text) => {
  expect(isPlainText(text)).toBe(true)
  expect(parser.render(text, {})).toBe(`<p>${text}</p>\n`)
})

test.each(['a\nb', 'see example.org', '*so*', '1. first', ' indented', 'a ', '@ana', 'a & b', 'a < b', ''])(
  'what may mean more is left to the parser: %j',
  (text) => expect(isPlainText(text)).toBe(false),
)
