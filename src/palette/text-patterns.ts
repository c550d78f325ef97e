import type { DatabaseKind } from '../platform/db/index.ts'

/** Letters that are another one's equals, but that no change of case leads to. */
const oddLetters = Array.from('ſKÅςẞΩµ')

/** A comparison, and the patterns of which any may fit. */
export interface TextPatterns {
  operator: string
  patterns: string[]
}

/**
 * How a database finds a folded word inside a text. Neither LIKE nor LOWER knows the cases of more than English letters everywhere:
 * each letter becomes the set of its cases, and everything else itself.
 */
export function textPatterns(kind: DatabaseKind, word: string): TextPatterns {
  const { operator, escape, around } = dialects[kind]
  const pattern = (spelling: string): string =>
    Array.from(spelling, (letter) => setOf(letter) ?? escape(letter)).join('')
  return { operator, patterns: spellings(word).map((spelling) => around + pattern(spelling) + around) }
}

const dialects: Record<DatabaseKind, { operator: string; around: string; escape: (character: string) => string }> = {
  sqlite: {
    operator: 'GLOB',
    around: '*',
    escape: (character) => ('*?['.includes(character) ? `[${character}]` : character),
  },
  postgres: { operator: '~', around: '', escape: (character) => character.replace(/[!-/:-@[-`{-~]/, '\\$&') },
}

const spellingsAtMost = 8

/** With ß for SS or not, at each place where it could be. */
function spellings(word: string): string[] {
  const [first = '', ...rest] = word.split('SS')
  const bothWays = (heads: string[], part: string): string[] =>
    heads.flatMap((head) => [`${head}SS${part}`, `${head}ß${part}`]).slice(0, spellingsAtMost)
  return rest.reduce(bothWays, [first])
}

function setOf(letter: string): string | null {
  const folded = fold(letter)
  const cases = [
    letter,
    letter.toLowerCase(),
    letter.toUpperCase(),
    ...oddLetters.filter((odd) => fold(odd) === folded),
  ]
  const single = new Set(cases.filter((one) => Array.from(one).length === 1))
  return single.size > 1 ? `[${Array.from(single).join('')}]` : null
}

function fold(letter: string): string {
  return letter.toLowerCase().toUpperCase()
}
