import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boardChangesSince, type ReadBoardChanges } from '../../src/boards/board-changes.ts'
import { nextBoardVersion } from '../../src/boards/index.ts'
import { change } from '../../src/platform/change.ts'
import { Unavailable } from '../../src/platform/errors.ts'
import { createChangeFeed } from '../../src/platform/live/feed.ts'
import { RememberedAccess } from '../../src/platform/live/remembered-access.ts'
import { createTask, readTaskChanges } from '../../src/tasks/index.ts'
import { columnEditor } from '../../src/tasks/tasks.policy.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'

describe.each(databaseKinds())('what follows a commit on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await startApp(kind, { worker: false })
  })
  afterAll(() => app.stop())

  test('happens though one change cannot be described, and the change counts as made', async () => {
    const owner = await app.person(`owner-${kind}`)
    const { id } = await app.board(owner)
    const done: string[] = []
    const made = await change(app.services, async (draft) => {
      draft.announce(`board:${id}`, () => {
        throw new Error('no drawing')
      })
      draft.afterCommit(() => done.push('put out'))
      return nextBoardVersion(draft.tx, id)
    })
    expect(made).toBe(2)
    expect(done).toEqual(['put out'])
    app.services.feed.flush()
    expect(app.takeErrors()).toMatchObject([{ msg: 'a step after a commit failed', err: { message: 'no drawing' } }])
  })

  test('comes not at all where the transaction could not end in its time: whoever asked may ask again', async () => {
    const owner = await app.person(`late-${kind}`)
    const { id } = await app.board(owner)
    const late = change(
      app.services,
      async ({ tx }) => {
        await nextBoardVersion(tx, id)
        await pause(400)
        await nextBoardVersion(tx, id)
      },
      { timeoutMs: 100 },
    )
    await expect(late).rejects.toBeInstanceOf(Unavailable)
    const board = await app.services.db.board.findUniqueOrThrow({ where: { id } })
    expect(board.version).toBe(1)
  })

  test('a catch-up is read again when something came while it was read, so that it says all of it', async () => {
    const { board, addTask } = await boardWithTasks(`reader-${kind}`)
    let reads = 0
    const readWhileOthersWork: ReadBoardChanges = async (...asked) => {
      reads += 1
      const found = await readTaskChanges(...asked)
      if (reads === 1) await addTask('came behind the reader')
      return found
    }
    await addTask('was there')
    const { version, changes } = await boardChangesSince(app.services, [readWhileOthersWork], board, 1)
    expect({ version, told: changes.map((told) => told.version) }).toEqual({ version: 3, told: [2, 3] })
    expect(reads).toBe(2)
  })

  test('on a board that never rests the page is fetched anew, instead of some of what happened', async () => {
    const { board, addTask } = await boardWithTasks(`restless-${kind}`)
    await addTask('was there')
    const readWhileOthersWork: ReadBoardChanges = async (...asked) => {
      await addTask('came meanwhile')
      return readTaskChanges(...asked)
    }
    const caughtUp = await boardChangesSince(app.services, [readWhileOthersWork], board, 1)
    expect(caughtUp).toEqual({ version: 1, changes: [], reload: true })
  })

  async function boardWithTasks(ownerName: string) {
    const owner = await app.person(ownerName)
    const board = await app.board(owner)
    const access = await columnEditor(app.services, owner, { columnId: board.columnIds[0] ?? 0 })
    const addTask = (title: string) =>
      change(app.services, (draft) => createTask(app.services, draft, access, { title }))
    return { board: access.board, addTask }
  }
})

test('changes that were committed in one order and came in another are told in their order', async () => {
  const told: { version: number; changes: { version: number }[] }[] = []
  const feed = createChangeFeed((_room, _event, payload) => void told.push(payload as (typeof told)[number]))
  const publish = (version: number): void =>
    feed.publish('room:1', () => [{ type: 'message:posted', version, patches: [] }])
  publish(1)
  // Whoever made the change is answered first.
  expect(told).toEqual([])
  await nextTurn()
  publish(3)
  publish(2)
  feed.flush()
  expect(told.map(({ version, changes }) => [version, changes.map((one) => one.version)])).toEqual([
    [1, [1]],
    [3, [2, 3]],
  ])
})

test('an answer of the door that is older than the loss of access is not remembered', async () => {
  const access = new RememberedAccess()
  let answer: (rank: string) => void = () => undefined
  const asked = access.get('room:1', 'message:post', () => new Promise((resolve) => (answer = resolve)))
  access.forget()
  answer('member')
  expect(await asked).toBe('member')
  expect(await access.get('room:1', 'message:post', async () => 'viewer')).toBe('viewer')
})
