import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { notifyAll, type Notice } from '../../src/notifications/notify.ts'
import { change } from '../../src/platform/change.ts'
import { insertMany, type NotificationType } from '../../src/platform/db/index.ts'
import { newId } from '../../src/platform/ids.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { listenToStatements } from '../support/statements.ts'
import { until } from '../support/until.ts'

interface Listed {
  items: { id: string; type: string; isRead: boolean; isLost: boolean; isDeleted: boolean; excerpt: string }[]
  nextCursor: number | null
}

describe.each(databaseKinds())('the inbox on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let board: TestBoard
  let other: TestBoard
  beforeAll(async () => {
    app = await startApp(kind, { worker: false })
    ana = await app.person('ana')
    ben = await app.person('ben')
  })
  afterAll(() => app.stop())
  beforeEach(async () => {
    await app.services.db.notification.deleteMany({})
    board = await app.board(ben, [[ana, 'member']])
    other = await app.board(ben, [[ana, 'member']])
  })

  let count = 0
  /** Something of each kind for ana, on a board; the last one first in her inbox. */
  const tell = (types: NotificationType[], boardId = board.id) => {
    const about = { recipientId: ana.id, senderId: ben.id, boardId }
    const notices: Notice[] = types.map((type) => ({ ...about, type, sourceKey: `test:${(count += 1)}` }))
    return change(app.services, (draft) => notifyAll(app.services, draft, notices))
  }
  const api = async <Body>(path: string, method = 'GET', body?: object) => {
    const answer = await ana.visitor.api(method, `/api/v1/notifications${path}`, body)
    expect(answer.status, answer.text).toBe(200)
    return answer.json() as Body
  }
  const typesAt = async (path: string) => (await api<Listed>(path)).items.map(({ type }) => type)
  const unread = async () => (await api<{ unread: number }>('/count')).unread

  test('shows what a filter lets through: by kind, by kinds, by board, by what is unread', async () => {
    await tell(['assignment', 'comment', 'mention'])
    await tell(['reply', 'mention'], other.id)
    expect(await typesAt('')).toEqual(['mention', 'reply', 'mention', 'comment', 'assignment'])
    expect(await typesAt('?type=mention')).toEqual(['mention', 'mention'])
    expect(await typesAt('?type=comment,reply')).toEqual(['reply', 'comment'])
    expect(await typesAt(`?boardId=${other.id}`)).toEqual(['mention', 'reply'])
    expect(await typesAt(`?boardId=${board.id}&type=mention`)).toEqual(['mention'])
    const { items } = await api<Listed>('?type=reply')
    await api(`/${items[0]?.id}/read`, 'POST')
    expect(await typesAt(`?boardId=${other.id}&unread=1`)).toEqual(['mention'])
    expect(await typesAt('?type=&boardId=')).toHaveLength(5)
  })

  test('the page shows the same by its address, and its links keep the rest of the filter', async () => {
    await tell(['assignment', 'mention'])
    await tell(['mention'], other.id)
    const { text } = await ana.visitor.get(`/messaging/notifications/?show=unread&type=mention&boardId=${other.id}`)
    expect(text.match(/<li class="notification"/g)).toHaveLength(1)
    expect(text).toContain(
      `href="/messaging/notifications/?type=mention&#38;boardId=${other.id}"`.replace('&#38;', '&amp;'),
    )
    expect(text).toContain('Mark all of these as read')
  })

  test.each([
    ['?type=nonsense', 400],
    ['?type=mention,nonsense', 400],
    ['?boardId=x', 400],
    ['?boardId=-1', 400],
    ['?unread=maybe', 400],
  ])('a filter that makes no sense (%s) is refused by name', async (query, status) => {
    const answer = await ana.visitor.api('GET', `/api/v1/notifications${query}`)
    expect(answer.status).toBe(status)
    const field = query.slice(1).split('=')[0] ?? ''
    expect(answer.json()).toMatchObject({ error: { fields: { [field]: expect.any(String) } } })
  })

  test('a board where the person is not filters nothing, and marks nothing', async () => {
    const foreign = await app.board(ben)
    await tell(['mention'])
    const query = `?boardId=${foreign.id}`
    expect((await ana.visitor.get(`/api/v1/notifications${query}`)).status).toBe(404)
    expect((await ana.visitor.get(`/messaging/notifications/${query}`)).status).toBe(404)
    const body = { boardId: foreign.id }
    expect((await ana.visitor.api('POST', '/api/v1/notifications/read-all', body)).status).toBe(404)
    expect(await unread()).toBe(1)
  })

  test('one is read, and unread again, and nobody else’s can be', async () => {
    await tell(['mention', 'assignment'])
    const [first] = (await api<Listed>('')).items
    await api(`/${first?.id}/read`, 'POST')
    await api(`/${first?.id}/read`, 'POST')
    expect(await unread()).toBe(1)
    expect(await api<object>(`/${first?.id}/unread`, 'POST')).toMatchObject({ notification: { isRead: false } })
    expect(await unread()).toBe(2)
    for (const deed of ['read', 'unread'])
      expect((await ben.visitor.api('POST', `/api/v1/notifications/${first?.id}/${deed}`)).status).toBe(404)
    expect((await ben.visitor.post(`/messaging/notifications/${first?.id}/unread/`)).status).toBe(404)
    expect(await unread()).toBe(2)
  })

  test('a form leads back to the page on which it stood', async () => {
    await tell(['mention', 'assignment'])
    const [first] = (await api<Listed>('')).items
    const page = { show: 'unread', type: 'mention', boardId: String(board.id) }
    const address = `/messaging/notifications/?show=unread&type=mention&boardId=${board.id}`
    const read = await ana.visitor.post(`/messaging/notifications/${first?.id}/read/`, page)
    expect(read.location).toBe(address)
    const again = await ana.visitor.post(`/messaging/notifications/${first?.id}/unread/`, page)
    expect(again.location).toBe(address)
    const all = await ana.visitor.post('/messaging/notifications/read-all/', page)
    expect(all.location).toBe(address)
    expect(await typesAt('?unread=1')).toEqual(['assignment'])
  })

  test('all that a filter lets through is read, and nothing else', async () => {
    await tell(['mention', 'reply', 'assignment'])
    await tell(['mention'], other.id)
    expect(await api<object>('/read-all', 'POST', { type: 'mention', boardId: board.id })).toEqual({ read: 1 })
    expect(await typesAt('?unread=1')).toEqual(['mention', 'assignment', 'reply'])
    expect(await api<object>('/read-all', 'POST', { type: 'mention,reply' })).toEqual({ read: 2 })
    expect(await api<object>('/read-all', 'POST', {})).toEqual({ read: 1 })
    expect(await unread()).toBe(0)
  })

  describe('with ten thousand unread', () => {
    const tenThousand = async () => {
      const { inboxVersion } = await app.services.db.user.findUniqueOrThrow({ where: { id: ana.id } })
      const about = { recipientId: ana.id, senderId: ben.id, boardId: board.id, messageId: null, commentId: null }
      const rows = Array.from({ length: 10_000 }, (_, place) => {
        const position = inboxVersion + 1 + place
        const type = place % 2 === 0 ? ('mention' as const) : ('assignment' as const)
        const row = { ...about, id: newId(), type, isRead: false, taskId: null, roomId: board.roomId, position }
        return { ...row, sourceKey: `many:${position}`, version: position, createdAt: new Date() }
      })
      // In parts, so that this process sees in between which connections the server has closed.
      for (let done = 0; done < rows.length; done += 500)
        await insertMany(app.services.db, 'Notification', rows.slice(done, done + 500))
      await app.services.db.user.update({ where: { id: ana.id }, data: { inboxVersion: inboxVersion + 10_000 } })
    }
    const statementsOf = async (act: () => Promise<unknown>) => {
      const log = listenToStatements()
      await act()
      log.stop()
      return log.take().length
    }

    test('a page, and marking all of them, take as many statements as with ten', async () => {
      await tell(Array.from({ length: 10 }, () => 'mention' as const))
      const page = () => ana.visitor.get('/messaging/notifications/?show=unread&type=mention')
      const readAll = () => api('/read-all', 'POST', { type: 'mention' })
      // What a first visit asks once (the session’s token) is not counted.
      await ana.visitor.token()
      await page()
      const few = [await statementsOf(page), await statementsOf(readAll)]
      await tenThousand()
      const many = [await statementsOf(page), await statementsOf(readAll)]
      // Pages that link to rooms read these, too.
      expect((many[0] ?? 0) - (few[0] ?? 0)).toBeLessThanOrEqual(2)
      expect(many[1]).toBe(few[1])
      expect(await unread()).toBe(5_000)
    })

    test('they are told to an open page by a few patches, and caught up by a reload', async () => {
      await tenThousand()
      const listener = await app.socket(ana.visitor)
      const { version } = await listener.ask('inbox:join', {})
      expect(await api<object>('/read-all', 'POST', {})).toEqual({ read: 10_000 })
      const told = await until('the change', () => listener.changes(`user:${ana.id}`).at(-1))
      expect(told).toMatchObject({ type: 'notification:read', unread: 0, filter: { types: [] } })
      expect(told.patches).toHaveLength(3)
      expect(told['notificationIds']).toHaveLength(300)
      const late = await app.socket(ana.visitor)
      expect(await late.ask('inbox:join', { since: version })).toMatchObject({ ok: true, changes: [], reload: true })
      listener.close()
      late.close()
    })

    test('every page of them is reached, each once', async () => {
      await tenThousand()
      const seen = new Set<string>()
      let before: number | null = null
      for (let pages = 0; pages < 4; pages += 1) {
        const path: string = before === null ? '?type=mention' : `?type=mention&before=${before}`
        const { items, nextCursor } = await api<Listed>(path)
        for (const { id } of items) seen.add(id)
        before = nextCursor
      }
      expect(seen.size).toBe(200)
    })
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
