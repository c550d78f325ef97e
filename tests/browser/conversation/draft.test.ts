import { randomInt } from 'node:crypto'
import { parseHTML } from 'linkedom'
import { beforeEach, expect, test } from 'vitest'
import { Draft } from '../../../src/browser/conversation/draft.ts'
import { recall } from '../../../src/browser/shared/storage.ts'

// Without a localStorage the kept texts lie in the module's memory, which both composers share as two tabs share the storage.
let viewerId: number
let key: string

beforeEach(() => {
  viewerId = randomInt(2 ** 40)
  key = `taskflow:draft:${viewerId}:room:7`
  Object.assign(globalThis, { window: new EventTarget(), document: new EventTarget() })
})

test('a tab in which nothing was written forgets nothing of what another wrote', () => {
  openTab()
  const writing = openTab()
  writing.write('Half a thought')
  writing.draft.save()
  hideAll()
  expect(recall(key)).toBe('Half a thought')
})

test('a restored draft that another tab has sent meanwhile does not come back', () => {
  const sending = openTab()
  sending.write('Sent soon')
  sending.draft.save()
  const restored = openTab()
  expect(restored.text.value).toBe('Sent soon')
  sending.write('')
  sending.draft.save()
  hideAll()
  expect(recall(key)).toBeNull()
})

test('an untouched tab shows what another keeps or sends; one that was written in keeps its own', () => {
  const untouched = openTab()
  const writing = openTab()
  tellKept('From elsewhere')
  expect([untouched.text.value, writing.text.value]).toEqual(['From elsewhere', 'From elsewhere'])
  writing.write('From elsewhere, and more')
  tellKept(null)
  expect([untouched.text.value, writing.text.value]).toEqual(['', 'From elsewhere, and more'])
  expect(untouched.timesShown()).toBe(2)
  hideAll()
  expect(recall(key)).toBe('From elsewhere, and more')
})

function openTab() {
  const text = parseHTML('<textarea></textarea>').document.querySelector('textarea') as HTMLTextAreaElement
  let shown = 0
  const draft = new Draft(text, { viewerId, place: 'room:7' }, () => (shown += 1))
  draft.restore()
  return { text, draft, write: (words: string) => (text.value = words), timesShown: () => shown }
}

/** As the browser tells the other tabs. */
function tellKept(newValue: string | null): void {
  window.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }))
}

function hideAll(): void {
  window.dispatchEvent(new Event('pagehide'))
}
