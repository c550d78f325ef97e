import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillBoard } from '../../scripts/bench/fill-board.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestPerson } from '../support/makers.ts'
import { listenToStatements, type StatementLog } from '../support/statements.ts'

const few = 3
const many = 1200

describe.each(databaseKinds())('what a board asks of %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let statements: StatementLog
  beforeAll(async () => {
    // Before the app: what listens later would miss the connections' own ways.
    statements = listenToStatements()
    app = await startApp(kind, { worker: false })
    ana = await app.person('ana')
    ben = await app.person('ben')
  })
  afterAll(async () => {
    statements.stop()
    await app.stop()
  })

  async function boardOf(taskCount: number): Promise<number> {
    const { id, columnIds } = await app.board(ana, [[ben, 'member']])
    await fillBoard(app.services.db, { id, columnIds, memberIds: [ana.id, ben.id] }, taskCount)
    return id
  }

  /** The statements for an answer in which every task of the board is; some of them are asked side by side. */
  async function asked(path: string, shows: RegExp, taskCount: number): Promise<string[]> {
    statements.take()
    const { status, text } = await ana.visitor.get(path)
    const made = statements.take()
    expect(status).toBe(200)
    expect(text.match(shows)).toHaveLength(taskCount)
    return made.toSorted()
  }

  const slip = /<li (?:hidden )?class="task"/g

  test.each([
    ['the page, with nothing drawn before', (id: number) => `/boards/${id}/`, slip],
    ['the page, filtered', (id: number) => `/boards/${id}/?q=the&due=overdue`, slip],
    ['the JSON API', (id: number) => `/api/v1/boards/${id}`, /"stepCount"/g],
  ])('%s: as much for many tasks as for few', async (_name, path, shows) => {
    const [small, large] = [await boardOf(few), await boardOf(many)]
    const forFew = await asked(path(small), shows, few)
    expect(forFew.length).toBeGreaterThan(5)
    expect(await asked(path(large), shows, many)).toEqual(forFew)
  })

  test('the page with its tasks drawn before: less, and as much for many tasks as for few', async () => {
    const [small, large] = [await boardOf(few), await boardOf(many)]
    const cold = await asked(`/boards/${small}/`, slip, few)
    const forFew = await asked(`/boards/${small}/`, slip, few)
    expect(forFew.length).toBeLessThan(cold.length)
    await asked(`/boards/${large}/`, slip, many)
    expect(await asked(`/boards/${large}/`, slip, many)).toEqual(forFew)
  })
})
