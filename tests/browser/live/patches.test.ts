import { beforeEach, expect, test } from 'vitest'
import type { Patch } from '../../../src/browser/live/protocol.ts'
import { openPage, type Page } from '../../support/page.ts'

let page: Page

beforeEach(async () => {
  page = await openPage(`<body>
    <ol id="one">${task(1, 'a0')}${task(2, 'a1')}${task(3, 'a2')}</ol>
    <ol id="two">${task(4, 'a0')}${task(5, 'a5')}</ol>
  </body>`)
})

function task(id: number, rank: string, inside = `Task ${id}`, attributes = ''): string {
  return `<li class="task" id="task-${id}" data-rank="${rank}" ${attributes}>${inside}</li>`
}

function apply(...patches: Patch[]): void {
  page.apply([{ type: 'task:moved', version: 2, patches }])
}

function append(list: string, html: string): void {
  apply({ op: 'append', target: `#${list}`, html })
}

function order(list: string): string[] {
  return [...(page.document.getElementById(list)?.children ?? [])].map(({ id }) => id.replace('task-', ''))
}

function element(id: number): HTMLElement {
  const found = page.document.getElementById(`task-${id}`)
  if (found === null) throw new Error(`There is no task ${id}`)
  return found
}

test.each([
  ['Zz', ['9', '1', '2', '3']],
  ['a0V', ['1', '9', '2', '3']],
  ['a1', ['1', '2', '9', '3']],
  ['a3', ['1', '2', '3', '9']],
])('a new element with the rank %s comes where its rank says', (rank, expected) => {
  append('one', task(9, rank))
  expect(order('one')).toEqual(expected)
})

test('ranks are compared by code units, as the databases do, and not as a language would', () => {
  append('one', task(9, 'aZ'))
  expect(order('one')).toEqual(['1', '2', '3', '9'])
  append('one', task(8, 'B0'))
  expect(order('one')).toEqual(['8', '1', '2', '3', '9'])
})

test('of two with one rank the older comes first', () => {
  append('two', task(3, 'a5'))
  expect(order('two')).toEqual(['4', '3', '5'])
  append('two', task(10, 'a5'))
  expect(order('two')).toEqual(['4', '3', '5', '10'])
})

test.each([
  [1, 'a1V', ['2', '1', '3']],
  [1, 'a9', ['2', '3', '1']],
  [3, 'Zz', ['3', '1', '2']],
  [2, 'a1', ['1', '2', '3']],
  [2, 'a0V', ['1', '2', '3']],
])('task %i, told again with the rank %s, stands where that says, once', (id, rank, expected) => {
  append('one', task(id, rank, 'Told again'))
  expect(order('one')).toEqual(expected)
  expect(element(id).textContent).toBe('Told again')
  append('one', task(id, rank, 'Told again'))
  expect(order('one')).toEqual(expected)
})

test('an element that stands in another list moves to the one where it now belongs', () => {
  append('two', task(1, 'a3'))
  expect(order('one')).toEqual(['2', '3'])
  expect(order('two')).toEqual(['4', '1', '5'])
})

test.each(['data-lifted', 'data-moving'])('one with %s is passed over when places are compared', (mark) => {
  // Task 3 (a2) is held in front of all others.
  element(3).setAttribute(mark, '')
  page.document.getElementById('one')?.prepend(element(3))
  append('one', task(9, 'a0V'))
  expect(order('one')).toEqual(['3', '1', '9', '2'])
  append('one', task(1, 'a0', 'Renamed'))
  expect(order('one')).toEqual(['3', '1', '9', '2'])
})

test.each(['data-lifted', 'data-moving'])('one with %s stays in the hand and shows what it has become', (mark) => {
  const held = element(3)
  held.setAttribute(mark, '')
  held.classList.add('drop-placeholder')
  held.setAttribute('data-due', '2026-03-12')
  append('two', task(3, 'a7', 'Renamed', 'data-priority="high"'))
  expect(order('one')).toEqual(['1', '2', '3'])
  expect(element(3)).toBe(held)
  expect(held.outerHTML).toContain(mark)
  expect(held.className).toBe('task drop-placeholder')
  expect(held.textContent).toBe('Renamed')
  expect([held.dataset.rank, held.dataset.priority]).toEqual(['a7', 'high'])
  expect(held.hasAttribute('data-due')).toBe(false)
})

test('an element without an order goes to the end, and is replaced where it stands', () => {
  append('one', '<li id="new">New</li>')
  append('one', '<li id="task-1">Plain</li>')
  expect(order('one')).toEqual(['1', '2', '3', 'new'])
})

test('positions are numbers, and what has none is passed over', async () => {
  page = await openPage('<body><ol id="log"><li>day</li><li id="m1" data-position="9"></li><li>day</li></ol></body>')
  append('log', '<li id="m2" data-position="10"></li>')
  append('log', '<li id="m0" data-position="-1"></li>')
  append('log', '<li id="m1" data-position="11"></li>')
  expect(order('log').filter((id) => id !== '')).toEqual(['m0', 'm2', 'm1'])
})

test('a hidden element stays hidden until the filter has looked at it', () => {
  element(2).hidden = true
  append('two', task(2, 'a7'))
  expect(element(2).hasAttribute('hidden')).toBe(true)
  append('two', task(4, 'a7'))
  expect(element(4).hasAttribute('hidden')).toBe(false)
})

test('what was typed and opened within a replaced element is there in the new one', async () => {
  const header = (name: string): string => `<header id="header"><details class="menu"></details>
    <details class="menu"><form action="/columns/5/">
      <input name="name" type="text" value="${name}"><input name="wipLimit" type="number" value="">
    </form></details></header>`
  page = await openPage(`<body>${header('To Do')}</body>`)
  page.document.querySelectorAll('details')[1]?.setAttribute('open', '')
  // A browser's fields keep what is typed apart from the attribute.
  const limit = page.document.querySelector('[name="wipLimit"]')
  if (limit === null) throw new Error('There is no field')
  Object.defineProperty(limit, 'value', { value: '4' })
  apply({ op: 'replace', target: '#header', html: header('Next') })
  const openings = [...page.document.querySelectorAll('details')].map((details) => details.hasAttribute('open'))
  const values = [...page.document.querySelectorAll('input')].map(({ value }) => value)
  expect(openings).toEqual([false, true])
  expect(values).toEqual(['Next', '4'])
})

/** Two columns: 5 with the tasks 1 and 2, 6 with the task 3. */
async function openColumns(): Promise<void> {
  page = await openPage(`<body><div id="columns">
    ${column(5, 'a0', task(1, 'a0') + task(2, 'a1'))}${column(6, 'a1', task(3, 'a0'))}
  </div></body>`)
}

function column(id: number, rank: string, tasks: string): string {
  return `<section class="column" id="column-${id}" data-rank="${rank}"><ol id="column-${id}-tasks" data-tasks>${tasks}</ol></section>`
}

test('a column that comes with a task takes it from where it was: it is nowhere twice', async () => {
  await openColumns()
  append('columns', column(7, 'a2', task(2, 'a0', 'Here now')))
  expect(order('columns')).toEqual(['column-5', 'column-6', 'column-7'])
  expect(order('column-5-tasks')).toEqual(['1'])
  expect(order('column-7-tasks')).toEqual(['2'])
  expect(element(2).textContent).toBe('Here now')
})

test('a column that is drawn anew around a held task leaves it in the hand, where it was', async () => {
  await openColumns()
  const held = element(3)
  held.dataset.lifted = ''
  element(1).after(held)
  append('columns', column(5, 'a5', task(8, 'Zz') + task(1, 'a0') + task(2, 'a1')))
  expect(order('columns')).toEqual(['column-6', 'column-5'])
  expect(order('column-5-tasks')).toEqual(['8', '1', '3', '2'])
  expect(element(3)).toBe(held)
  append('columns', column(6, 'a1', task(3, 'a0', 'Renamed')))
  expect(order('column-6-tasks')).toEqual([])
  expect(order('column-5-tasks')).toEqual(['8', '1', '3', '2'])
  expect(held.textContent).toBe('Renamed')
})

test('a held column stays in the hand, with what has come into it', async () => {
  await openColumns()
  const held = page.document.getElementById('column-5')
  held?.setAttribute('data-moving', '')
  append('columns', column(5, 'a9', task(1, 'a0') + task(4, 'a4')))
  expect(order('columns')).toEqual(['column-5', 'column-6'])
  expect(page.document.getElementById('column-5')).toBe(held)
  expect(held?.dataset.rank).toBe('a9')
  expect(order('column-5-tasks')).toEqual(['1', '4'])
})
