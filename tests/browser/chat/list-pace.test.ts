import { expect, test } from 'vitest'
import { paced } from '../../../src/browser/chat/list-pace.ts'

/** A page that can be hidden and shown, and a clock that somebody else moves. */
class Stage extends EventTarget {
  hidden = false
  fetches = 0
  readonly rests: number[] = []
  wake: () => void = () => undefined

  ask(isOfOneRoom: boolean): () => void {
    const wait = (milliseconds: number): Promise<void> => {
      this.rests.push(milliseconds)
      return new Promise((resolve) => (this.wake = resolve))
    }
    const fetchOnce = async (): Promise<void> => void (this.fetches += 1)
    return paced(fetchOnce, isOfOneRoom, { page: this as unknown as Document, wait, random: () => 0.5 }).ask
  }

  show(hidden: boolean): void {
    this.hidden = hidden
    this.dispatchEvent(new Event('visibilitychange'))
  }
}

test('however often a list of rooms is told of posts, it is fetched once, and once more after ten seconds and a bit', async () => {
  const stage = new Stage()
  const ask = stage.ask(false)
  ask()
  await expect.poll(() => stage.rests).toEqual([12_500])
  for (let times = 0; times < 50; times += 1) ask()
  expect(stage.fetches).toBe(1)
  stage.wake()
  await expect.poll(() => stage.rests.length).toBe(2)
  expect(stage.fetches).toBe(2)
})

test('a list that nobody looks at is not fetched before somebody does', async () => {
  const stage = new Stage()
  stage.show(true)
  const ask = stage.ask(false)
  ask()
  ask()
  stage.show(true)
  expect(stage.fetches).toBe(0)
  stage.show(false)
  await expect.poll(() => stage.fetches).toBe(1)
})

test('who is in one room is shown without such a rest', async () => {
  const stage = new Stage()
  stage.ask(true)()
  await expect.poll(() => stage.rests).toEqual([1000])
})
