import { expect, test } from 'vitest'
import { createIdleCollector } from '../../src/platform/give-back-memory.ts'

const mb = 1024 * 1024

test('garbage is collected where nobody waits and there is something to gain, and not in vain again and again', () => {
  const state = { busy: 0.5, young: 96 * mb, after: 2 * mb, collections: 0 }
  const look = createIdleCollector({
    busy: () => state.busy,
    youngBytes: () => state.young,
    collect: () => {
      state.collections += 1
      state.young = state.after
    },
  })
  const collectionsAfter = (change: Partial<typeof state>): number => {
    Object.assign(state, change)
    for (let looks = 0; looks < 6; looks += 1) look()
    return state.collections
  }
  expect(collectionsAfter({}), 'busy').toBe(0)
  Object.assign(state, { busy: 0.01 })
  look()
  expect(state.collections, 'idle for a moment').toBe(0)
  expect(collectionsAfter({}), 'idle').toBe(1)
  expect(collectionsAfter({}), 'nothing to gain').toBe(1)
  expect(collectionsAfter({ young: 96 * mb, after: 40 * mb }), 'grown again').toBe(2)
  expect(collectionsAfter({}), 'as much as was left last time').toBe(2)
  expect(collectionsAfter({ young: 48 * mb }), 'more than that').toBe(3)
})
