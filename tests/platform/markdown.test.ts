import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { longestMarkdown, excerptOfMarkdown, renderMarkdown } from '../../src/platform/markdown.ts'

/** Elements and attributes that a description may hold, and none beside them. */
const allowed: Record<string, string[]> = {
  ...Object.fromEntries(
    'p br hr h3 h4 h5 h6 strong em s ul li blockquote pre table thead tbody tr'.split(' ').map((name) => [name, []]),
  ),
  a: ['href', 'title', 'rel'],
  code: ['class'],
  ol: ['start'],
  th: ['data-align'],
  td: ['data-align'],
}

test.each([
  ['a paragraph, with its line breaks', 'One\ntwo', '<p>One<br>\ntwo</p>\n'],
  [
    'emphasis',
    '**much** *some* ~~none~~ `code`',
    '<p><strong>much</strong> <em>some</em> <s>none</s> <code>code</code></p>\n',
  ],
  ['a list', '- one\n- two', '<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n'],
  ['a code block', '```\na < b\n```', '<pre><code>a &lt; b\n</code></pre>\n'],
  ['headings below those of the page', '# One\n## Two\n###### Six', '<h3>One</h3>\n<h4>Two</h4>\n<h6>Six</h6>\n'],
  ['a plain address', 'https://example.org/a?b&c', `<p>${link('https://example.org/a?b&amp;c')}</p>\n`],
  ['a plain e-mail address', 'ana@example.org', `<p>${link('mailto:ana@example.org', 'ana@example.org')}</p>\n`],
  ['a named link', '[here](https://example.org)', `<p>${link('https://example.org', 'here')}</p>\n`],
  [
    'a picture only as a link',
    '![lamp](https://example.org/l.png)',
    `<p>!${link('https://example.org/l.png', 'lamp')}</p>\n`,
  ],
  ['nothing', '', ''],
])('%s', (_, text, html) => expect(renderMarkdown(text)).toBe(html))

test('a table says how its cells are aligned without a style', () => {
  const html = renderMarkdown('|a|b|\n|-|-:|\n|1|2|')
  expect(html).toContain('<td>1</td>\n<td data-align="right">2</td>')
})

const payloads = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<style>*{display:none}</style>',
  '<!--><script>alert(1)</script>-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?php echo 1 ?>',
  '<div\nonclick=alert(1)\n>',
  '> <b onmouseover=alert(1)>x',
  '- <details open ontoggle=alert(1)>',
  '|<i onclick=alert(1)>|\n|-|\n|</td><script>|',
  '`</code><script>alert(1)</script>`',
  '```"onclick=alert(1)//\n</code></pre><script>alert(1)</script>\n```',
  '```js" onclick="alert(1)\nx\n```',
  '    </code></pre><script>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](<java\tscript:alert(1)>)',
  '[x](&#106;avascript:alert(1))',
  '[x](&#x6A;avascript&colon;alert(1))',
  '[x](javascript&#58;alert(1))',
  '[x](\u0001javascript:alert(1))',
  '[x](vbscript:x) [x](data:text/html,<script>alert(1)</script>) [x](data:image/png;base64,AA)',
  '[x](file:///etc/passwd) [x](ftp://example.org) [x](//example.org) [x](/tasks/1/) [x](example.org)',
  '[x](https://example.org "onclick=\\"alert(1)")',
  '[x](https://example.org"onclick="alert(1))',
  '[x](https://example.org/<script>)',
  '[x]: javascript:alert(1)\n\n[x]',
  '![x](javascript:alert(1)) ![x" onerror="alert(1)](https://example.org/x.png)',
  '<javascript:alert(1)> <data:text/html,x>',
  'https://example.org/"onmouseover="alert(1) https://example.org/<script>alert(1)</script>',
  'http://javascript:alert(1)@example.org mailto:x@example.org?body=<script>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '# <script>alert(1)</script>\n<h1 onclick=alert(1)>\n===',
  '*<b*onclick=alert(1)>*',
  '~~<s onclick=alert(1)>~~',
]

test.each(payloads)('no markup but ours comes out of %j', (text) => {
  const html = renderMarkdown(text)
  const { document } = parseHTML(`<body>${html}</body>`)
  for (const element of document.body.querySelectorAll('*')) {
    const name = element.localName
    expect(Object.keys(allowed), html).toContain(name)
    for (const attribute of element.attributes) expect(allowed[name], html).toContain(attribute.name)
  }
  for (const anchor of document.querySelectorAll('a')) {
    expect(anchor.getAttribute('href')).toMatch(/^(https?:\/\/|mailto:)/)
    expect(anchor.getAttribute('rel')).toBe('noopener nofollow')
  }
})

/** What has made parsers of Markdown slow: each is cut to the length that is wanted. */
const hostile: [string, (length: number) => string][] = [
  ['a word without an end', (length) => 'a'.repeat(length)],
  ...[
    '>',
    '> ',
    '*',
    '*a ',
    '*a**b',
    '_a',
    '~~a',
    '[',
    '[a](',
    '[a](<b',
    '![',
    '<',
    '<a',
    '<a@',
    'a@',
    'www.',
    'a.',
    'http://',
    'http://a.b(',
    'http://a.b?',
    '&',
    '&#',
    '\\',
    '- ',
    '- a\n',
    '1. a\n',
    '> a\n',
    '> - ',
    '|',
    '|a',
    '`a``',
    '    a\n',
    '```\n',
    '[a]: b\n',
    '[a]\n',
    'a\n',
    ' ',
    '\t',
    '\n',
    '---\n',
    '# ',
    'a\n=\n',
  ].map((piece): [string, (length: number) => string] => [JSON.stringify(piece), (length) => fill(piece, length)]),
  ['lists, each one deeper', (length) => deeper(length, (depth) => `${'  '.repeat(depth)}- a\n`)],
  ['quotes, each one deeper', (length) => deeper(length, (depth) => `${'>'.repeat(depth)}a\n`)],
  ['ticks, one more each time', (length) => deeper(length, (depth) => `e${'`'.repeat(depth)}`)],
  ['a link that is named often', (length) => `[a]: http://${'b'.repeat(length / 2)}\n\n${fill('[a]', length / 2)}`],
  [
    'a wide table without cells',
    (length) => `${fill('|a', length / 4)}\n${fill('|-', length / 4)}\n${fill('|\n', length / 2)}`,
  ],
]

test.each(hostile)('%s takes no longer than its length allows', (_, make) => {
  const text = make(longestMarkdown)
  expect(Math.abs(text.length - longestMarkdown)).toBeLessThan(100)
  const { html, cpuMs } = measured(() => renderMarkdown(text))
  // The slowest takes 70 ms. What looks at everything again for each character, or doubles with each, takes longer than this.
  expect(cpuMs).toBeLessThan(1_000)
  expect(html.length).toBeLessThan(longestMarkdown * 10)
})

test('a table of as many cells as people make is one; one that would fill the page with empty cells is not', () => {
  const rows = (count: number) => `|${'a|'.repeat(50)}\n|${'-|'.repeat(50)}\n${'|<b>\n'.repeat(count)}`
  expect(renderMarkdown(rows(100)).split('<td>')).toHaveLength(50 * 100 + 1)
  const large = renderMarkdown(rows(3_000))
  expect(large).not.toContain('<td>')
  expect(large).toContain('|&lt;b&gt;<br>')
})

/** Time of this process's threads alone, however busy the machine is. */
function measured(run: () => string): { html: string; cpuMs: number } {
  const before = process.cpuUsage()
  const html = run()
  const { user, system } = process.cpuUsage(before)
  return { html, cpuMs: (user + system) / 1_000 }
}

function fill(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length)
}

function deeper(length: number, line: (depth: number) => string): string {
  let text = ''
  for (let depth = 1; text.length < length; depth += 1) text += line(depth)
  return text.slice(0, length)
}

function link(href: string, words = href): string {
  return `<a href="${href}" rel="noopener nofollow">${words}</a>`
}

test.each([
  ['Plain words', 'Plain words'],
  ['**Bold**, _slanted_ and `code`', 'Bold, slanted and code'],
  ['Look:\n\n```css\na { b: c }\n```\n\nand go', 'Look: a { b: c } and go'],
  ['> quoted\n\n- one\n- two', 'quoted one two'],
  ['[a link](https://example.org) to it', 'a link to it'],
  ['# Heading\nwith a line\nand another', 'Heading with a line and another'],
  ['<b>no markup</b> & so on', '<b>no markup</b> & so on'],
  ['---', '---'],
  ['**cut** at the right word', 'cut at the right…'],
])('the beginning of %j in words is %j', (text, words) => {
  expect(excerptOfMarkdown(text, words.endsWith('…') ? 20 : 100)).toBe(words)
})
