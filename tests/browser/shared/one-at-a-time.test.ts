import { expect, test } from 'vitest'
import { oneAtATime } from '../../../src/browser/shared/one-at-a-time.ts'

test('what could not be done is tried again by itself, later and later, until it is done', async () => {
  const waits: number[] = []
  let runs = 0
  let settle: () => void = () => undefined
  const done = new Promise<void>((resolve) => (settle = resolve))
  const run = async (): Promise<void> => {
    runs += 1
    if (runs <= 6) throw new Error('the server is away')
    settle()
  }
  const { ask } = oneAtATime(run, { wait: async (milliseconds) => void waits.push(milliseconds) })
  ask()
  await done
  expect(runs).toBe(7)
  expect(waits).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000])
})

test('however often it is asked for while it runs, it runs once more', async () => {
  let finish: () => void = () => undefined
  let runs = 0
  const { ask } = oneAtATime(() => {
    runs += 1
    return new Promise<void>((resolve) => (finish = resolve))
  })
  for (let times = 0; times < 5; times += 1) ask()
  expect(runs).toBe(1)
  finish()
  await expect.poll(() => runs).toBe(2)
  finish()
  ask()
  await expect.poll(() => runs).toBe(3)
})

/** Pauses that nobody ends: what is tried again all the same was hurried. */
const forever = (): Promise<void> => new Promise(() => undefined)

test('asked for at once, it waits neither for a rest nor for the next try', async () => {
  let runs = 0
  const resting = oneAtATime(async () => void (runs += 1), { restMs: () => 10_000, wait: forever })
  resting.ask()
  await expect.poll(() => runs).toBe(1)
  resting.ask()
  await new Promise((resolve) => setTimeout(resolve))
  expect(runs).toBe(1)
  resting.askNow()
  await expect.poll(() => runs).toBe(2)

  let tries = 0
  const failing = oneAtATime(() => Promise.reject(new Error(`${(tries += 1)}: the server is away`)), { wait: forever })
  failing.ask()
  await new Promise((resolve) => setTimeout(resolve))
  expect(tries).toBe(1)
  failing.askNow()
  await expect.poll(() => tries).toBe(2)
})

test('what is asked for at once while it runs follows without a rest, as what is under way may be older', async () => {
  let finish: () => void = () => undefined
  let runs = 0
  const run = (): Promise<void> => {
    runs += 1
    return new Promise((resolve) => (finish = resolve))
  }
  const { ask, askNow } = oneAtATime(run, { restMs: () => 10_000, wait: forever })
  ask()
  askNow()
  expect(runs).toBe(1)
  finish()
  await expect.poll(() => runs).toBe(2)
})
