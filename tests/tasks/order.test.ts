import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { putTask } from '../../src/tasks/task-place.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'

describe.each(databaseKinds())('the order of tasks on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await startApp(kind, { worker: false })
  })
  afterAll(() => app.stop())

  // What a move does besides (history, telling) would take minutes. A rank is the same text in both databases; the slower one
  // has fewer turns, which are enough for ranks to be shortened eight times.
  test('survives 10,000 moves into one gap', { timeout: 180_000 }, async () => {
    const { db } = app.services
    const ana = await app.person('ana')
    const { id: boardId, columnIds } = await app.board(ana)
    const columnId = columnIds[0] ?? 0
    const ids: number[] = []
    for (const [place, title] of ['a', 'b', 'c', 'd'].entries()) {
      const data = { boardId, columnId, title, rank: `a${place}`, version: 1, createdById: ana.id }
      ids.push((await db.task.create({ data, select: { id: true } })).id)
    }
    const [a = 0, b = 0, c = 0] = ids
    const turns = kind === 'sqlite' ? 10_000 : 2_000
    for (let from = 0; from < turns; from += 500)
      await db.$transaction(
        async (tx) => {
          const above = await tx.task.findUniqueOrThrow({ where: { id: a }, select: { id: true, rank: true } })
          for (let turn = from; turn < from + 500; turn += 1)
            await putTask(tx, { taskId: turn % 2 === 0 ? c : b, columnId, above, version: 9 })
        },
        { timeout: 60_000 },
      )
    const tasks = await db.task.findMany({ where: { columnId }, orderBy: { rank: 'asc' } })
    expect(tasks.map(({ title }) => title)).toEqual(['a', 'b', 'c', 'd'])
    expect(Math.max(...tasks.map(({ rank }) => rank.length))).toBeLessThanOrEqual(40)
    expect(new Set(tasks.map(({ rank }) => rank)).size).toBe(4)
  })
})
