import { beforeEach, expect, test } from 'vitest'
import { openPage, type Page } from '../../support/page.ts'

const { isAtHome, placeOf, putInOrder, wordsForPlace } = await importPlaces()
let page: Page

beforeEach(async () => {
  page = await openPage(`<body><div data-board><div class="columns">
    ${column(5, 'To Do', task(1, 'a0') + task(2, 'a1', 'hidden') + task(3, 'a2'))}
    ${column(6, 'Done', task(4, 'a0'))}
  </div></div></body>`)
})

/** The browser's code asks for the window as it is loaded. */
async function importPlaces() {
  await openPage('<body></body>')
  return import('../../../src/browser/boards/moving/places.ts')
}

function task(id: number, rank: string, attributes = ''): string {
  return `<li class="task" id="task-${id}" data-task-id="${id}" data-rank="${rank}" data-column-id="${id === 4 ? 6 : 5}" ${attributes}></li>`
}

function column(id: number, name: string, tasks: string): string {
  return `<section class="column" id="column-${id}" data-column-id="${id}" data-rank="a${id}">
    <header class="column-header"><h2>${name}</h2></header><ol id="column-${id}-tasks" data-tasks>${tasks}</ol></section>`
}

function element(id: string): HTMLElement {
  const found = page.document.getElementById(id)
  if (found === null) throw new Error(`There is no ${id}`)
  return found
}

test('the neighbours of a place are those in order, hidden ones too', () => {
  expect(placeOf(element('task-3'))).toEqual({ columnId: 5, afterTaskId: 2, beforeTaskId: null })
  expect(placeOf(element('task-1'))).toEqual({ columnId: 5, afterTaskId: null, beforeTaskId: 2 })
  element('task-4').before(element('task-3'))
  expect(placeOf(element('task-3'))).toEqual({ columnId: 6, afterTaskId: null, beforeTaskId: 4 })
})

test('what fades away is no neighbour', () => {
  element('task-2').removeAttribute('id')
  expect(placeOf(element('task-3'))).toEqual({ columnId: 5, afterTaskId: 1, beforeTaskId: null })
})

test('a task that was put past a hidden one only is at home, and stands exactly there again', () => {
  element('task-1').after(element('task-3'))
  expect(isAtHome(element('task-3'))).toBe(true)
  expect(placeOf(element('task-3')).afterTaskId).toBe(2)
})

test('a task that was put past one that is shown, or into another column, is not at home and stays', () => {
  element('task-1').before(element('task-3'))
  expect(isAtHome(element('task-3'))).toBe(false)
  expect(placeOf(element('task-3')).beforeTaskId).toBe(1)
  element('task-4').after(element('task-1'))
  expect(isAtHome(element('task-1'))).toBe(false)
  expect(placeOf(element('task-1'))).toEqual({ columnId: 6, afterTaskId: 4, beforeTaskId: null })
})

test('what is put back stands where its rank says; where its column has gone it goes too', () => {
  element('task-4').after(element('task-1'))
  putInOrder(element('task-1'))
  expect(placeOf(element('task-1'))).toEqual({ columnId: 5, afterTaskId: null, beforeTaskId: 2 })
  const held = element('task-4')
  element('task-1').after(held)
  element('column-6').remove()
  putInOrder(held)
  expect(held.isConnected).toBe(false)
})

test('columns are put in order too', () => {
  element('column-6').after(element('column-5'))
  expect(isAtHome(element('column-5'))).toBe(false)
  putInOrder(element('column-5'))
  expect(isAtHome(element('column-5'))).toBe(true)
})

test('a place in words counts what is shown', () => {
  expect(wordsForPlace(element('task-3'))).toBe('Position 2 of 2 in To Do.')
})
