import type { Env, MarkdownIt, Token } from 'markdown-it'
import type { Person } from '../platform/actor.ts'
import { createMarkdownParser } from '../platform/markdown.ts'
import { isPlainText } from '../platform/plain-text.ts'
import { findMentions, type MentionCandidate } from './find-mentions.ts'

/** What calls everyone in a room: "@room". Nobody can have this username (users/user-fields.ts). */
export const everyoneKey = 'room'

/** Whom a text may name. Read from the text alone: who of them is meant is decided by who can be. */
export interface MentionedNames {
  /** Lower-cased usernames, each once. */
  usernameKeys: string[]
  /** Whether "@room" stands in it. */
  mentionsRoom: boolean
}

/** What the drawing of a mention is told: the people that the text may mention, by lower-cased username. */
interface Mentionable extends Env {
  byKey: Map<string, Person>
  drawsRoom: boolean
}

const parser = createMarkdownParser((made) => {
  // Before links are found: "@ana.de" names somebody, though ana.de could be a site.
  made.core.ruler.after('inline', 'mention', ({ tokens }) => markMentions(tokens))
  made.renderer.rules['mention'] = (tokens, at, _options, env) => {
    const token = tokens[at]
    return token ? drawMention(made, token, env as Mentionable) : ''
  }
})

/** All that a text may mention. What stands in code or in a link's words mentions nobody. */
export function mentionedNames(content: string): MentionedNames {
  const keys = new Set(candidatesIn(content).flatMap(({ usernameKeys }) => usernameKeys))
  return { usernameKeys: [...keys].filter((key) => key !== everyoneKey), mentionsRoom: keys.has(everyoneKey) }
}

/** Of those who can be mentioned, the ones that the text does mention, by id: the longest name wins where one begins another. */
export function mentionedPeople(content: string, candidates: Person[]): Person[] {
  const byKey = peopleByKey(candidates)
  const mentioned = candidatesIn(content).map(({ usernameKeys }) => meant(usernameKeys, byKey))
  const people = new Set(mentioned.filter((person) => person !== undefined))
  return [...people].toSorted((one, other) => one.id - other.id)
}

/**
 * Draws what somebody wrote in a message or a comment as HTML: Markdown, with those of `people` whom it mentions marked. The drawing
 * holds nothing about the viewer: browsers mark whom it is about from `data-user-id` and `data-mentions-room`.
 * @param mentionsRoom whether "@room" calls somebody here
 */
export function drawContent(content: string, people: Person[], { mentionsRoom }: { mentionsRoom: boolean }): string {
  if (isPlainText(content)) return `<p>${content}</p>\n`
  const mentionable: Mentionable = { byKey: peopleByKey(people), drawsRoom: mentionsRoom }
  return parser.render(content, mentionable)
}

function candidatesIn(content: string): MentionCandidate[] {
  // Most messages name nobody: they are not parsed for it.
  if (!content.includes('@')) return []
  const tokens = parser.parse(content, {}).flatMap(({ children }) => children ?? [])
  return tokens.filter(({ type }) => type === 'mention').map(candidateOf)
}

function peopleByKey(people: Person[]): Map<string, Person> {
  return new Map(people.map((person) => [person.username.toLowerCase(), person]))
}

function meant(usernameKeys: string[], byKey: Map<string, Person>): Person | undefined {
  const key = usernameKeys.find((name) => byKey.has(name))
  return key === undefined ? undefined : byKey.get(key)
}

// A token of the type `mention` is a place that may mention somebody; its content is as far as the longest name goes.
function candidateOf({ meta }: Token): MentionCandidate {
  return meta?.['candidate'] as MentionCandidate
}

function markMentions(blocks: Token[]): void {
  for (const block of blocks) {
    if (!block.children || !block.content.includes('@')) continue
    let linksOpen = 0
    block.children = block.children.flatMap((token) => {
      if (token.type === 'link_open') linksOpen += 1
      if (token.type === 'link_close') linksOpen -= 1
      return token.type === 'text' && linksOpen === 0 ? cutAtMentions(token) : [token]
    })
  }
}

function cutAtMentions(token: Token): Token[] {
  const text = token.content
  const pieces: Token[] = []
  let done = 0
  for (const candidate of findMentions(text)) {
    const end = candidate.start + 1 + (candidate.usernameKeys[0]?.length ?? 0)
    if (candidate.start > done) pieces.push(likeToken(token, 'text', text.slice(done, candidate.start)))
    pieces.push(Object.assign(likeToken(token, 'mention', text.slice(candidate.start, end)), { meta: { candidate } }))
    done = end
  }
  if (pieces.length === 0) return [token]
  if (done < text.length) pieces.push(likeToken(token, 'text', text.slice(done)))
  return pieces
}

function likeToken(token: Token, type: string, content: string): Token {
  return Object.assign(Object.create(Object.getPrototypeOf(token) as object) as Token, token, { type, content })
}

function drawMention({ utils }: MarkdownIt, token: Token, { byKey, drawsRoom }: Mentionable): string {
  const { content } = token
  const { usernameKeys } = candidateOf(token)
  const person = meant(usernameKeys, byKey)
  // What follows a shorter name belongs to the sentence: "@ana.other" may name ana.
  const rest = (name: string): string => utils.escapeHtml(content.slice(1 + name.length))
  if (person) {
    const name = utils.escapeHtml(person.username)
    return `<span class="mention" data-user-id="${person.id}">@${name}</span>${rest(person.username)}`
  }
  if (drawsRoom && usernameKeys.includes(everyoneKey))
    return `<span class="mention" data-mentions-room>@${everyoneKey}</span>${rest(everyoneKey)}`
  return utils.escapeHtml(content)
}
