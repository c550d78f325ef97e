import { expect, test } from 'vitest'
import { NotFound } from '../../src/platform/errors.ts'
import { createGroupCommit } from '../../src/platform/group-commit.ts'

/** A commit that remembers its groups and fails where one of the entries is bad. */
function recording(largest: number) {
  const groups: string[][] = []
  const group = createGroupCommit(
    async (entries: string[]) => {
      groups.push(entries)
      await new Promise((resolve) => setImmediate(resolve))
      if (entries.includes('bad')) throw new Error('bad entry')
      return entries.map((entry) => entry.toUpperCase())
    },
    { largest, msPerEntry: 1, longestMs: 10 },
  )
  return { groups, group }
}

test('entries that come together are committed together, each with its own result', async () => {
  const { groups, group } = recording(10)
  expect(await Promise.all(['a', 'b', 'c'].map((entry) => group.add(entry)))).toEqual(['A', 'B', 'C'])
  expect(groups).toEqual([['a', 'b', 'c']])
})

test('entries that come while a commit is under way go into the next one', async () => {
  const { groups, group } = recording(10)
  const first = group.add('a')
  while (groups.length === 0) await new Promise((resolve) => setImmediate(resolve))
  const later = Promise.all([group.add('b'), group.add('c')])
  expect([await first, ...(await later)]).toEqual(['A', 'B', 'C'])
  expect(groups).toEqual([['a'], ['b', 'c']])
})

test('one entry that fails does not take the others along', async () => {
  const { groups, group } = recording(10)
  const settled = await Promise.allSettled(['a', 'bad', 'c'].map((entry) => group.add(entry)))
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(groups).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']])
  expect(await group.add('d')).toBe('D')
})

test('refusals, however many in a row, are each their own', async () => {
  const refusal = new NotFound()
  const group = createGroupCommit<string, string>(
    (entries) => {
      if (entries.some((entry) => entry.startsWith('gone'))) return Promise.reject(refusal)
      return Promise.resolve(entries)
    },
    { largest: 10, msPerEntry: 1, longestMs: 10 },
  )
  const settled = await Promise.allSettled(['gone 1', 'gone 2', 'gone 3', 'here'].map((entry) => group.add(entry)))
  const gone = { status: 'rejected', reason: refusal }
  expect(settled).toEqual([gone, gone, gone, { status: 'fulfilled', value: 'here' }])
})

test('no commit takes more than its share', async () => {
  const { groups, group } = recording(2)
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map((entry) => group.add(entry)))
  expect(groups).toEqual([['a', 'b'], ['c', 'd'], ['e']])
})

test('a queue that is busy gathers, until its share is full', async () => {
  const groups: string[][] = []
  const group = createGroupCommit(async (entries: string[]) => (groups.push(entries), entries), {
    largest: 3,
    msPerEntry: 60_000,
    longestMs: 120_000,
  })
  await Promise.all([group.add('a'), group.add('b')])
  const gathered = [group.add('c'), group.add('d')]
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(groups).toEqual([['a', 'b']])
  await Promise.all([...gathered, group.add('e')])
  expect(groups).toEqual([
    ['a', 'b'],
    ['c', 'd', 'e'],
  ])
})
