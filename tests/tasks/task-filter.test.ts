import { parseHTML } from 'linkedom'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readFilter, taskMatcher, type TaskFilter } from '../../src/tasks/task-filter.ts'
import { filterTasks } from '../../src/tasks/filtered-tasks.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'

const today = '2026-03-12'

/** Tasks that differ in all that can be filtered by; each is called by the first word of its title. */
const tasks: {
  title: string
  labels?: string[]
  people?: string[]
  priority?: string
  dueOn?: string
  isDone?: true
}[] = [
  { title: 'Alpha press kit', labels: ['Press'], people: ['ana'], priority: 'high', dueOn: '2026-03-10' },
  { title: 'Beta Café ÉTÉ', labels: ['Copy'], people: ['ben'], priority: 'low', dueOn: today },
  { title: 'Gamma photos', labels: ['Press', 'Copy'], people: ['ana', 'ben'], dueOn: '2026-03-18' },
  { title: 'Delta drop test', priority: 'urgent', dueOn: '2026-03-19' },
  { title: 'Epsilon [100%] done', labels: ['Press'], dueOn: '2026-03-10', isDone: true },
]

/** What stands in the address (with names where there are ids), and which tasks it leaves. */
const table: [address: string, left: string][] = [
  ['', 'Alpha Beta Gamma Delta Epsilon'],
  ['q=press', 'Alpha'],
  ['q=PHOTOS+gamma', 'Gamma'],
  ['q=café+été', 'Beta'],
  ['q=100%25', 'Epsilon'],
  ['q=%5B1', 'Epsilon'],
  ['q=1.0', ''],
  ['q=%23Delta', 'Delta'],
  ['label=Press', 'Alpha Gamma Epsilon'],
  ['label=Press&label=Copy', 'Alpha Beta Gamma Epsilon'],
  ['label=none', 'Delta'],
  ['label=none&label=Copy', 'Beta Gamma Delta'],
  ['assignee=ben', 'Beta Gamma'],
  ['assignee=me', 'Alpha Gamma'],
  ['assignee=none', 'Delta Epsilon'],
  ['assignee=me&assignee=none', 'Alpha Gamma Delta Epsilon'],
  ['priority=high&priority=urgent', 'Alpha Delta'],
  ['priority=none', 'Gamma Epsilon'],
  ['due=overdue', 'Alpha'],
  ['due=today', 'Beta'],
  ['due=week', 'Beta Gamma'],
  ['due=overdue&due=today', 'Alpha Beta'],
  ['due=none', ''],
  ['label=Press&assignee=me&due=overdue&priority=high&q=kit', 'Alpha'],
  ['label=Press&assignee=ben&due=overdue', ''],
  ['label=abc&assignee=-1&priority=high%27&due=never', 'Alpha Beta Gamma Delta Epsilon'],
]

describe.each(databaseKinds())('a board’s filter on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let board: TestBoard
  const ids = new Map<string, number>()
  const labelIds = new Map<string, number>()
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    ben = await app.person('ben')
    board = await app.board(ana, [[ben, 'member']])
    const made = async (path: string, body: object): Promise<number> => {
      const answer = await ana.visitor.api('POST', path, body)
      expect(answer.status).toBe(201)
      return Object.values(answer.json() as Record<string, { id: number }>)[0]?.id ?? 0
    }
    for (const [name, colour] of [
      ['Press', 'plum'],
      ['Copy', 'straw'],
    ] as const)
      labelIds.set(name, await made(`/api/v1/boards/${board.id}/labels`, { name, colour }))
    for (const { title, labels = [], people = [], isDone, ...facts } of tasks) {
      const id = await made(`/api/v1/columns/${board.columnIds[isDone ? 2 : 0]}/tasks`, { title })
      ids.set(title.split(' ')[0] ?? '', id)
      const answer = await ana.visitor.api('PATCH', `/api/v1/tasks/${id}`, {
        ...facts,
        labelIds: labels.map((name) => labelIds.get(name)),
        assigneeIds: people.map((name) => (name === 'ana' ? ana.id : ben.id)),
      })
      expect(answer.status).toBe(200)
    }
  })
  afterAll(() => app.stop())

  /** With ids where the table has names. */
  function filterOf(address: string): TaskFilter {
    const search = new URLSearchParams(address)
    const idOf = (value: string): string => String(labelIds.get(value) ?? (value === 'ben' ? ben.id : value))
    const numbered = (value: string): string => value.replace(/^#(\w+)$/, (_, name: string) => `#${ids.get(name)}`)
    return readFilter((name) => search.getAll(name).map(name === 'q' ? numbered : idOf))
  }

  function namesOf(found: Iterable<number>): string {
    const set = new Set(found)
    return [...ids].flatMap(([name, id]) => (set.has(id) ? [name] : [])).join(' ')
  }

  test.each(table)('the server answers “%s” with “%s”', async (address, left) => {
    const viewer = { viewerId: ana.id, today }
    const { matching, total } = await filterTasks(app.services.db, board.id, filterOf(address), viewer)
    expect(namesOf(matching)).toBe(left)
    expect(total).toBe(tasks.length)
  })

  test.each(table)('the browser, which reads the page, answers “%s” with “%s”', async (address, left) => {
    const { document, HTMLElement } = parseHTML((await ana.visitor.get(`/boards/${board.id}/`)).text)
    Object.assign(globalThis, {
      HTMLElement,
      MutationObserver: class {
        observe(): void {}
      },
    })
    const { TaskIndex } = await import('../../src/browser/boards/task-index.ts')
    const element = document.querySelector<HTMLElement>('[data-board]')
    if (element === null) throw new Error('The page shows no board')
    const index = new TaskIndex(element, () => undefined)
    const { matching, total } = index.show(taskMatcher(filterOf(address), { viewerId: ana.id, today }))
    const shown = [...document.querySelectorAll<HTMLElement>('.task')].filter((task) => !task.hasAttribute('hidden'))
    expect(namesOf(shown.map(({ dataset }) => Number(dataset['taskId'])))).toBe(left)
    expect({ matching, total }).toEqual({ matching: shown.length, total: tasks.length })
  })

  test('the page hides what does not match, counts, and fills the form in', async () => {
    const press = labelIds.get('Press')
    const { text } = await ana.visitor.get(
      `/boards/${board.id}/?q=p&label=${press}&assignee=${ana.id}&priority=high&label=none`,
    )
    const { document } = parseHTML(text)
    const shown = [...document.querySelectorAll<HTMLElement>('.task:not([hidden])')]
    expect(namesOf(shown.map(({ dataset }) => Number(dataset['taskId'])))).toBe('Alpha')
    expect(document.querySelectorAll('.task')).toHaveLength(tasks.length)
    expect(document.querySelector('[data-filter-count]')?.textContent).toBe('1 of 5 tasks')
    const checked = [...document.querySelectorAll('.board-filter [checked]')].map((box) => box.getAttribute('value'))
    expect(checked).toEqual(['me', String(press), 'none', 'high'])
    expect(document.querySelector('#filter-words')?.getAttribute('value')).toBe('p')
  })

  test('what the board has not is no part of its filter, and garbage is no error', async () => {
    for (const search of [
      'label=999999',
      'assignee=999999',
      'label=99999999999999',
      'due=%FF',
      'q=a&q=b&label=x&label=y',
      'priority=',
    ]) {
      const { status, text } = await ana.visitor.get(`/boards/${board.id}/?${search}`)
      expect(status, search).toBe(200)
      if (!search.startsWith('q')) expect(text, search).not.toContain('data-filtering')
    }
    expect((await ana.visitor.get(`/boards/${board.id}/?q=%23&due=overdue&label=none`)).text).toContain(
      'No task matches “#”',
    )
  })

  test('a task that lies open over a filtered board leads back to the filtered board', async () => {
    const filtered = `/boards/${board.id}/?q=press&due=overdue&due=today`
    const { text } = await ana.visitor.get(`${filtered}&task=${ids.get('Alpha')}`)
    expect(parseHTML(text).document.querySelector('[data-close-panel]')?.getAttribute('href')).toBe(filtered)
  })

  test('the menus follow the labels and members, for members only', async () => {
    const { text } = await ben.visitor.get(`/boards/${board.id}/filter/?assignee=${ana.id}`)
    expect(text).toContain('Press')
    expect(text).toMatch(new RegExp(`value="${ana.id}" checked`))
    expect((await (await app.person('outsider')).visitor.get(`/boards/${board.id}/filter/`)).status).toBe(404)
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
