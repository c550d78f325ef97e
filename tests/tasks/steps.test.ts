import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { statusesOf, type Answer } from '../support/visitor.ts'

interface Step {
  id: number
  text: string
  isDone: boolean
  rank: string
}

describe.each(databaseKinds())('steps on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let board: TestBoard
  let taskId: number
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    ben = await app.person('ben')
  })
  afterAll(() => app.stop())
  beforeEach(async () => {
    board = await app.board(ana, [[ben, 'member']])
    taskId = await addTask()
  })

  const api = (method: string, path: string, body?: object): Promise<Answer> =>
    ana.visitor.api(method, `/api/v1${path}`, body)
  const addTask = async (title = 'Press kit', to = board): Promise<number> => {
    const answer = await api('POST', `/columns/${to.columnIds[0]}/tasks`, { title })
    return (answer.json() as { task: { id: number } }).task.id
  }
  const add = async (text: string, of = taskId): Promise<Step> => {
    const answer = await api('POST', `/tasks/${of}/steps`, { text })
    expect(answer.status, answer.text).toBe(201)
    return (answer.json() as unknown as { step: Step }).step
  }
  const steps = async (): Promise<Step[]> =>
    ((await api('GET', `/tasks/${taskId}`)).json() as unknown as { task: { steps: Step[] } }).task.steps
  const texts = async (): Promise<string[]> => (await steps()).map(({ text }) => text)
  const deeds = async (): Promise<string[]> => {
    const { items } = (await api('GET', `/tasks/${taskId}/activity`)).json() as { items: { type: string }[] }
    return items.map(({ type }) => type).toReversed()
  }
  const version = async (): Promise<number> =>
    (await app.services.db.board.findUniqueOrThrow({ where: { id: board.id } })).version

  test('steps stand in the order in which they were added; a task counts them', async () => {
    const first = await add(' Choose photos ')
    await add('Write the text')
    expect(first).toEqual({ id: first.id, text: 'Choose photos', isDone: false, rank: first.rank })
    await api('PATCH', `/steps/${first.id}`, { isDone: true })
    expect(await texts()).toEqual(['Choose photos', 'Write the text'])
    expect((await api('GET', `/tasks/${taskId}`)).json()).toMatchObject({ task: { stepCount: 2, stepsDone: 1 } })
  })

  test('what is done to a step is written down and told, with one version each', async () => {
    const listener = await app.socket(ben.visitor)
    await listener.ask('board:join', { boardId: board.id })
    const before = await version()
    const { id } = await add('Choose photos')
    await api('PATCH', `/steps/${id}`, { text: 'Choose six photos', isDone: true })
    await api('PATCH', `/steps/${id}`, { isDone: false })
    await api('DELETE', `/steps/${id}`)
    expect(await version()).toBe(before + 4)
    expect(await deeds()).toEqual(
      expect.arrayContaining(['step:added', 'step:changed', 'step:checked', 'step:unchecked', 'step:removed']),
    )
    await listener.change(`board:${board.id}`, 'task:changed', (change) => change.version === before + 4)
    const told = listener.changes(`board:${board.id}`).filter(({ type }) => type === 'task:changed')
    expect(told.map((change) => change['task'])).toMatchObject([
      { id: taskId, stepCount: 1, stepsDone: 0 },
      { id: taskId, stepCount: 1, stepsDone: 1 },
      { id: taskId, stepCount: 1, stepsDone: 0 },
      { id: taskId, stepCount: 0, stepsDone: 0 },
    ])
  })

  test('what is so already changes nothing', async () => {
    const { id } = await add('Choose photos')
    const before = await version()
    expect((await api('PATCH', `/steps/${id}`, { text: 'Choose photos', isDone: false })).status).toBe(200)
    expect((await api('PATCH', `/steps/${id}`, {})).status).toBe(200)
    expect((await api('POST', `/steps/${id}/move`, { afterStepId: null })).status).toBe(200)
    expect(await version()).toBe(before)
  })

  test('a step goes first, between others and last', async () => {
    const [a, b, c] = [await add('a'), await add('b'), await add('c')]
    const move = (step: Step, after: Step | null): Promise<Answer> =>
      api('POST', `/steps/${step.id}/move`, { afterStepId: after?.id ?? null })
    await move(c, null)
    expect(await texts()).toEqual(['c', 'a', 'b'])
    await move(c, a)
    expect(await texts()).toEqual(['a', 'c', 'b'])
    const answer = await move(a, b)
    expect(answer.json()).toMatchObject({ step: { id: a.id, text: 'a' } })
    expect(await texts()).toEqual(['c', 'b', 'a'])
  })

  test('no step goes below itself, or one that is elsewhere or nowhere', async () => {
    const mine = await add('mine')
    const other = await add('other', await addTask('Other task'))
    const foreign = await add('foreign', await addTask('Foreign', await app.board(ana)))
    for (const afterStepId of [mine.id, other.id, foreign.id, 2_000_000_000]) {
      const answer = await api('POST', `/steps/${mine.id}/move`, { afterStepId })
      expect(answer.status).toBe(400)
      expect(answer.json()).toMatchObject({ error: { fields: { afterStepId: 'Is no other step of this checklist.' } } })
    }
  })

  test('moves into one gap keep the order, and ranks short', async () => {
    const rows = await Promise.all(
      ['a', 'b', 'c'].map((text, place) =>
        app.services.db.checklistStep.create({
          data: { taskId, text, rank: place === 0 ? 'a0' : `a0${'V'.repeat(40)}${place}` },
        }),
      ),
    )
    const [a, b, c] = rows.map(({ id }) => id)
    for (let turn = 0; turn < 60; turn += 1) {
      const [moved, after] = turn % 2 === 0 ? [c, a] : [b, a]
      expect((await api('POST', `/steps/${moved}/move`, { afterStepId: after })).status).toBe(200)
    }
    expect(await texts()).toEqual(['a', 'b', 'c'])
    for (const { rank } of await steps()) expect(rank.length).toBeLessThanOrEqual(40)
  })

  test('steps of one rank, as an import may bring them, can be told apart again', async () => {
    for (const text of ['a', 'b', 'c'])
      await app.services.db.checklistStep.create({ data: { taskId, text, rank: 'a0' } })
    const [first, , last] = await steps()
    expect((await api('POST', `/steps/${last?.id}/move`, { afterStepId: first?.id })).status).toBe(200)
    expect(await texts()).toEqual(['a', 'c', 'b'])
  })

  test('steps added at once all come, each with a rank of its own', async () => {
    await ana.visitor.token()
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, place) => api('POST', `/tasks/${taskId}/steps`, { text: `step ${place}` })),
    )
    expect(statusesOf(answers)).toEqual(Array.from({ length: 8 }, () => 201))
    expect(new Set((await steps()).map(({ rank }) => rank)).size).toBe(8)
  })

  test('a checklist has two hundred steps at most', async () => {
    const data = Array.from({ length: 200 }, (_, place) => ({
      taskId,
      text: 'x',
      rank: `a${String(place).padStart(3, '0')}`,
    }))
    await app.services.db.checklistStep.createMany({ data })
    const answer = await api('POST', `/tasks/${taskId}/steps`, { text: 'one more' })
    expect(answer.status).toBe(409)
    expect(answer.json()).toMatchObject({ error: { fields: { text: 'This checklist is full.' } } })
    const form = await ana.visitor.post(`/tasks/${taskId}/steps/`, { text: 'one more' })
    expect(form.status).toBe(409)
    expect(form.text).toContain('value="one more"')
  })

  test.each([
    ['nothing to see', { text: ' \u200b ' }, 'Say what the step is'],
    ['501 characters', { text: 'x'.repeat(501) }, 'May have 500 characters at most'],
    ['a text that is none', { text: 5 }, 'Has to be text'],
    ['no text', {}, 'Has to be text'],
  ])('a step with %s is not taken', async (_, body, sentence) => {
    const answer = await api('POST', `/tasks/${taskId}/steps`, body)
    expect(answer.status).toBe(400)
    expect(answer.json()).toMatchObject({ error: { fields: { text: sentence } } })
    const { id } = await add('fine')
    if (Object.keys(body).length === 0) return
    expect((await api('PATCH', `/steps/${id}`, body)).json()).toMatchObject({ error: { fields: { text: sentence } } })
    expect((await api('PATCH', `/steps/${id}`, { isDone: 'yes' })).status).toBe(400)
    expect(await texts()).toEqual(['fine'])
  })

  test('of two who delete the same step one does, and what happens to it afterwards is told', async () => {
    const { id } = await add('a')
    await ana.visitor.token()
    const answers = await Promise.all([1, 2].map(() => api('DELETE', `/steps/${id}`)))
    expect(statusesOf(answers)).toEqual([200, 404])
    expect((await api('PATCH', `/steps/${id}`, { isDone: true })).status).toBe(404)
  })

  test('without JavaScript a step is added, checked, said in other words, moved and deleted by forms', async () => {
    const post = async (path: string, fields: Record<string, string>): Promise<void> => {
      const answer = await ana.visitor.post(path, fields)
      expect(answer).toMatchObject({ status: 303, location: `/tasks/${taskId}/#sheet-checklist` })
    }
    await post(`/tasks/${taskId}/steps/`, { text: 'a' })
    await post(`/tasks/${taskId}/steps/`, { text: 'b' })
    const [a, b] = await steps()
    await post(`/steps/${a?.id}/`, { _fields: 'isDone', isDone: 'on', text: 'a, in short' })
    expect(await steps()).toMatchObject([{ text: 'a, in short', isDone: true }, { text: 'b' }])
    await post(`/steps/${a?.id}/`, { text: 'a again' })
    expect(await steps()).toMatchObject([{ text: 'a again', isDone: true }, { text: 'b' }])
    await post(`/steps/${a?.id}/`, { _fields: 'isDone', text: 'a' })
    expect(await steps()).toMatchObject([{ text: 'a', isDone: false }, { text: 'b' }])
    await post(`/steps/${a?.id}/move/`, { afterStepId: String(b?.id) })
    expect(await texts()).toEqual(['b', 'a'])
    await post(`/steps/${a?.id}/move/`, { afterStepId: '' })
    expect(await texts()).toEqual(['a', 'b'])
    await post(`/steps/${b?.id}/delete/`, {})
    expect(await texts()).toEqual(['a'])
    const refused = await ana.visitor.post(`/steps/${a?.id}/`, { text: 'x'.repeat(501) })
    expect(refused.status).toBe(400)
    expect(refused.text).toContain('May have 500 characters at most')
    expect(refused.text).toContain('x'.repeat(501))
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
