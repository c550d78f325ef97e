import type { Person } from '../platform/actor.ts'
import { findMentions } from './find-mentions.ts'

/** A text cut into plain pieces and mentions, for the templates. */
export type ContentPart = { text: string } | { mention: Person }

/** All usernames that a text may mention, lower-cased, each once. */
export function mentionedUsernames(content: string): string[] {
  return [...new Set(findMentions(content).flatMap(({ usernameKeys }) => usernameKeys))]
}

/** Cuts a text at the mentions of `people`. Names of nobody stay text. */
export function contentParts(content: string, people: Person[]): ContentPart[] {
  const byKey = new Map(people.map((person) => [person.username.toLowerCase(), person]))
  const parts: ContentPart[] = []
  let done = 0
  for (const { start, usernameKeys } of findMentions(content)) {
    const key = usernameKeys.find((name) => byKey.has(name))
    const mention = key === undefined ? undefined : byKey.get(key)
    if (!mention) continue
    if (start > done) parts.push({ text: content.slice(done, start) })
    parts.push({ mention })
    done = start + 1 + mention.username.length
  }
  if (done < content.length) parts.push({ text: content.slice(done) })
  return parts
}

/** Of those who can be mentioned, the ones that the text does mention: the longest name wins where one begins another. */
export function mentionedPeople(content: string, people: Person[]): Person[] {
  const mentioned = contentParts(content, people).flatMap((part) => ('mention' in part ? [part.mention] : []))
  return [...new Set(mentioned)]
}
