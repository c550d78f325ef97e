/** A piece of text that may name someone: where it stands, and the usernames it could mean, longest first. */
export interface MentionCandidate {
  start: number
  /** Lower-cased. */
  usernameKeys: string[]
}

// An @ that no word, e-mail address or other @ leads up to, and what follows it as far as a name could go. All letters count as
// part of the word, so that "@anaé" is somebody unknown and not ana.
const mentionPattern = /(?<![\p{L}\p{N}._@/-])@([\p{L}\p{N}][\p{L}\p{N}._-]*)(?![\p{L}\p{N}._@-])/gu

/** The longest text that can be a username. */
const longestUsername = 32

/**
 * Finds what may be mentions in a text. "@ana." may mean "ana." or "ana": usernames hold dots, and sentences end in them, so each
 * cut before a '.', '_' or '-' is a candidate.
 */
export function findMentions(text: string): MentionCandidate[] {
  return Array.from(text.matchAll(mentionPattern), (match) => ({
    start: match.index,
    usernameKeys: cuts((match[1] ?? '').toLowerCase()),
  })).filter(({ usernameKeys }) => usernameKeys.length > 0)
}

function cuts(word: string): string[] {
  const ends = Array.from(word.matchAll(/[._-]/g), (match) => match.index)
  return [...ends, word.length]
    .map((end) => word.slice(0, end))
    .filter((name) => name.length <= longestUsername && /[\p{L}\p{N}]$/u.test(name))
    .toReversed()
}
