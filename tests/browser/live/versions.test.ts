import { expect, test } from 'vitest'
import type { Change } from '../../../src/browser/live/protocol.ts'
import { judge } from '../../../src/browser/live/versions.ts'

const change = (version: number): Change => ({ type: 'message:posted', version, patches: [] })
const event = (...versions: number[]) => ({
  channel: 'room:7',
  version: versions.at(-1) ?? 0,
  changes: versions.map(change),
})

test('the next change is applied', () => {
  expect(judge(41, event(42))).toEqual({ kind: 'next', changes: [change(42)] })
})

test('what was seen is dropped', () => {
  expect(judge(42, event(42))).toEqual({ kind: 'seen' })
  expect(judge(50, event(42))).toEqual({ kind: 'seen' })
})

test('a missing version is a gap, before the event and within it', () => {
  expect(judge(40, event(42))).toEqual({ kind: 'gap' })
  expect(judge(41, event(42, 44))).toEqual({ kind: 'gap' })
})

test('of several joined changes only the unseen ones are applied', () => {
  expect(judge(41, event(40, 41, 42, 43))).toEqual({ kind: 'next', changes: [change(42), change(43)] })
})

test('an event that claims a newer version than it carries is a gap', () => {
  expect(judge(41, { channel: 'room:7', version: 45, changes: [] })).toEqual({ kind: 'gap' })
})

test('two changes of one version belong together', () => {
  expect(judge(41, event(42, 42)).kind).toBe('next')
})
