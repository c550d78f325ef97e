import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { addTask, comment, thread, type TestComment } from '../support/threads.ts'
import type { Answer } from '../support/visitor.ts'

describe.each(databaseKinds())('what was said in a thread on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let cleo: TestPerson
  let olga: TestPerson
  let board: TestBoard
  let taskId: number
  let bens: TestComment
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    ben = await app.person('ben')
    cleo = await app.person('cleo')
    olga = await app.person('olga')
  })
  afterAll(() => app.stop())
  beforeEach(async () => {
    board = await app.board(ana, [
      [ben, 'member'],
      [cleo, 'member'],
    ])
    taskId = await addTask(ana, board)
    bens = await comment(ben, taskId, 'first words')
  })

  const edit = (who: TestPerson, content: string, more: object = {}): Promise<Answer> =>
    who.visitor.api('PATCH', `/api/v1/comments/${bens.id}`, { content, ...more })
  const remove = (who: TestPerson, id = bens.id): Promise<Answer> => who.visitor.api('DELETE', `/api/v1/comments/${id}`)
  const countOf = async () => (await app.services.db.task.findUniqueOrThrow({ where: { id: taskId } })).commentCount

  test('is changed by its author alone, and says that it was', async () => {
    expect((await edit(ana, 'mine now')).status).toBe(403)
    expect((await edit(cleo, 'mine now')).status).toBe(403)
    expect((await edit(olga, 'mine now')).status).toBe(404)
    const answer = await edit(ben, 'better words @cleo')
    expect(answer.json()).toMatchObject({
      comment: { content: 'better words @cleo', version: 2, editedAt: expect.any(String), mentions: [{ id: cleo.id }] },
    })
    expect(await thread(ana, taskId)).toEqual([(answer.json() as { comment: TestComment }).comment])
    expect((await ana.visitor.get(`/task/${taskId}/comments/`)).text).toContain('(edited)')
    expect(await countOf()).toBe(1)
  })

  test('is not changed by an edit that began from an older version, nor by one that changes nothing', async () => {
    await edit(ben, 'second words', { version: 1 })
    const late = await edit(ben, 'third words', { version: 1 })
    expect(late).toMatchObject({ status: 409 })
    expect(late.json()).toMatchObject({ error: { code: 'conflict', fields: { content: expect.any(String) } } })
    const same = await edit(ben, 'second words', { version: 2 })
    expect(same.json()).toMatchObject({ comment: { content: 'second words', version: 2 } })
  })

  test('is deleted by its author and by who manages the board; its line and its replies stay', async () => {
    const reply = await comment(cleo, taskId, 'a reply', bens.id)
    expect((await remove(cleo)).status).toBe(403)
    expect((await remove(olga)).status).toBe(404)
    expect((await remove(ana)).status).toBe(200)
    expect(await thread(ana, taskId)).toMatchObject([
      { id: bens.id, content: '', mentions: [], deletedAt: expect.any(String) },
      { id: reply.id, content: 'a reply', deletedAt: null },
    ])
    const page = (await cleo.visitor.get(`/task/${taskId}/comments/`)).text
    expect(page).toContain('This comment was deleted')
    expect(page).toContain('a reply')
    expect(page).not.toContain('first words')
    expect(await countOf()).toBe(1)
    expect((await remove(cleo, reply.id)).status).toBe(200)
    expect(await countOf()).toBe(0)
  })

  test('is gone once it was deleted: it is neither changed nor deleted again', async () => {
    await remove(ben)
    expect((await remove(ben)).status).toBe(409)
    expect((await edit(ben, 'back again')).status).toBe(409)
    expect(await countOf()).toBe(0)
  })

  test('deleted by two at once it is counted off once', async () => {
    const answers = await Promise.all([remove(ben), remove(ana), remove(ben)])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await countOf()).toBe(0)
  })

  test('stays as it is when its author may only look by now', async () => {
    await ana.visitor.api('PATCH', `/api/v1/boards/${board.id}/members/${ben.id}`, { role: 'viewer' })
    expect((await edit(ben, 'still mine')).status).toBe(403)
    expect((await remove(ben)).status).toBe(403)
  })

  test('is changed and deleted by forms, which say what is wrong and where it leads', async () => {
    const place = `/task/${taskId}/comments/?comment=${bens.id}#comment-${bens.id}`
    expect((await ben.visitor.get(`/comments/${bens.id}/edit/`)).text).toContain('first words</textarea>')
    const empty = await ben.visitor.post(`/comments/${bens.id}/edit/`, { content: ' ' })
    expect(empty.status).toBe(400)
    expect(empty.text).toContain('Say something')
    expect(await ben.visitor.post(`/comments/${bens.id}/edit/`, { content: 'by form' })).toMatchObject({
      status: 303,
      location: place,
    })
    expect((await ana.visitor.get(`/comments/${bens.id}/delete/`)).text).toContain('by form')
    expect(await ana.visitor.post(`/comments/${bens.id}/delete/`, {})).toMatchObject({ status: 303, location: place })
    expect(await thread(ana, taskId)).toMatchObject([{ content: '', editedAt: expect.any(String) }])
  })

  test('the board is told the count live, and its slip says it', async () => {
    const slip = async () => (await ana.visitor.get(`/boards/${board.id}/`)).text
    expect(await slip()).toContain('1<span class="visually-hidden"> comment</span>')
    const socket = await app.socket(ana.visitor)
    await socket.ask('board:join', { boardId: board.id })
    await comment(cleo, taskId, 'another')
    const posted = await socket.change(`board:${board.id}`, 'task:changed')
    expect(posted).toMatchObject({ task: { id: taskId, commentCount: 2 } })
    expect(await slip()).toContain('2<span class="visually-hidden"> comments</span>')
    await remove(ben)
    await socket.change(`board:${board.id}`, 'task:changed', ({ version }) => version > posted.version)
    await edit(cleo, 'no news for the board')
    const [only] = (await thread(cleo, taskId)).filter(({ deletedAt }) => deletedAt === null)
    await remove(cleo, only?.id)
    expect(await slip()).not.toContain('comment-count')
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})

describe('the limit on saying things', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await startApp('sqlite', { settings: { postsPerMinute: 4 } })
  })
  afterAll(() => app.stop())

  test('whoever says a comment anew or takes comments back too much is told to wait, on every way in', async () => {
    const ana = await app.person('ana')
    const { id } = await comment(ana, await addTask(ana, await app.board(ana)), 'first words')
    const ways = {
      edit: (content: string) => ana.visitor.api('PATCH', `/api/v1/comments/${id}`, { content }),
      editForm: (content: string) => ana.visitor.post(`/comments/${id}/edit/`, { content }),
      remove: () => ana.visitor.api('DELETE', `/api/v1/comments/${id}`),
      removeForm: () => ana.visitor.post(`/comments/${id}/delete/`, {}),
    }
    expect((await ways.edit('second words')).status).toBe(200)
    expect((await ways.editForm('third words')).status).toBe(303)
    expect((await ways.edit('fourth words')).status).toBe(200)
    expect((await ways.edit('too much')).status).toBe(429)
    const form = await ways.editForm('my words')
    expect(form.status).toBe(429)
    expect(form.text).toContain('my words</textarea>')
    expect((await ways.remove()).status).toBe(429)
    expect((await ways.removeForm()).status).toBe(429)
    expect((await app.services.db.taskThreadComment.findUniqueOrThrow({ where: { id } })).content).toBe('fourth words')
  })
})
