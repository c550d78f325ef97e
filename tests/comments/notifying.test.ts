import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { outboxJobs } from '../../src/app/outbox-jobs.ts'
import { doOutboxEntries } from '../../src/platform/jobs/outbox-worker.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { addTask, comment } from '../support/threads.ts'

const jobsByName = new Map(outboxJobs.map((job) => [job.name, job]))

describe.each(databaseKinds())('whom a comment concerns, on %s', (kind) => {
  let app: TestApp
  let people: TestPerson[]
  let board: TestBoard
  let taskId: number
  beforeAll(async () => {
    app = await startApp(kind, { worker: false })
    people = []
    for (const name of ['ana', 'ben', 'cleo', 'dev', 'olga']) people.push(await app.person(name))
  })
  afterAll(() => app.stop())
  beforeEach(async () => {
    board = await app.board(who('ana'), [
      [who('ben'), 'member'],
      [who('cleo'), 'member'],
      [who('dev'), 'viewer'],
    ])
    taskId = await addTask(who('ana'), board)
  })

  function who(name: string): TestPerson {
    const person = people.find(({ username }) => username === name)
    if (!person) throw new Error(`there is no ${name}`)
    return person
  }

  const assign = (...names: string[]) =>
    who('ana').visitor.api('PATCH', `/api/v1/tasks/${taskId}`, { assigneeIds: names.map((name) => who(name).id) })
  const doAll = async () => {
    const entries = await app.services.db.outboxEntry.findMany({ where: { doneAt: null }, orderBy: { id: 'asc' } })
    for (const { id } of entries) await doOutboxEntries(app.services, jobsByName, [id])
  }
  /** Who was told of a comment, and as what. */
  const told = async (commentId: string): Promise<string[]> => {
    await doAll()
    const found = await app.services.db.notification.findMany({
      where: { commentId },
      orderBy: { recipientId: 'asc' },
      select: { type: true, recipient: { select: { username: true } } },
    })
    return found.map(({ type, recipient }) => `${recipient.username}: ${type}`)
  }

  test('those who are to do the task are told of each comment, but not of their own', async () => {
    await assign('ben', 'ana')
    expect(await told((await comment(who('ana'), taskId, 'hello')).id)).toEqual(['ben: comment'])
    expect(await told((await comment(who('cleo'), taskId, 'hello')).id)).toEqual(['ana: comment', 'ben: comment'])
  })

  test('a reply tells who wrote what it answers and who answered before, whoever they are', async () => {
    const first = await comment(who('ben'), taskId, 'first')
    await comment(who('cleo'), taskId, 'one reply', first.id)
    const second = await comment(who('ana'), taskId, 'another', first.id)
    expect(await told(second.id)).toEqual(['ben: reply', 'cleo: reply'])
    expect(await told((await comment(who('ana'), taskId, 'on its own')).id)).toEqual([])
  })

  test('each is told once, as what concerns them most: mentioned before answered before assigned', async () => {
    await assign('ben', 'cleo', 'dev')
    const first = await comment(who('cleo'), taskId, 'first')
    await comment(who('ben'), taskId, 'a reply', first.id)
    const { id } = await comment(who('ana'), taskId, 'look, @ben and @ana', first.id)
    expect(await told(id)).toEqual(['ben: mention', 'cleo: reply', 'dev: comment'])
  })

  test('“@room”, strangers, and names in code call nobody', async () => {
    const { id, mentions } = await comment(who('ana'), taskId, '@room @olga @nobody `@ben`\n\n    @cleo')
    expect(mentions).toEqual([])
    expect(await told(id)).toEqual([])
  })

  test('an edit tells those whom it mentions for the first time, and nobody else, once', async () => {
    await assign('dev')
    const { id } = await comment(who('ana'), taskId, 'hello @ben')
    expect(await told(id)).toEqual(['ben: mention', 'dev: comment'])
    await assign('dev', 'cleo')
    const path = `/api/v1/comments/${id}`
    await who('ana').visitor.api('PATCH', path, { content: 'hello @ben, once more' })
    expect(await told(id)).toEqual(['ben: mention', 'dev: comment'])
    await who('ana').visitor.api('PATCH', path, { content: 'hello @ben and @cleo' })
    expect(await told(id)).toEqual(['ben: mention', 'cleo: mention', 'dev: comment'])
  })

  test('who has left the board before the job is done is not told, nor is anybody of what was deleted', async () => {
    await assign('dev')
    const { id } = await comment(who('ana'), taskId, 'farewell @ben')
    await who('ana').visitor.api('DELETE', `/api/v1/boards/${board.id}/members/${who('ben').id}`)
    expect(await told(id)).toEqual(['dev: comment'])
    const gone = await comment(who('ana'), taskId, 'a slip of the tongue, @cleo')
    await who('ana').visitor.api('DELETE', `/api/v1/comments/${gone.id}`)
    expect(await told(gone.id)).toEqual([])
  })

  test('the job done many times at once tells once', async () => {
    const { id } = await comment(who('ana'), taskId, 'hello @ben @cleo')
    const [entry] = await app.services.db.outboxEntry.findMany({ where: { payload: { contains: id } } })
    expect(entry).toMatchObject({ job: 'notify-commented', doneAt: null })
    await Promise.all([1, 2, 3, 4].map(() => doOutboxEntries(app.services, jobsByName, [entry?.id ?? ''])))
    expect(await told(id)).toEqual(['ben: mention', 'cleo: mention'])
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
