import { randomUUID } from 'node:crypto'
import { parseHTML } from 'linkedom'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { until } from '../support/until.ts'

const names = {
  script: '<script data-hostile>1</script>',
  attribute: '"><img data-hostile onerror=x>',
  direction: '\u202e<b data-hostile>x',
}

describe.each(databaseKinds())('hostile names on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let board: TestBoard
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    ben = await app.person('ben')
    board = await app.board(ana, [[ben, 'member']])
  })
  afterAll(() => app.stop())

  test.each(Object.entries(names))('with a %s are shown as text on every page that shows them', async (_, name) => {
    const call = async <Facts>(who: TestPerson, method: string, path: string, body: object) => {
      const answer = await who.visitor.api(method, path, body)
      expect(answer.status, `${method} ${path}`).toBeLessThan(300)
      return answer.json() as Facts
    }
    await app.services.db.user.update({ where: { id: ana.id }, data: { displayName: name } })
    await call(ana, 'PATCH', `/api/v1/boards/${board.id}`, { name })
    await call(ana, 'PATCH', `/api/v1/rooms/${board.roomId}`, { name })
    const { label } = await call<{ label: { id: number } }>(ana, 'POST', `/api/v1/boards/${board.id}/labels`, {
      name,
      colour: 'plum',
    })
    const { task } = await call<{ task: { id: number } }>(ana, 'POST', `/api/v1/columns/${board.columnIds[0]}/tasks`, {
      title: name,
    })
    await call(ana, 'PATCH', `/api/v1/tasks/${task.id}`, { labelIds: [label.id] })
    const said = { content: 'hello @ben', clientId: randomUUID() }
    await call(ana, 'POST', `/api/v1/rooms/${board.roomId}/messages`, said)
    await call(ana, 'POST', `/api/v1/tasks/${task.id}/comments`, said)
    const { db } = app.services
    await until(
      'Ben is told of both',
      async () => (await db.notification.count({ where: { recipientId: ben.id, taskId: task.id } })) > 0,
    )
    await until('all debts are done', async () => (await db.outboxEntry.count({ where: { doneAt: null } })) === 0)
    for (const path of [
      '/',
      `/boards/${board.id}/`,
      `/boards/${board.id}/?task=${task.id}`,
      `/boards/${board.id}/members/`,
      `/boards/${board.id}/labels/`,
      `/boards/${board.id}/activity/`,
      `/tasks/${task.id}/`,
      `/task/${task.id}/comments/`,
      '/messaging/',
      `/messaging/board/${board.id}/rooms/`,
      `/messaging/room/${board.roomId}/`,
      `/messaging/room/${board.roomId}/members/`,
      '/messaging/notifications/',
    ]) {
      const { status, text } = await ben.visitor.get(path)
      expect(status, path).toBe(200)
      const { document } = parseHTML(text)
      expect(document.documentElement.textContent, path).toContain(name)
      expect(document.querySelectorAll('[data-hostile], [onerror]'), path).toHaveLength(0)
      for (const template of document.querySelectorAll('template'))
        expect(template.innerHTML, path).not.toMatch(/<[^>"]+ (data-hostile|onerror)/)
    }
    await call(ana, 'DELETE', `/api/v1/labels/${label.id}`, {})
  })

  test('names stand isolated where text goes on behind them, so that their direction ends with them', async () => {
    for (const [path, selector] of [
      [`/messaging/room/${board.roomId}/`, '.message .author > bdi'],
      ['/messaging/notifications/', '.notification-line bdi'],
    ] as const) {
      const { text } = await ben.visitor.get(path)
      const isolated = [...parseHTML(text).document.querySelectorAll(selector)].map(({ textContent }) => textContent)
      expect(isolated, path).toContain(names.direction)
    }
    const { id } = await app.services.db.task.findFirstOrThrow({ where: { title: names.direction } })
    const { text } = await ben.visitor.get(`/task/${id}/comments/`)
    expect(parseHTML(text).document.querySelector('.comment .author > bdi')?.textContent).toBe(names.direction)
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
