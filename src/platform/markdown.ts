import createMarkdownIt, { type Env, type MarkdownIt, type Token } from 'markdown-it'
import { isPlainText } from './plain-text.ts'
import { excerpt } from './views/formatting.ts'

/** The longest text that is written in Markdown, in UTF-16 code units. */
export const longestMarkdown = 20_000

/** A row of a table may leave out its cells, the parser adds them: a short text could make a page of a hundred thousand. */
const mostCells = 10_000
/** The page has the first heading, its sections the second. */
const headingOffset = 2

/** A parser for what people write; `env` is what its rules and drawings are given beside the text. */
export interface MarkdownParser {
  parse(text: string, env: Env): Token[]
  render(text: string, env: Env): string
}

/**
 * Makes a parser of Markdown (CommonMark, with tables and struck-out text) whose HTML is safe to put into a page: no markup
 * of theirs, no images, and links to http, https and mailto only. A single line break stays one.
 * @param extend adds rules of its own; what they draw has to escape what people wrote
 */
export function createMarkdownParser(extend: (parser: MarkdownIt) => void = () => undefined): MarkdownParser {
  const [parser, withoutTables] = [createParser(), createParser().disable('table')]
  for (const each of [parser, withoutTables]) extend(each)
  const parserOf = (text: string): MarkdownIt => (cellsAtMost(text) > mostCells ? withoutTables : parser)
  return {
    parse: (text, env) => parserOf(text).parse(text, env),
    render: (text, env) => parserOf(text).render(text, env),
  }
}

const plainParser = createMarkdownParser()

/** Draws Markdown as HTML. */
export function renderMarkdown(text: string): string {
  return plainParser.render(text, {})
}

/**
 * The beginning of what a text in Markdown says, on one line, without its marks.
 * @param characters how many there are at most, in UTF-16 code units
 */
export function excerptOfMarkdown(text: string, characters: number): string {
  if (isPlainText(text)) return excerpt(text, characters)
  // Marks take room, but no text consists of them.
  const words = plainParser.parse(text.slice(0, 4 * characters), {}).flatMap(({ children, content, type }) => {
    if (type === 'fence' || type === 'code_block') return [content]
    return children ? [wordsOf(children)] : []
  })
  return excerpt(words.join(' ').trim() || text, characters)
}

function wordsOf(inline: Token[]): string {
  return inline.map(({ type, content }) => (type.endsWith('break') ? ' ' : content)).join('')
}

function createParser(): MarkdownIt {
  const made = createMarkdownIt({ html: false, linkify: true, breaks: true })
  // A picture from elsewhere would tell its owner who reads the task. A link by reference repeats its address as often as it is
  // named, which makes megabytes of a short text.
  made.disable(['image', 'reference'])
  made.validateLink = isHarmless
  made.core.ruler.push('fit_into_page', ({ tokens }) => fitIntoPage(tokens))
  return made
}

function cellsAtMost(text: string): number {
  const lines = text.split('\n')
  const widest = lines.reduce((most, line) => Math.max(most, line.split('|').length), 0)
  return lines.length * widest
}

/** @param url as it will stand in the link: percent-encoded */
function isHarmless(url: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(url)
}

function fitIntoPage(tokens: Token[]): void {
  for (const token of tokens) {
    if (token.type === 'heading_open' || token.type === 'heading_close') token.tag = lowered(token.tag)
    if (token.type === 'link_open') token.attrSet('rel', 'noopener nofollow')
    // The only style that the parser writes is the alignment of cells; the content security policy lets none through.
    const style = token.attrGet('style')
    if (style !== null) token.attrs = [['data-align', String(style).replace('text-align:', '')]]
    if (token.children) fitIntoPage(token.children)
  }
}

function lowered(heading: string): string {
  return `h${Math.min(6, Number(heading.slice(1)) + headingOffset)}`
}
