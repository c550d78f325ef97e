import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import { inTurn } from '../support/in-turn.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { addTask, comment, nextClientId, thread, tryToComment } from '../support/threads.ts'

const nobodysId = '0198c2f0-0001-7000-8000-000000000001'

describe.each(databaseKinds())('comments on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let vera: TestPerson
  let olga: TestPerson
  let board: TestBoard
  let taskId: number
  beforeAll(async () => {
    app = await startApp(kind, { webs: 2 })
    ana = await app.person('ana')
    ben = await app.person('ben')
    vera = await app.person('vera')
    olga = await app.person('olga')
  })
  afterAll(() => app.stop())
  beforeEach(async () => {
    board = await app.board(ana, [
      [ben, 'member'],
      [vera, 'viewer'],
    ])
    taskId = await addTask(ana, board)
  })

  const taskRow = () => app.services.db.task.findUniqueOrThrow({ where: { id: taskId } })

  test('over a socket, by a form and by the API it is one and the same deed', async () => {
    const [reader, sender] = [await app.socket(ben.visitor), await app.socket(ana.visitor)]
    await reader.ask('task:join', { taskId })
    const content = 'hello @ben\r\nsecond line '
    const ack = await sender.ask('comment:post', { taskId, content, clientId: nextClientId() })
    const form = await ana.visitor.post(`/task/${taskId}/comments/`, {
      content,
      clientId: nextClientId(),
      parentId: '',
    })
    const api = await tryToComment(ana, taskId, { content })
    const [bySocket, byForm, byApi] = await thread(ana, taskId)
    const place = `/task/${taskId}/comments/?comment=${byForm?.id}#comment-${byForm?.id}`
    expect(form).toMatchObject({ status: 303, location: place })
    expect(ack['comment']).toEqual(bySocket)
    expect(api.json()).toEqual({ comment: byApi })
    expect(bySocket).toEqual({
      id: expect.any(String),
      taskId,
      parentId: null,
      version: 1,
      author: { id: ana.id, username: 'ana', displayName: 'Ana' },
      content: 'hello @ben\nsecond line',
      mentions: [{ id: ben.id, username: 'ben', displayName: 'Ben' }],
      createdAt: expect.any(String),
      editedAt: null,
      deletedAt: null,
    })
    expect(byForm).toEqual({ ...bySocket, id: byForm?.id, version: 2, createdAt: byForm?.createdAt })
    await reader.change(`task:${taskId}`, 'comment:posted', ({ version }) => version === 3)
    expect(reader.changes(`task:${taskId}`).map(({ version }) => version)).toEqual([1, 2, 3])
    expect(await taskRow()).toMatchObject({ threadVersion: 3, commentCount: 3 })
  })

  test('a reply hangs below the comment that it answers, and no deeper', async () => {
    const first = await comment(ana, taskId, 'first')
    const reply = await comment(ben, taskId, 'a reply', first.id)
    expect(reply.parentId).toBe(first.id)
    const html = (await ana.visitor.get(`/task/${taskId}/comments/`)).text
    expect(html.indexOf(`id="comment-${first.id}-replies"`)).toBeLessThan(html.indexOf(`id="comment-${reply.id}"`))
    expect(html).not.toContain(`id="comment-${reply.id}-replies"`)
  })

  test('what is no comment of this task, or one that can’t be answered, is refused with the same words', async () => {
    const elsewhere = await comment(ana, await addTask(ana, board, 'Another'), 'elsewhere')
    const theirs = await app.board(olga)
    const foreign = await comment(olga, await addTask(olga, theirs), 'not for you')
    const parent = await comment(ana, taskId, 'parent')
    const reply = await comment(ana, taskId, 'reply', parent.id)
    const gone = await comment(ana, taskId, 'gone')
    await ana.visitor.api('DELETE', `/api/v1/comments/${gone.id}`)
    const before = await thread(ana, taskId)
    const answers = []
    for (const parentId of [nobodysId, elsewhere.id, foreign.id, reply.id, gone.id]) {
      const answer = await tryToComment(ben, taskId, { content: 'x', parentId })
      expect(answer.status).toBe(400)
      answers.push(answer.text)
      const ack = await (
        await app.socket(ben.visitor)
      ).ask('comment:post', { taskId, content: 'x', clientId: nextClientId(), parentId })
      expect(ack.error?.fields).toEqual({ parentId: 'Is no comment of this task that can be answered.' })
    }
    expect(new Set(answers).size).toBe(1)
    const malformed = await tryToComment(ben, taskId, { content: 'x', parentId: 'nonsense' })
    expect(malformed.json()).toMatchObject({ error: { code: 'invalid', fields: { parentId: expect.any(String) } } })
    expect(await thread(ana, taskId)).toEqual(before)
  })

  test('a repeated post gets the first answer, and counts once', async () => {
    const clientId = nextClientId()
    const first = await tryToComment(ana, taskId, { content: 'once', clientId })
    const second = await tryToComment(ana, taskId, { content: 'changed', clientId })
    await ana.visitor.post(`/task/${taskId}/comments/`, { content: 'once', clientId })
    expect(second.json()).toEqual(first.json())
    expect(await thread(ana, taskId)).toHaveLength(1)
    expect(await taskRow()).toMatchObject({ threadVersion: 1, commentCount: 1 })
    await tryToComment(ben, taskId, { content: 'mine', clientId })
    expect(await thread(ana, taskId)).toHaveLength(2)
  })

  test('a repeated reply gets the first answer though what it answers was deleted meanwhile', async () => {
    const parent = await comment(ana, taskId, 'parent')
    const fields = { content: 'reply', parentId: parent.id, clientId: nextClientId() }
    const first = await tryToComment(ben, taskId, fields)
    await ana.visitor.api('DELETE', `/api/v1/comments/${parent.id}`)
    expect((await tryToComment(ben, taskId, fields)).json()).toEqual(first.json())
  })

  test('posts and repeats at once, at two processes, leave no gap and no double, and the count is right', async () => {
    const visitors = [ana.visitor, ben.visitor, ana.visitor.copy(app.urls[1]), ben.visitor.copy(app.urls[1])]
    await Promise.all(visitors.map((visitor) => visitor.token()))
    const clientIds = Array.from({ length: 6 }, nextClientId)
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, place) =>
        inTurn(visitors, place).api('POST', `/api/v1/tasks/${taskId}/comments`, {
          content: `${place}`,
          clientId: clientIds[place % 6],
        }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
    const versions = (await thread(ana, taskId)).map(({ version }) => version)
    expect(versions).toEqual(versions.map((_, place) => place + 1))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(versions.length)
    expect(await taskRow()).toMatchObject({ threadVersion: versions.length, commentCount: versions.length })
  })

  test('a task in the archive can be talked about; one that was deleted is gone, with its comments', async () => {
    const { id } = await comment(ana, taskId, 'before')
    await ana.visitor.api('POST', `/api/v1/tasks/${taskId}/archive`)
    await comment(ben, taskId, 'in the archive')
    const reader = await app.socket(ben.visitor)
    await reader.ask('task:join', { taskId })
    await ana.visitor.api('DELETE', `/api/v1/tasks/${taskId}`)
    expect(await reader.event('access:lost')).toMatchObject({ channel: `task:${taskId}` })
    expect(await app.services.db.taskThreadComment.count({ where: { taskId } })).toBe(0)
    for (const path of [`/api/v1/comments/${id}`, `/api/v1/tasks/${taskId}/comments`, `/task/${taskId}/comments/`])
      expect((await ben.visitor.get(path)).status, path).toBe(404)
    expect((await tryToComment(ben, taskId, { content: 'too late' })).status).toBe(404)
    expect(await reader.ask('task:join', { taskId })).toMatchObject({ ok: false, error: { code: 'not_found' } })
  })

  test('outsiders see nothing, viewers read and can’t write', async () => {
    const { id } = await comment(ana, taskId, 'hello')
    expect((await tryToComment(vera, taskId, { content: 'x' })).status).toBe(403)
    expect((await tryToComment(olga, taskId, { content: 'x' })).status).toBe(404)
    expect((await vera.visitor.get(`/api/v1/comments/${id}`)).status).toBe(200)
    expect((await olga.visitor.get(`/api/v1/comments/${id}`)).status).toBe(404)
    const page = await vera.visitor.get(`/task/${taskId}/comments/`)
    expect(page.text).toContain('hello')
    expect(page.text).not.toContain('data-composer')
  })

  test('a removed member’s open thread falls silent at once', async () => {
    const socket = await app.socket(ben.visitor)
    await socket.ask('task:join', { taskId })
    await ana.visitor.api('DELETE', `/api/v1/boards/${board.id}/members/${ben.id}`)
    const lost = () => socket.payloads('access:lost').map((notice) => (notice as { channel: string }).channel)
    await socket.event('access:lost')
    expect(lost()).toContain(`task:${taskId}`)
    await comment(ana, taskId, 'between us')
    expect(await socket.ask('task:join', { taskId, since: 0 })).toMatchObject({ ok: false })
    expect(socket.changes(`task:${taskId}`)).toEqual([])
  })

  test('the list goes on behind its cursor, replies and tombstones included', async () => {
    const first = await comment(ana, taskId, 'one')
    await comment(ben, taskId, 'two', first.id)
    await comment(ben, taskId, 'three')
    await ana.visitor.api('DELETE', `/api/v1/comments/${first.id}`)
    const list = async (query: string) =>
      (await ana.visitor.get(`/api/v1/tasks/${taskId}/comments?${query}`)).json() as {
        items: { content: string; deletedAt: string | null }[]
        nextCursor: number | null
      }
    const page = await list('limit=2')
    expect(page.items.map(({ content }) => content)).toEqual(['', 'two'])
    expect(page.items[0]?.deletedAt).not.toBeNull()
    expect(page.nextCursor).toBe(2)
    expect(await list('limit=2&after=2')).toMatchObject({ items: [{ content: 'three' }], nextCursor: null })
    expect((await ana.visitor.get(`/api/v1/tasks/${taskId}/comments?after=x`)).status).toBe(400)
  })

  test('who may be mentioned are those who see the board', async () => {
    const names = async (who: TestPerson, query: string) => {
      const answer = await who.visitor.get(`/api/v1/mentions?taskId=${taskId}&q=${query}`)
      return (answer.json() as { items: { username: string }[] }).items.map(({ username }) => username)
    }
    expect(await names(ana, '')).toEqual(['ana', 'ben', 'vera'])
    expect(await names(vera, 'b')).toEqual(['ben'])
    expect((await olga.visitor.get(`/api/v1/mentions?taskId=${taskId}`)).status).toBe(404)
    expect((await ana.visitor.get('/api/v1/mentions?q=a')).status).toBe(400)
    expect((await ana.visitor.get(`/api/v1/mentions?taskId=${taskId}&roomId=${board.roomId}`)).status).toBe(400)
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
