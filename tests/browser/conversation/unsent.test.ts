import { randomInt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parseHTML } from 'linkedom'
import { beforeEach, expect, test } from 'vitest'
import { UnsentList } from '../../../src/browser/conversation/unsent.ts'
import { UnsentQueue } from '../../../src/browser/conversation/unsent-queue.ts'

const markup = await readFile(new URL('../../../views/conversation/_unsent.ejs', import.meta.url), 'utf8')
let talk: HTMLElement
let queue: UnsentQueue

beforeEach(() => {
  const { document, HTMLElement } = parseHTML(`<div>${markup}</div>`)
  Object.assign(globalThis, { window: new EventTarget(), HTMLElement })
  talk = document.querySelector('div') as HTMLElement
  queue = new UnsentQueue(randomInt(2 ** 40), 'room:7')
  const { clientId } = queue.add('A long text that was refused')
  queue.refuse(clientId, 'You may not write here.')
})

test('a refused message is taken back to the composer', () => {
  const taken: string[] = []
  new UnsentList(talk, queue, ({ content }) => taken.push(content))
  press('[data-unsent-edit]')
  expect(taken).toEqual(['A long text that was refused'])
  expect(queue.entries()).toEqual([])
})

test('where there is no composer it is not offered to be edited, and stays', () => {
  new UnsentList(talk, queue, null)
  const edit = talk.querySelector<HTMLElement>('[data-client-id] [data-unsent-edit]')
  expect(edit?.hidden).toBe(true)
  press('[data-unsent-edit]')
  expect(queue.entries()).toHaveLength(1)
  press('[data-unsent-discard]')
  expect(queue.entries()).toEqual([])
})

function press(button: string): void {
  talk.querySelector<HTMLElement>(`[data-client-id] ${button}`)?.click()
}
