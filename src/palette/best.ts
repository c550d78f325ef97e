import { holdsAll } from '../platform/text-match.ts'

/**
 * The first few of those whose folded names hold all the words: those that begin with the first word, then those where a word begins
 * with it; else in the given order.
 */
export function bestOf<Place>(
  places: Place[],
  foldedName: (place: Place) => string,
  words: string[],
  atMost: number,
): Place[] {
  const ranks: Place[][] = [[], [], []]
  for (const place of places) {
    const name = foldedName(place)
    if (holdsAll(name, words)) ranks[rankOf(name, words[0] ?? '')]?.push(place)
  }
  return ranks.flat().slice(0, atMost)
}

function rankOf(name: string, word: string): 0 | 1 | 2 {
  let at = name.indexOf(word)
  if (at === 0) return 0
  while (at > 0 && /[\p{L}\p{N}]/u.test(name.charAt(at - 1))) at = name.indexOf(word, at + 1)
  return at > 0 ? 1 : 2
}
