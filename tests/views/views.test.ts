import { drawContent } from '../../src/mentions/index.ts'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createViews } from '../../src/platform/views/views.ts'
import {
  activity,
  comment,
  drawnMessage,
  label,
  member,
  message,
  notification,
  room,
  samples as otherSamples,
  shell,
  task,
  type Sample,
} from './samples.ts'
import { adminSamples } from './admin-samples.ts'

const samples = [...otherSamples, ...adminSamples]
const folder = path.resolve('views')
const temporary = mkdtempSync(path.join(tmpdir(), 'views-'))
const manifestFile = path.join(temporary, 'manifest.json')
writeFileSync(
  manifestFile,
  JSON.stringify({ 'app.css': 'app-1.css', 'app.js': 'app-1.js', 'icons.svg': 'icons-1.svg' }),
)
const views = createViews(folder, manifestFile)
const icons = new Set(matches(readFileSync('public/icons/icons.svg', 'utf8'), /<symbol id="([^"]+)"/g))

afterAll(() => rmSync(temporary, { recursive: true }))

describe.each(samples.map((sample, index) => ({ ...sample, name: `${sample.template} (${index})` })))(
  '$name',
  (sample) => {
    const html = renderPage(sample)

    test('has one main landmark and one first heading', () => {
      expect(matches(html, /<main [^>]*id="(main)"/g)).toHaveLength(1)
      const page = html.replace(/<dialog [^]*?<\/dialog>/, '')
      expect(matches(page, /<(h1)[ >]/g)).toHaveLength(1)
    })

    test('holds nothing that a strict content security policy refuses', () => {
      expect(matches(html, /<[^>]*\s(style|on\w+)=/g)).toEqual([])
      expect(matches(html, /(<style|<script(?![^>]*\ssrc=)|javascript:)/g)).toEqual([])
    })

    test('gives an id once, and refers only to ids that are there', () => {
      const ids = matches(html, /\sid="([^"]+)"/g)
      expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted())
      expect(referredIds(html).filter((id) => !ids.includes(id))).toEqual([])
    })

    test('draws only icons of the sprite', () => {
      expect(matches(html, /icons-1\.svg#([\w-]+)/g).filter((name) => !icons.has(name))).toEqual([])
    })

    test('protects each form with the token', () => {
      // What only asks carries no token, it would stand in the address; what a script alone sends has no method.
      const forms = html
        .split('<form ')
        .slice(1)
        .filter((form) => /^[^>]*method="post"/.test(form))
      const open = forms.filter(
        (form) => !form.slice(0, form.indexOf('</form>')).includes('name="_csrf" value="the-token"'),
      )
      expect(open).toEqual([])
    })

    test('writes what people wrote as text', () => {
      expect(html).not.toMatch(/<i>Hello|<b>Ben|<draft>|undefined|\[object/)
    })
  },
)

test('the palette draws what was found as options of a list', () => {
  const sample = samples.find(({ template }) => template === 'palette/find')
  const html = views.render('palette/_results', { ...sample?.locals, asOptions: true })
  expect(matches(html, /role="(option)"/g)).toHaveLength(4)
  const ids = matches(html, /\sid="([^"]+)"/g)
  expect(new Set(ids).size).toBe(ids.length)
  expect(html).not.toMatch(/<i>Hello|<draft>|undefined/)
})

test('every page template has a sample', () => {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^(?!layouts)[^_]*\.ejs$/.test(name),
  )
  const sampled = new Set(samples.map(({ template }) => `${template}.ejs`))
  expect(pages.map((name) => name.split(path.sep).join('/')).filter((name) => !sampled.has(name))).toEqual([])
})

test('a message keeps its lines, and what looks like markup is text', () => {
  const content = drawContent(message.content, message.mentions, message)
  const html = views.render('chat/_message', { message, content })
  const mention = '<span class="mention" data-user-id="1">@ana</span>'
  expect(html).toContain(`<p>&lt;i&gt;Hello&lt;/i&gt; ${mention}<br>\nand good morning</p>`)
})

test.each([
  ['chat/_message', { message, content: '<p>Hello</p>' }],
  ['chat/_history', { messages: [drawnMessage], olderBefore: null, newerAfter: null }],
  ['comments/_comment', { comment, content: '<p>Nearly done</p>' }],
  [
    'comments/_entry',
    {
      comment,
      drawn: '<div>Drawn</div>',
      replies: [{ comment: { id: '0', position: 3 }, drawn: '<div>Drawn</div>' }],
      earlierBefore: 3,
      laterAfter: 3,
    },
  ],
  ['comments/_count', { taskId: 9, count: 1 }],
  ['boards/_task', { task }],
  ['shared/_due', { day: '2026-03-10', isFinished: false }],
  ['boards/_activity', { activity }],
  ['labels/_label', { label }],
  ['boards/_column_count', { column: { id: 5 }, taskCount: 1 }],
  ['members/_member', { board: { id: 1 }, member }],
  ['boards/_faces', { board: { id: 1 }, members: [member.person], memberCount: 1 }],
  ['shared/_sidebar_room', { room: { ...room, isMuted: false, messageCount: 2, readCount: 1, mentions: 0 } }],
  ['boards/_room_choice', { board: { id: 1 }, room }],
  ['chat/_room_name', { room }],
  ['chat/_room_description', { room }],
  ['chat/_room_closed', { room: { ...room, archivedAt: new Date() } }],
  ['chat/_room_archiving', { room }],
  ['chat/_room_faces', { room, members: [member.person], memberCount: 1 }],
  ['notifications/_notification', { notification }],
  ['notifications/_count', { unread: 0 }],
])('%s is the same whoever looks at it', (template, locals) => {
  expect(views.render(template, locals)).toBe(views.render(template, { ...shell, ...locals }))
})

test('the label of a composer is text, whatever a room is called', () => {
  const hostile = '<img src=x onerror=alert(1)>'
  const label = { text: hostile, room: { id: 7, name: hostile } }
  const html = views.render('conversation/_composer', { ...shell, composer: { id: 'composer', action: '/', label } })
  expect(html).not.toContain('<img')
  expect(html).toContain('data-room-name="7">&lt;img')
})

function renderPage({ template, layout, locals }: Sample): string {
  const frame = { ...shell, currentBoardId: 1, currentRoomId: 7 }
  return views.render(`layouts/${layout}`, { ...frame, body: views.render(template, { ...frame, ...locals }) })
}

/** The ids that labels, descriptions, popovers, links and buttons point at. Filled in by the browser, templates don't count. */
function referredIds(html: string): string[] {
  const pointers =
    /\s(?:for|aria-labelledby|aria-describedby|aria-controls|popovertarget|form)="([^"]+)"|\shref="#([^"]+)"/g
  return [...html.matchAll(pointers)].flatMap(([, ids, hash]) => (ids ?? hash ?? '').split(' '))
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([whole, captured]) => captured ?? whole)
}
