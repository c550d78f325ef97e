import path from 'node:path'
import { expect, test } from 'vitest'
import { isSign, KeyReader, type Pressed } from '../../../src/browser/palette/key-reader.ts'
import { shortcutSections } from '../../../src/palette/shortcut-sections.ts'
import { keyName, shortcuts } from '../../../src/palette/shortcuts.ts'
import { createViews } from '../../../src/platform/views/views.ts'

const key = (name: string, more: Partial<Pressed> = {}): Pressed => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
})

/** The list as people read it: each shortcut's id with the ways to press it. */
function drawnWays(): [string, string[][]][] {
  const html = createViews(path.resolve('views'), '').render('palette/_shortcuts', { sections: shortcutSections })
  return [...html.matchAll(/data-shortcut="([^"]+)">([\s\S]*?)<\/div>/g)].map(([, id = '', entry = '']) => {
    const ways = [...entry.matchAll(/<span class="keys">([\s\S]*?)<\/span>/g)].map(([, way = '']) => way)
    return [id, ways.map((way) => [...way.matchAll(/<kbd>([^<]+)<\/kbd>/g)].map(([, name = '']) => name))]
  })
}

/** What to press for a key as it is drawn. */
function pressedFor(name: string): Pressed {
  const all = shortcuts.flatMap(({ keys }) => keys.flat())
  const meant = all.find((one) => keyName(one) === name) ?? name
  return meant.startsWith('Control+') ? key(meant.slice(8), { ctrlKey: true }) : key(meant)
}

/** Those that the page reads itself, wherever the focus is. */
const ownShortcuts = shortcuts.filter((shortcut) => !('focus' in shortcut))

test('whoever presses what the list shows gets what the list says', () => {
  const drawn = drawnWays()
  expect(drawn.map(([id]) => id).toSorted()).toEqual(shortcuts.map(({ id }) => id).toSorted())
  for (const [id, ways] of drawn) {
    expect(ways.length, id).toBeGreaterThan(0)
    // What belongs to what has the focus is read there, and may mean something else elsewhere.
    if (!ownShortcuts.some((shortcut) => shortcut.id === id)) continue
    for (const way of ways) {
      const reader = new KeyReader()
      const read = way.map((name) => reader.read(pressedFor(name), 0))
      expect(read, way.join(' ')).toEqual([...way.slice(1).map(() => null), id])
    }
  }
})

test('no two shortcuts are pressed alike, and none is the beginning of another', () => {
  const ways = ownShortcuts.flatMap(({ keys }) => keys.map((way) => way.join(' then ')))
  expect(new Set(ways).size).toBe(ways.length)
  for (const way of ways) expect(ways.filter((other) => other.startsWith(`${way} then `))).toEqual([])
})

test('the second key of a sequence has to follow soon, and another key ends it', () => {
  const reader = new KeyReader()
  expect([reader.read(key('g'), 0), reader.read(key('i'), 1000)]).toEqual([null, 'go-inbox'])
  expect([reader.read(key('g'), 5000), reader.read(key('i'), 9000)]).toEqual([null, null])
  expect([reader.read(key('g'), 10_000), reader.read(key('n'), 10_100), reader.read(key('i'), 10_200)]).toEqual([
    null,
    'new-task',
    null,
  ])
  expect([reader.read(key('g'), 0), reader.read(key('g'), 1), reader.read(key('h'), 2)]).toEqual([
    null,
    null,
    'go-home',
  ])
})

test('keys with modifiers are others’, but for the palette’s', () => {
  const reader = new KeyReader()
  for (const name of ['n', 'f', 'x', 'e', 'a', 'c', 't', '[', '/', 'j'])
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey'] as const)
      expect(reader.read(key(name, { [modifier]: true }), 0), `${modifier} ${name}`).toBeNull()
  expect(reader.read(key('K', { metaKey: true }), 0)).toBe('palette')
  expect(reader.read(key('k', { altKey: true }), 0)).toBeNull()
})

test('what can be switched off is every key that is a sign', () => {
  for (const name of ['n', '/', '?', ' ', 'g']) expect(isSign(key(name))).toBe(true)
  for (const name of ['ArrowDown', 'Enter', 'Escape']) expect(isSign(key(name))).toBe(false)
  expect(isSign(key('k', { ctrlKey: true }))).toBe(false)
})
