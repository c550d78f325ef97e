/** More words than anybody types to find something. */
const wordsAtMost = 8

/** A text without what differs between upper and lower case, for comparing: é and É are the same, ß and SS, ς and σ. */
export function foldCase(text: string): string {
  return text.normalize('NFC').toLowerCase().toUpperCase()
}

/** The folded words of what somebody looks for. */
export function wordsOf(query: string): string[] {
  const words = foldCase(query).split(/\s+/)
  return words.filter((word) => word !== '').slice(0, wordsAtMost)
}

/** Whether a folded text holds every one of the folded words. */
export function holdsAll(folded: string, words: readonly string[]): boolean {
  return words.every((word) => folded.includes(word))
}

/** A piece of a text, and whether it is what was looked for. */
export interface TextPart {
  text: string
  isMatch: boolean
}

/** Cuts a text where the folded words stand in it. */
export function markWords(text: string, words: readonly string[]): TextPart[] {
  const characters = Array.from(text.normalize('NFC'))
  const marked = markedCharacters(characters, words)
  const parts: TextPart[] = []
  for (const [place, character] of characters.entries()) {
    const isMatch = marked.has(place)
    const last = parts.at(-1)
    if (last?.isMatch === isMatch) last.text += character
    else parts.push({ text: character, isMatch })
  }
  return parts
}

/** The places of the characters that belong to a word. Folded, a text may be longer (ß is SS), so each unit remembers whose it is. */
function markedCharacters(characters: string[], words: readonly string[]): Set<number> {
  const pieces = characters.map(foldCase)
  const owners = pieces.flatMap((piece, place) => Array.from({ length: piece.length }, () => place))
  const folded = pieces.join('')
  const marked = new Set<number>()
  for (const word of words) {
    for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + 1)) {
      for (const owner of owners.slice(at, at + word.length)) marked.add(owner)
    }
  }
  return marked
}
