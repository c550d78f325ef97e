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
  const ask = oneAtATime(run, async (milliseconds) => void waits.push(milliseconds))
  ask()
  await done
  expect(runs).toBe(7)
  expect(waits).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000])
})

test('however often it is asked for while it runs, it runs once more', async () => {
  let finish: () => void = () => undefined
  let runs = 0
  const ask = oneAtATime(() => {
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
