import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { notifyAll } from '../../src/notifications/notify.ts'
import { change } from '../../src/platform/change.ts'
import type { NotificationType } from '../../src/platform/db/index.ts'
import type { LiveChange } from '../../src/platform/live/channel.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { openPage, type Page } from '../support/page.ts'
import type { TestSocket } from '../support/socket.ts'
import { addTask, comment } from '../support/threads.ts'
import { until } from '../support/until.ts'

/** A channel that a page follows: how it joins, and where the page says which version it shows. */
interface Following {
  channel: string
  event: string
  payload: object
  version: (page: Page) => number
}

describe.each(databaseKinds())('what is told live equals the page rendered afresh, on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let cy: TestPerson
  let board: TestBoard
  let count = 0
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    ben = await app.person('ben')
    cy = await app.person('cy')
  })
  afterAll(() => app.stop())

  const api = async (who: TestPerson, method: string, path: string, body?: object) => {
    const answer = await who.visitor.api(method, `/api/v1${path}`, body)
    expect(answer.status, answer.text).toBeLessThan(300)
    return answer.json()
  }
  const post = async (who: TestPerson, content: string) => {
    count += 1
    return api(who, 'POST', `/rooms/${board.roomId}/messages`, { content, clientId: `live-test-${count}` })
  }
  const notified = (expected: number) =>
    until(
      `${expected} notifications`,
      async () => (await app.services.db.notification.count({ where: { recipientId: ana.id } })) === expected,
    )
  const settled = () =>
    until('nothing owed', async () => (await app.services.db.outboxEntry.count({ where: { doneAt: null } })) === 0)

  const room = (): Following => ({
    channel: `room:${board.roomId}`,
    event: 'room:join',
    payload: { roomId: board.roomId },
    version: (page) => page.number('[data-talk]', 'data-version'),
  })
  const ofBoard = (): Following => ({
    channel: `board:${board.id}`,
    event: 'board:join',
    payload: { boardId: board.id },
    version: (page) => page.number('[data-board]', 'data-version'),
  })
  const inbox = (): Following => ({
    channel: `user:${ana.id}`,
    event: 'inbox:join',
    payload: {},
    version: (page) => page.number('body', 'data-inbox-version'),
  })

  const join = async (socket: TestSocket, { event, payload }: Following, since: number) => {
    const ack = await socket.ask(event, { ...payload, since })
    expect(ack).toMatchObject({ ok: true })
    return ack
  }

  /** Ana has the page open. What happens is told to her live, and to another of her pages that was away meanwhile. */
  const expectEqual = async (
    path: string,
    followings: Following[],
    types: string[],
    happen: () => Promise<unknown>,
  ) => {
    const html = (await ana.visitor.get(path)).text
    const [live, away] = [await openPage(html), await openPage(html)]
    const [listener, late] = [await app.socket(ana.visitor), await app.socket(ana.visitor)]
    for (const following of followings) await join(listener, following, following.version(live))
    await happen()
    const told: LiveChange[] = []
    const caughtUp: LiveChange[] = []
    for (const following of followings) {
      const { version, changes } = await join(late, following, following.version(away))
      await until(
        `version ${version} on ${following.channel}`,
        () => version === following.version(away) || listener.changes(following.channel).at(-1)?.version === version,
      )
      told.push(...listener.changes(following.channel))
      caughtUp.push(...(changes ?? []))
    }
    live.apply(told)
    away.apply(caughtUp)
    const fresh = (await openPage((await ana.visitor.get(path)).text)).normalised()
    // What was done is told beside nearly every change; it shows on the page of activity, which has a test of its own.
    const toldTypes = new Set(told.map(({ type }) => type))
    if (!types.includes('activity:recorded')) toldTypes.delete('activity:recorded')
    expect(toldTypes).toEqual(new Set(types))
    expect(fresh).not.toBe((await openPage(html)).normalised())
    expect(live.normalised()).toBe(fresh)
    expect(away.normalised()).toBe(fresh)
    live.apply(told)
    expect(live.normalised()).toBe(fresh)
    listener.close()
    late.close()
  }

  const aBoard = async () => {
    board = await app.board(ana, [[ben, 'member']])
    await app.services.db.notification.deleteMany({ where: { recipientId: ana.id } })
  }

  test('message:posted on the room’s page', async () => {
    await aBoard()
    await post(ben, 'before')
    await expectEqual(`/messaging/room/${board.roomId}/`, [room()], ['message:posted'], async () => {
      await post(ana, 'Hello @ben, <b>how</b> are\nyou?')
      await Promise.all([post(ben, 'two'), post(ana, 'three @ben')])
    })
  })

  test('message:posted beside the board', async () => {
    await aBoard()
    await expectEqual(`/boards/${board.id}/`, [room()], ['message:posted'], () => post(ben, 'first words'))
  })

  test.each(['/messaging/room/:roomId/', '/boards/:id/'])(
    'message:edited and message:deleted on %s',
    async (pattern) => {
      await aBoard()
      const path = pattern.replace(':roomId', String(board.roomId)).replace(':id', String(board.id))
      const said: string[] = []
      for (const content of ['one', 'two @ben', 'three', 'four'])
        said.push(((await post(ben, content)) as { message: { id: string } }).message.id)
      const [one, two, three, four] = said
      await expectEqual(path, [room()], ['message:edited'], async () => {
        await api(ben, 'PATCH', `/messages/${one}`, { content: 'One, **bold** <i>' })
        await api(ben, 'PATCH', `/messages/${one}`, { content: 'One, for @ben' })
        await api(ben, 'PATCH', `/messages/${two}`, { content: 'two, for nobody' })
      })
      await expectEqual(path, [room()], ['message:deleted'], () => api(ben, 'DELETE', `/messages/${two}`))
      const types = ['message:posted', 'message:edited', 'message:deleted']
      await expectEqual(path, [room()], types, async () => {
        const { message } = (await post(ana, 'five')) as { message: { id: string } }
        await api(ben, 'PATCH', `/messages/${three}`, { content: 'three, changed' })
        await api(ben, 'DELETE', `/messages/${three}`)
        await api(ana, 'PATCH', `/messages/${message.id}`, { content: 'five, changed' })
        await api(ana, 'DELETE', `/messages/${four}`)
        await post(ben, 'six')
      })
    },
  )

  test('notification:created in the inbox and in the counts', async () => {
    await aBoard()
    await expectEqual('/messaging/notifications/', [inbox()], ['notification:created'], async () => {
      await post(ben, '@ana one')
      await notified(1)
      await post(ben, '@ana two')
      await notified(2)
    })
  })

  test('notification:created on any other page', async () => {
    await aBoard()
    await expectEqual('/boards/create/', [inbox()], ['notification:created'], async () => {
      await post(ben, '@ana one')
      await notified(1)
    })
  })

  test('notification:read', async () => {
    await aBoard()
    for (const place of [1, 2, 3]) {
      await post(ben, `@ana ${place}`)
      await notified(place)
    }
    await expectEqual('/messaging/notifications/', [inbox()], ['notification:read'], async () => {
      const { items } = (await api(ana, 'GET', '/notifications')) as { items: { id: string }[] }
      await api(ana, 'POST', `/notifications/${items[2]?.id}/read`)
    })
    await expectEqual('/messaging/notifications/', [inbox()], ['notification:read'], () =>
      api(ana, 'POST', '/notifications/read-all'),
    )
  })

  test('notifications that came and were read meanwhile, in another order', async () => {
    await aBoard()
    await post(ben, '@ana before')
    await notified(1)
    await expectEqual(
      '/messaging/notifications/',
      [inbox()],
      ['notification:created', 'notification:read'],
      async () => {
        for (const place of [2, 3, 4]) {
          await post(ben, `@ana ${place}`)
          await notified(place)
        }
        const { items } = (await api(ana, 'GET', '/notifications')) as { items: { id: string }[] }
        for (const place of [1, 3, 2]) await api(ana, 'POST', `/notifications/${items[place]?.id}/read`)
      },
    )
  })

  test('notification:unread, in its place among the others', async () => {
    await aBoard()
    for (const place of [1, 2, 3]) {
      await post(ben, `@ana ${place}`)
      await notified(place)
    }
    await api(ana, 'POST', '/notifications/read-all')
    const { items } = (await api(ana, 'GET', '/notifications')) as { items: { id: string }[] }
    const [first, second, third] = items.map(({ id }) => id)
    await api(ana, 'POST', `/notifications/${first}/unread`)
    await api(ana, 'POST', `/notifications/${third}/unread`)
    for (const show of ['all', 'unread']) {
      const address = `/messaging/notifications/?show=${show}`
      await expectEqual(address, [inbox()], ['notification:unread', 'notification:read'], async () => {
        await api(ana, 'POST', `/notifications/${second}/unread`)
        await api(ana, 'POST', `/notifications/${third}/read`)
      })
      await api(ana, 'POST', `/notifications/${second}/read`)
      await api(ana, 'POST', `/notifications/${third}/unread`)
    }
  })

  // What does not fit the filter does not come; the counts do.
  test.each([
    'show=unread',
    'type=mention',
    'type=assignment',
    'type=comment,reply',
    'boardId=',
    'show=unread&type=mention&boardId=',
  ])('notification:created, read and unread with the filter %s on', async (query) => {
    await aBoard()
    const elsewhere = await app.board(ana, [[ben, 'member']])
    const tell = ({ id: boardId }: TestBoard, types: NotificationType[]) =>
      change(app.services, (draft) => {
        const about = { recipientId: ana.id, senderId: ben.id, boardId }
        const notices = types.map((type) => ({ ...about, type, sourceKey: `live-test:${(count += 1)}` }))
        return notifyAll(app.services, draft, notices)
      })
    const mark = async (place: number, deed: string) => {
      const { items } = (await api(ana, 'GET', '/notifications')) as { items: { id: string }[] }
      await api(ana, 'POST', `/notifications/${items[place]?.id}/${deed}`)
    }
    const address = `/messaging/notifications/?${query.replace('boardId=', `boardId=${board.id}`)}`
    await tell(board, ['assignment', 'mention', 'reply', 'mention'])
    const types = ['notification:created', 'notification:read', 'notification:unread']
    await expectEqual(address, [inbox()], types, async () => {
      await mark(2, 'read')
      await tell(elsewhere, ['mention', 'comment', 'assignment'])
      await tell(board, ['assignment', 'reply', 'mention'])
      await mark(0, 'read')
      await mark(8, 'read')
      await mark(8, 'unread')
      await api(ana, 'POST', '/notifications/read-all', { type: 'mention', boardId: elsewhere.id })
      await mark(0, 'unread')
    })
    await expectEqual(address, [inbox()], ['notification:read'], () => api(ana, 'POST', '/notifications/read-all'))
  })

  test('notification:changed, by new names of the room and the task that it tells of', async () => {
    await aBoard()
    const taskId = await addTask(ben, board)
    await api(ben, 'PATCH', `/tasks/${taskId}`, { assigneeIds: [ana.id] })
    await post(ben, '@ana one')
    await settled()
    const version = await membersVersion()
    const followings = [inbox(), { ...ofBoard(), version: () => version }]
    const types = ['notification:changed', 'board:changed', 'task:changed']
    await expectEqual('/messaging/notifications/', followings, types, async () => {
      await api(ben, 'PATCH', `/rooms/${board.roomId}`, { name: 'lobby' })
      await api(ben, 'PATCH', `/tasks/${taskId}`, { title: 'Press kit, second edition' })
      await settled()
    })
  })

  test.each(['', 'show=unread', 'type=mention&boardId=', 'show=unread&type=comment,reply'])(
    'notification:changed, by what was said and is changed and deleted, in the inbox with the filter %s on',
    async (query) => {
      await aBoard()
      const address = `/messaging/notifications/?${query.replace('boardId=', `boardId=${board.id}`)}`
      const taskId = await addTask(ben, board)
      await api(ben, 'PATCH', `/tasks/${taskId}`, { assigneeIds: [ana.id] })
      const said = async (content: string) => ((await post(ben, content)) as { message: { id: string } }).message.id
      const [one, two] = [await said('@ana one'), await said('@ana two')]
      const [mention, plain] = [await comment(ben, taskId, '@ana three'), await comment(ben, taskId, 'four')]
      await settled()
      await expectEqual(address, [inbox()], ['notification:changed'], async () => {
        await api(ben, 'PATCH', `/messages/${one}`, { content: '@ana one, <b>changed</b>' })
        await api(ben, 'PATCH', `/comments/${mention.id}`, { content: '@ana three, changed' })
        await api(ben, 'PATCH', `/comments/${plain.id}`, { content: 'four, changed' })
        await settled()
      })
      const types = ['notification:changed', 'notification:read']
      await expectEqual(address, [inbox()], types, async () => {
        const { items } = (await api(ana, 'GET', '/notifications')) as { items: { id: string }[] }
        for (const { id } of items.slice(1, 3)) await api(ana, 'POST', `/notifications/${id}/read`)
        for (const id of [one, two]) await api(ben, 'DELETE', `/messages/${id}`)
        for (const { id } of [mention, plain]) await api(ben, 'DELETE', `/comments/${id}`)
        await settled()
      })
    },
  )

  test.each(['', 'show=unread', 'boardId='])(
    'notification:changed, by places that are lost, found again and deleted, in the inbox with the filter %s on',
    async (query) => {
      await aBoard()
      const address = `/messaging/notifications/?${query.replace('boardId=', `boardId=${board.id}`)}`
      const secret = await aRoom({ name: 'secret', isPrivate: true, memberIds: [ana.id] })
      // One that is not in her sidebar, which is told of it by the board.
      const open = await aRoom({ name: 'open' })
      await api(ana, 'POST', `/rooms/${open}/leave`)
      const taskId = await addTask(ben, board)
      await api(ben, 'PATCH', `/tasks/${taskId}`, { assigneeIds: [ana.id] })
      await comment(ben, taskId, 'of a task')
      for (const roomId of [secret, open])
        await api(ben, 'POST', `/rooms/${roomId}/messages`, {
          content: '@ana here',
          clientId: `lost-and-found-${roomId}`,
        })
      await settled()
      const left = ['member:left', 'notification:changed']
      await expectEqual(address, [inbox()], left, async () => {
        await api(ben, 'DELETE', `/rooms/${secret}/members/${ana.id}`)
        await settled()
      })
      const back = ['member:joined', 'notification:changed', 'notification:created']
      await expectEqual(address, [inbox()], back, async () => {
        await api(ben, 'POST', `/rooms/${secret}/members`, { username: 'ana' })
        await settled()
      })
      const gone = ['board:changed', 'notification:changed', 'notification:read']
      await expectEqual(address, [inbox()], gone, async () => {
        const { items } = (await api(ana, 'GET', '/notifications')) as { items: { id: string }[] }
        await api(ana, 'POST', `/notifications/${items[1]?.id}/read`)
        for (const roomId of [secret, open]) {
          await api(ben, 'POST', `/rooms/${roomId}/archive`)
          await api(ben, 'DELETE', `/rooms/${roomId}`)
        }
        await api(ben, 'POST', `/tasks/${taskId}/archive`)
        await api(ben, 'DELETE', `/tasks/${taskId}`)
        await settled()
      })
    },
  )

  test('task:created', async () => {
    await aBoard()
    await api(ben, 'POST', `/columns/${board.columnIds[0]}/tasks`, { title: 'before' })
    await expectEqual(`/boards/${board.id}/`, [ofBoard()], ['task:created'], async () => {
      for (const [place, title] of ['one', 'two <i>', 'three', 'four'].entries())
        await api(ben, 'POST', `/columns/${board.columnIds[place % 2]}/tasks`, { title })
    })
  })

  test('task:created, on the page of a room: the board in brief', async () => {
    await aBoard()
    const address = `/messaging/room/${board.roomId}/`
    await expectEqual(address, [ofBoard()], ['task:created'], async () => {
      for (const columnId of board.columnIds) await api(ben, 'POST', `/columns/${columnId}/tasks`, { title: 'a task' })
    })
  })

  const thread = (taskId: number): Following => ({
    channel: `task:${taskId}`,
    event: 'task:join',
    payload: { taskId },
    version: (page) => page.number('[data-thread]', 'data-version'),
  })

  test.each([
    ['on the thread’s page', (taskId: number) => `/task/${taskId}/comments/`],
    ['beside the task', (taskId: number) => `/tasks/${taskId}/`],
    ['below the task in its panel', (taskId: number) => `/boards/${board.id}/?task=${taskId}`],
  ])('comment:posted, comment:edited and comment:deleted %s, replies too', async (_name, address) => {
    await aBoard()
    const taskId = await addTask(ben, board)
    const [old, other] = [await comment(ben, taskId, 'before'), await comment(ben, taskId, 'another')]
    const reply = await comment(ana, taskId, 'a reply', old.id)
    await app.services.db.notification.deleteMany({ where: { recipientId: ana.id } })
    const types = ['comment:posted', 'comment:edited', 'comment:deleted']
    await expectEqual(address(taskId), [thread(taskId)], types, async () => {
      const fresh = await comment(ana, taskId, 'Hello @ben, **how** are\nyou <i>?')
      await comment(ana, taskId, 'its reply', fresh.id)
      const late = await comment(ben, taskId, 'a late reply', other.id)
      await api(ana, 'PATCH', `/comments/${fresh.id}`, { content: 'Hello again' })
      await api(ben, 'PATCH', `/comments/${old.id}`, { content: 'before, but better' })
      await api(ana, 'DELETE', `/comments/${other.id}`)
      await api(ana, 'DELETE', `/comments/${reply.id}`)
      await api(ben, 'DELETE', `/comments/${late.id}`)
    })
  })

  test('the count of comments on the board', async () => {
    await aBoard()
    const taskIds = [await addTask(ben, board), await addTask(ben, board)]
    const first = await comment(ben, taskIds[0] ?? 0, 'before')
    await expectEqual(`/boards/${board.id}/`, [ofBoard()], ['task:changed'], async () => {
      await comment(ben, taskIds[1] ?? 0, 'one')
      await comment(ben, taskIds[1] ?? 0, 'two')
      await api(ben, 'DELETE', `/comments/${first.id}`)
    })
  })

  /** A task on the board's page, by title, in a column by its place. */
  const aTask = async (title: string, place = 0) => {
    const { task } = (await api(ben, 'POST', `/columns/${board.columnIds[place]}/tasks`, { title })) as {
      task: { id: number }
    }
    return task.id
  }
  const boardPage = () => `/boards/${board.id}/`

  test('task:changed, by each of its fields', async () => {
    await aBoard()
    const taskId = await aTask('one')
    const { label } = (await api(ben, 'POST', `/boards/${board.id}/labels`, { name: 'Press', colour: 'plum' })) as {
      label: { id: number }
    }
    await expectEqual(boardPage(), [ofBoard()], ['task:changed'], async () => {
      const changes = [
        { title: 'one & <b>only</b>' },
        { priority: 'urgent', dueOn: '2026-03-12', startOn: '2026-03-01' },
        { progress: 30, description: 'Some *words*' },
        { assigneeIds: [ana.id, ben.id], labelIds: [label.id] },
      ]
      // By Ana herself: what others give her is told in her inbox too.
      for (const body of changes) await api(ana, 'PATCH', `/tasks/${taskId}`, body)
    })
    await expectEqual(boardPage(), [ofBoard()], ['task:changed'], () =>
      api(ben, 'PATCH', `/tasks/${taskId}`, {
        assigneeIds: [],
        labelIds: [],
        priority: null,
        dueOn: null,
        startOn: null,
      }),
    )
  })

  test('task:moved, many of them, in and between columns', async () => {
    await aBoard()
    const ids: number[] = []
    for (const title of ['a', 'b', 'c', 'd', 'e', 'f']) ids.push(await aTask(title))
    const [first, second, third] = board.columnIds
    const [a, b, c, d, e, f] = ids
    await expectEqual(boardPage(), [ofBoard()], ['task:moved'], async () => {
      const moves = [
        [f, first, null],
        [a, second, null],
        [b, second, a],
        [c, second, null],
        [d, third, null],
        [e, first, f],
        [a, first, e],
        [a, second, c],
      ]
      for (const [taskId, columnId, afterTaskId] of moves)
        await api(ben, 'POST', `/tasks/${taskId}/move`, { columnId, afterTaskId })
    })
  })

  test('task:changed, by the archive and back, and task:deleted', async () => {
    await aBoard()
    const [one, two, three] = [await aTask('one'), await aTask('two'), await aTask('three')]
    await expectEqual(boardPage(), [ofBoard()], ['task:changed'], async () => {
      await api(ben, 'POST', `/tasks/${two}/archive`)
      await api(ben, 'POST', `/tasks/${one}/archive`)
      await api(ben, 'POST', `/tasks/${one}/restore`)
    })
    await expectEqual(boardPage(), [ofBoard()], ['task:changed'], () => api(ben, 'POST', `/tasks/${two}/restore`))
    await expectEqual(boardPage(), [ofBoard()], ['task:changed', 'task:deleted'], async () => {
      await api(ben, 'POST', `/tasks/${three}/archive`)
      await api(ben, 'DELETE', `/tasks/${three}`)
    })
  })

  test('board:changed, by its columns', async () => {
    await aBoard()
    const [first, second, third] = board.columnIds
    for (const place of [0, 1, 1]) await aTask(`in ${place}`, place)
    const columns: [string, () => Promise<unknown>][] = [
      ['a new one', () => api(ben, 'POST', `/boards/${board.id}/columns`, { name: 'Review & <b>' })],
      ['a name', () => api(ben, 'PATCH', `/columns/${first}`, { name: 'Later' })],
      ['a limit', () => api(ben, 'PATCH', `/columns/${second}`, { wipLimit: 2 })],
      ['a place', () => api(ben, 'POST', `/columns/${third}/move`, { afterColumnId: null })],
      ['what is done', () => api(ben, 'PATCH', `/columns/${second}`, { isDone: true })],
      ['the archive', () => api(ben, 'POST', `/columns/${second}/archive`)],
      ['and back', () => api(ben, 'POST', `/columns/${second}/restore`)],
    ]
    for (const [, happen] of columns) await expectEqual(boardPage(), [ofBoard()], ['board:changed'], happen)
    await expectEqual(boardPage(), [ofBoard()], ['board:changed', 'task:created'], async () => {
      await aTask('one more', 1)
      await api(ben, 'POST', `/columns/${first}/archive`)
      await api(ben, 'PATCH', `/columns/${third}`, { isDone: false, name: 'Open', wipLimit: 1 })
      await api(ben, 'POST', `/columns/${second}/move`, { afterColumnId: null })
    })
  })

  test('a task that went into a column which is in the archive by now', async () => {
    await aBoard()
    const taskId = await aTask('one')
    await expectEqual(boardPage(), [ofBoard()], ['board:changed', 'task:moved'], async () => {
      await api(ben, 'POST', `/tasks/${taskId}/move`, { columnId: board.columnIds[1], afterTaskId: null })
      await api(ben, 'POST', `/columns/${board.columnIds[1]}/archive`)
    })
  })

  test('board:changed, by a new room', async () => {
    await aBoard()
    await expectEqual(`/boards/${board.id}/`, [ofBoard()], ['board:changed'], async () => {
      await api(ben, 'POST', `/boards/${board.id}/rooms`, { name: 'design' })
      await api(ben, 'POST', `/boards/${board.id}/rooms`, { name: 'launch & after' })
    })
  })

  /** A room of Ben's on the board; Ana is in it if it is open, or if she is invited. */
  const aRoom = async (wanted: object) => {
    const { room: made } = (await api(ben, 'POST', `/boards/${board.id}/rooms`, wanted)) as { room: { id: number } }
    return made.id
  }

  test('board:changed, by what a room is called, the archive and back, and by deletion', async () => {
    await aBoard()
    const roomId = await aRoom({ name: 'design' })
    const path = `/boards/${board.id}/?room=${roomId}`
    const both = [ofBoard(), inbox()]
    await expectEqual(path, both, ['board:changed'], async () => {
      await api(ben, 'PATCH', `/rooms/${roomId}`, { name: 'launch & <b>after</b>' })
      await api(ben, 'PATCH', `/rooms/${roomId}`, { description: 'What comes then' })
    })
    await expectEqual(path, both, ['board:changed'], () => api(ben, 'POST', `/rooms/${roomId}/archive`))
    await expectEqual(path, both, ['board:changed'], () => api(ben, 'POST', `/rooms/${roomId}/restore`))
    await expectEqual(boardPage(), both, ['board:changed'], async () => {
      await api(ben, 'POST', `/rooms/${roomId}/archive`)
      await api(ben, 'DELETE', `/rooms/${roomId}`)
    })
  })

  test('board:changed, on the page of the room that is renamed, described, archived and restored', async () => {
    await aBoard()
    const roomId = await aRoom({ name: 'design' })
    const path = `/messaging/room/${roomId}/`
    const both = [ofBoard(), inbox()]
    await expectEqual(path, both, ['board:changed'], async () => {
      await api(ben, 'PATCH', `/rooms/${roomId}`, { name: 'looks', description: 'How it <i>looks</i>' })
      await api(ben, 'POST', `/rooms/${roomId}/archive`)
    })
    await expectEqual(path, both, ['board:changed'], () => api(ben, 'POST', `/rooms/${roomId}/restore`))
  })

  test('a room that came, was renamed and put away meanwhile', async () => {
    await aBoard()
    await expectEqual(boardPage(), [ofBoard(), inbox()], ['board:changed'], async () => {
      const roomId = await aRoom({ name: 'one' })
      await api(ben, 'PATCH', `/rooms/${roomId}`, { name: 'uno' })
      const other = await aRoom({ name: 'two' })
      await api(ben, 'POST', `/rooms/${other}/archive`)
    })
  })

  test('member:joined and member:left of an open room, and muting it', async () => {
    await aBoard()
    const roomId = await aRoom({ name: 'design' })
    await aRoom({ name: 'later' })
    const path = `/messaging/room/${roomId}/`
    const both = [ofBoard(), inbox()]
    await expectEqual(path, both, ['member:left', 'board:changed'], () => api(ana, 'POST', `/rooms/${roomId}/leave`))
    // It comes back to its place, and not for those who are not in it.
    await expectEqual(path, both, ['board:changed'], async () => {
      await api(ben, 'POST', `/rooms/${roomId}/archive`)
      await api(ben, 'POST', `/rooms/${roomId}/restore`)
      await api(ben, 'PATCH', `/rooms/${roomId}`, { name: 'looks' })
    })
    await expectEqual(path, both, ['member:joined', 'board:changed'], () => api(ana, 'POST', `/rooms/${roomId}/join`))
    await expectEqual(path, [inbox()], ['board:changed'], () =>
      api(ana, 'POST', `/rooms/${roomId}/mute`, { isMuted: true }),
    )
    await expectEqual(path, [inbox()], ['board:changed'], () =>
      api(ana, 'POST', `/boards/${board.id}/mute`, { isMuted: true }),
    )
  })

  test('a private room: member:joined, all that happens to it, and member:left', async () => {
    await aBoard()
    await aRoom({ name: 'open' })
    let roomId = 0
    await expectEqual(boardPage(), [inbox()], ['member:joined', 'notification:created'], async () => {
      roomId = await aRoom({ name: 'secret', isPrivate: true, memberIds: [ana.id] })
      await notified(1)
    })
    const path = `/messaging/room/${roomId}/`
    await expectEqual(path, [inbox()], ['board:changed', 'notification:changed'], async () => {
      await api(ben, 'PATCH', `/rooms/${roomId}`, { name: 'secret <b>2</b>', description: 'For two' })
      await settled()
      await api(ben, 'POST', `/rooms/${roomId}/archive`)
    })
    await expectEqual(path, [inbox()], ['board:changed'], () => api(ben, 'POST', `/rooms/${roomId}/restore`))
    await expectEqual(boardPage(), [inbox()], ['member:left', 'notification:changed'], async () => {
      await api(ben, 'DELETE', `/rooms/${roomId}/members/${ana.id}`)
      await settled()
    })
    const again = ['member:joined', 'notification:changed', 'notification:created']
    await expectEqual(boardPage(), [inbox()], again, async () => {
      await api(ben, 'POST', `/rooms/${roomId}/members`, { username: 'ana' })
      await settled()
    })
    await expectEqual(boardPage(), [inbox()], ['board:changed', 'notification:changed'], async () => {
      await api(ben, 'POST', `/rooms/${roomId}/archive`)
      await api(ben, 'DELETE', `/rooms/${roomId}`)
      await settled()
    })
  })

  // A new name stands where the old one stood: the sidebar keeps the order that the names had when the page was loaded.
  test.each([
    ['/boards/:id/', 'Launch 3'],
    ['/boards/:id/members/', 'Launch 2'],
    ['/messaging/room/:roomId/', 'Launch 1'],
  ])('board:changed, by a new name, on %s', async (pattern, name) => {
    await aBoard()
    const path = pattern.replace(':id', String(board.id)).replace(':roomId', String(board.roomId))
    const version = await membersVersion()
    await expectEqual(path, [{ ...ofBoard(), version: () => version }], ['board:changed'], async () => {
      await api(ana, 'PATCH', `/boards/${board.id}`, { name: `${name} soon` })
      await api(ana, 'PATCH', `/boards/${board.id}`, { description: 'What it is for' })
      await api(ana, 'PATCH', `/boards/${board.id}`, { name: `${name} <rocket> & co` })
    })
  })

  test('member:left, by somebody who had tasks', async () => {
    await aBoard()
    await api(ana, 'POST', `/boards/${board.id}/members`, { username: 'cy' })
    for (const [place, assigneeIds] of [[cy.id, ben.id], [ben.id], [cy.id]].entries())
      await api(ana, 'PATCH', `/tasks/${await aTask(`task ${place}`, place % 2)}`, { assigneeIds })
    await expectEqual(boardPage(), [ofBoard()], ['member:left'], () => api(ben, 'POST', `/boards/${board.id}/leave`))
    await expectEqual(boardPage(), [ofBoard()], ['member:left', 'task:changed'], async () => {
      await api(ana, 'DELETE', `/boards/${board.id}/members/${cy.id}`)
      await api(ana, 'PATCH', `/tasks/${await firstTask()}`, { assigneeIds: [ana.id] })
    })
  })

  test('who left, came back and has tasks again meanwhile has those alone', async () => {
    await aBoard()
    const [one, two] = [await aTask('one'), await aTask('two', 1)]
    for (const id of [one, two]) await api(ana, 'PATCH', `/tasks/${id}`, { assigneeIds: [ben.id] })
    const types = ['member:left', 'member:joined', 'task:changed']
    await expectEqual(boardPage(), [ofBoard()], types, async () => {
      await api(ben, 'POST', `/boards/${board.id}/leave`)
      await api(ana, 'POST', `/boards/${board.id}/members`, { username: 'ben' })
      await api(ana, 'PATCH', `/tasks/${two}`, { assigneeIds: [ben.id] })
    })
  })

  test('member:joined, by an invitation and by a hand-over', async () => {
    await aBoard()
    const { invitation } = (await api(ana, 'POST', `/boards/${board.id}/invitations`, { role: 'viewer' })) as {
      invitation: { link: string }
    }
    const version = await membersVersion()
    const following = { ...ofBoard(), version: () => version }
    await expectEqual(`/boards/${board.id}/members/`, [following], ['member:joined'], async () => {
      await cy.visitor.post(new URL(invitation.link).pathname)
      // Who manages the board sees more of the page: ana stays one of them.
      await api(ana, 'POST', `/boards/${board.id}/owner`, { userId: ben.id })
    })
  })

  const firstTask = async () =>
    (await app.services.db.task.findFirstOrThrow({ where: { boardId: board.id }, orderBy: { id: 'asc' } })).id

  const ofActivity = (): Following => ({
    ...ofBoard(),
    version: (page) => page.number('[data-activity]', 'data-version'),
  })
  const labelTold = ['board:changed', 'activity:recorded']

  /** A label, and two tasks that carry it; one of them carries another, too, and one is in the archive. */
  const aLabel = async () => {
    const made = async (name: string, colour: string) => {
      const { label } = await api(ben, 'POST', `/boards/${board.id}/labels`, { name, colour })
      return (label as { id: number }).id
    }
    const [labelId, otherId] = [await made('Press', 'plum'), await made('Copy', 'straw')]
    const task = async (title: string, labelIds: number[]) => {
      const { task: made } = await api(ben, 'POST', `/columns/${board.columnIds[0]}/tasks`, { title })
      const { id } = made as { id: number }
      await api(ben, 'PATCH', `/tasks/${id}`, { labelIds })
      return id
    }
    await task('one', [labelId])
    await task('two', [otherId, labelId])
    await task('none', [])
    await api(ben, 'POST', `/tasks/${await task('archived', [labelId])}/archive`)
    return labelId
  }

  test('board:changed, by a label that is changed, on the board’s page', async () => {
    await aBoard()
    const labelId = await aLabel()
    await expectEqual(`/boards/${board.id}/`, [ofBoard()], labelTold, async () => {
      await api(ben, 'PATCH', `/labels/${labelId}`, { name: 'Aa <press> & "news"' })
      await api(ben, 'PATCH', `/labels/${labelId}`, { colour: 'brick' })
    })
  })

  test('board:changed, by a label that is deleted, on the board’s page', async () => {
    await aBoard()
    const labelId = await aLabel()
    await expectEqual(`/boards/${board.id}/`, [ofBoard()], labelTold, () => api(ben, 'DELETE', `/labels/${labelId}`))
  })

  test('activity:recorded, on the page of the board’s activity', async () => {
    await aBoard()
    const labelId = await aLabel()
    await expectEqual(`/boards/${board.id}/activity/`, [ofActivity()], [...labelTold, 'task:changed'], async () => {
      await api(ben, 'PATCH', `/labels/${labelId}`, { name: '<b>News</b>' })
      const { task } = await app.services.db.taskLabel.findFirstOrThrow({ where: { labelId }, select: { task: true } })
      // Several deeds of one change stand in the order in which they were done.
      await api(ana, 'PATCH', `/tasks/${task.id}`, { title: 'One <i>', priority: 'urgent', dueOn: '2026-03-12' })
      await api(ana, 'PATCH', `/tasks/${task.id}`, { assigneeIds: [ana.id, ben.id], labelIds: [] })
    })
  })

  // The members' page tells no version of the board: the browser follows it from the version that a join answers.
  const membersVersion = async () =>
    (await app.services.db.board.findUniqueOrThrow({ where: { id: board.id } })).version

  test.each([
    ['/boards/:id/', 'member:joined and member:left on the board’s page'],
    ['/boards/:id/members/', 'member:joined and member:left on the members’ page'],
  ])('%s: %s', async (pattern) => {
    await aBoard()
    const path = pattern.replace(':id', String(board.id))
    const version = await membersVersion()
    const following = { ...ofBoard(), version: () => version }
    await expectEqual(path, [following], ['member:joined'], async () => {
      await api(ana, 'POST', `/boards/${board.id}/members`, { username: 'cy', role: 'viewer' })
      await api(ana, 'PATCH', `/boards/${board.id}/members/${ben.id}`, { role: 'admin' })
    })
    const later = await membersVersion()
    const followingLater = { ...following, version: () => later }
    await expectEqual(path, [followingLater], ['member:left'], () =>
      api(ana, 'DELETE', `/boards/${board.id}/members/${cy.id}`),
    )
  })

  test('somebody who left and came back meanwhile stands where they stand now', async () => {
    await aBoard()
    await api(ana, 'POST', `/boards/${board.id}/members`, { username: 'cy' })
    const version = await membersVersion()
    const following = { ...ofBoard(), version: () => version }
    await expectEqual(`/boards/${board.id}/members/`, [following], ['member:joined', 'member:left'], async () => {
      await api(ana, 'DELETE', `/boards/${board.id}/members/${ben.id}`)
      await api(ana, 'POST', `/boards/${board.id}/members`, { username: 'ben' })
      await api(ana, 'PATCH', `/boards/${board.id}/members/${cy.id}`, { role: 'admin' })
    })
  })

  test('nothing of this was an error of ours', () => {
    expect(app.takeErrors()).toEqual([])
  })
})
