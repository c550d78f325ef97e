import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { makeCast, type Cast } from '../support/cast.ts'
import { databaseKinds } from '../support/databases.ts'
import { doDebts } from '../support/outbox.ts'
import { password, signIn, type TestPerson } from '../support/makers.ts'
import type { Answer } from '../support/visitor.ts'

describe.each(databaseKinds())('what administrators do on %s', (kind) => {
  let app: TestApp
  let cast: Cast
  let administrator: TestPerson
  beforeAll(async () => {
    app = await startApp(kind, { webs: 2 })
    cast = await makeCast(app)
    administrator = cast.administrator
  })
  afterAll(() => app.stop())

  const act = (
    slug: string,
    action: string,
    key: number | string,
    more: Record<string, string> = {},
  ): Promise<Answer> => administrator.visitor.post(`/admin/${slug}/act/`, { action, key: String(key), ...more })

  const lastDeed = () => app.services.db.auditEntry.findFirstOrThrow({ orderBy: { id: 'desc' } })

  test('somebody who is disabled is out at once, in every process, and comes in again only by signing in', async () => {
    const person = await app.person('leaver')
    const elsewhere = person.visitor.copy(app.urls[1])
    const sockets = [await app.socket(person.visitor), await app.socket(elsewhere)]
    expect((await act('users', 'disable', person.id)).location).toBe('/admin/users/?did=disable&count=1')
    for (const socket of sockets) await socket.ended()
    expect((await person.visitor.api('GET', '/api/v1/me')).status).toBe(401)
    expect((await elsewhere.get('/')).location).toMatch(/^\/accounts\/login\//)
    await expect(app.socket(person.visitor)).rejects.toThrow('unauthorized')
    const refused = await app.visitor().post('/accounts/login/', { username: 'leaver', password })
    expect(refused.status).toBe(400)
    expect(await lastDeed()).toMatchObject({
      actorName: 'administrator',
      deed: 'disable',
      model: 'users',
      recordTitle: 'leaver',
    })

    expect((await act('users', 'enable', person.id)).status).toBe(303)
    expect((await person.visitor.api('GET', '/api/v1/me')).status).toBe(401)
    await signIn(app.visitor(), 'leaver')
  })

  test('a new password voids the old one and whoever is signed in with it; it stands in no log', async () => {
    const person = await app.person('forgetful')
    const wrong = await act('users', 'set-password', person.id, { password: 'short' })
    expect(wrong.status).toBe(400)
    expect(wrong.text).toContain('Needs 10 characters or more')
    await signIn(app.visitor(), 'forgetful')

    expect((await act('users', 'set-password', person.id, { password: 'quite another one' })).status).toBe(303)
    expect((await person.visitor.api('GET', '/api/v1/me')).status).toBe(401)
    expect((await app.visitor().post('/accounts/login/', { username: 'forgetful', password })).status).toBe(400)
    const fresh = await app.visitor().post('/accounts/login/', { username: 'forgetful', password: 'quite another one' })
    expect(fresh.status).toBe(303)
    expect(JSON.stringify(await app.services.db.auditEntry.findMany({}))).not.toContain('quite another one')
  })

  test('nobody takes their own rights away, and of two who take each other’s at once one is left', async () => {
    for (const action of ['disable', 'make-member', 'delete']) {
      const refused = await act('users', action, administrator.id)
      expect(refused.status, action).toBe(409)
      expect(refused.text).toContain('You can’t')
    }
    const [one, other] = [await app.administrator('one'), await app.administrator('other')]
    await Promise.all([
      one.visitor.post('/admin/users/act/', { action: 'make-member', key: String(other.id) }),
      other.visitor.copy(app.urls[1]).post('/admin/users/act/', { action: 'make-member', key: String(one.id) }),
    ])
    const left = await app.services.db.user.count({ where: { id: { in: [one.id, other.id] }, isSiteAdmin: true } })
    expect(left).toBe(1)
  })

  test('who is no administrator any more finds no admin site, in pages that are open too', async () => {
    const former = await app.administrator('former')
    const token = await former.visitor.token()
    expect((await former.visitor.get('/admin/')).status).toBe(200)
    await act('users', 'make-member', former.id)
    expect((await former.visitor.get('/admin/')).status).toBe(404)
    const late = await former.visitor.post('/admin/users/act/', {
      _csrf: token,
      action: 'disable',
      key: String(cast.viewer.id),
    })
    expect(late.status).toBe(404)
    expect((await app.services.db.user.findUniqueOrThrow({ where: { id: cast.viewer.id } })).isDisabled).toBe(false)
  })

  test('an account is made, its address changed, and a clash is said where it is', async () => {
    const account = {
      username: 'newcomer',
      displayName: 'New Comer',
      email: 'new@example.org',
      password: 'long enough for it',
    }
    const added = await administrator.visitor.post('/admin/users/add/', account)
    expect(added.location).toMatch(/^\/admin\/users\/\d+\/\?did=add$/)
    const again = await administrator.visitor.post('/admin/users/add/', { ...account, email: '' })
    expect(again.status).toBe(409)
    expect(again.text).toContain('This name is taken. Try another.')
    expect(again.text).toContain('value="New Comer"')
    expect(again.text).not.toContain('long enough for it')

    const id = Number(added.location?.split('/')[3])
    await administrator.visitor.post(`/admin/users/${id}/`, { email: 'newer@example.org' })
    expect(JSON.parse((await lastDeed()).facts)).toEqual({
      changes: [{ field: 'E-mail', before: 'new@example.org', after: 'newer@example.org' }],
    })
    expect((await administrator.visitor.post(`/admin/users/${id}/`, { email: 'no address' })).status).toBe(400)
    expect(
      (await administrator.visitor.post(`/admin/users/${cast.viewer.id}/`, { email: 'NEWER@example.org' })).status,
    ).toBe(409)
  })

  test('an account that left traces is not deleted, and the question before shows them; one that was never used goes', async () => {
    const question = await administrator.visitor.get(`/admin/users/act/?action=delete&key=${cast.member.id}`)
    expect(question.text).toMatch(/Boards that they are or were on: 1, in the way/)
    const refused = await act('users', 'delete', cast.member.id)
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('Disable it instead')

    const unused = await app.person('unused')
    expect((await act('users', 'delete', unused.id)).status).toBe(303)
    expect(await app.services.db.user.findUnique({ where: { id: unused.id } })).toBeNull()
    expect((await unused.visitor.api('GET', '/api/v1/me')).status).toBe(401)
  })

  test('what is changed here is told to those who look, as if it were changed on the board', async () => {
    const socket = await app.socket(cast.viewer.visitor)
    const channel = `board:${cast.board.id}`
    await socket.ask('board:join', { boardId: cast.board.id })
    const label = await app.services.db.label.findFirstOrThrow({ where: { boardId: cast.board.id } })
    await administrator.visitor.post(`/admin/labels/${label.id}/`, { name: 'Press and post', colour: 'moss' })
    await socket.change(channel, 'board:changed', (told) => JSON.stringify(told).includes('Press and post'))
    const [column = 0] = cast.board.columnIds
    const added = await administrator.visitor.post('/admin/tasks/add/', {
      columnId: String(column),
      title: 'From above',
    })
    expect(added.status).toBe(303)
    await socket.change(channel, 'task:created', (told) => JSON.stringify(told).includes('From above'))
    const taskId = added.location?.split('/')[3] ?? ''
    await act('tasks', 'delete', taskId)
    await socket.change(channel, 'task:deleted')
    expect(await lastDeed()).toMatchObject({
      deed: 'delete',
      model: 'tasks',
      recordId: taskId,
      recordTitle: 'From above',
    })
  })

  test('a private room is seen and put right, which its board’s owner could not', async () => {
    const { privateRoomId } = cast.places(cast.owner)
    const list = await administrator.visitor.get(`/admin/rooms/?board=${cast.board.id}&kind=private`)
    expect(list.text).toContain(`/admin/rooms/${privateRoomId}/`)
    const saved = await administrator.visitor.post(`/admin/rooms/${privateRoomId}/`, {
      name: 'quiet place',
      description: '',
    })
    expect(saved.status).toBe(303)
    expect(await app.services.db.chatRoom.findUniqueOrThrow({ where: { id: Number(privateRoomId) } })).toMatchObject({
      name: 'quiet place',
    })
  })

  test('outside of the admin site an administrator is an outsider like others', async () => {
    for (const address of [`/boards/${cast.board.id}/`, `/messaging/room/${cast.board.roomId}/`])
      expect((await administrator.visitor.get(address)).status).toBe(404)
    const socket = await app.socket(administrator.visitor)
    expect(await socket.ask('room:join', { roomId: cast.board.roomId })).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    })
  })

  test('a message is put right and deleted by who did not write it, and says so', async () => {
    await administrator.visitor.post(`/admin/messages/${cast.messageId}/`, {
      content: 'Put right',
      version: String((await app.services.db.chatMessage.findUniqueOrThrow({ where: { id: cast.messageId } })).version),
    })
    const { db } = app.services
    const edited = await db.chatMessage.findUniqueOrThrow({ where: { id: cast.messageId } })
    expect(edited).toMatchObject({ content: 'Put right', authorId: cast.member.id, editedAt: expect.any(Date) })
    await act('messages', 'delete', cast.messageId)
    expect(await db.chatMessage.findUniqueOrThrow({ where: { id: cast.messageId } })).toMatchObject({
      content: '',
      deletedAt: expect.any(Date),
    })
    const twice = await act('messages', 'delete', cast.messageId)
    expect(twice.status).toBe(409)
    expect(twice.text).toContain('That is so already')
  })

  test('a message and a comment are added for somebody who may write there, told live, and their words are in no log', async () => {
    const board = await app.board(cast.owner, [[cast.viewer, 'viewer']])
    const { roomId } = board
    const made = await cast.owner.visitor.api('POST', `/api/v1/columns/${board.columnIds[0]}/tasks`, {
      title: 'Moved in',
    })
    const { task } = made.json() as { task: { id: number } }
    const socket = await app.socket(cast.owner.visitor)
    await socket.ask('room:join', { roomId })
    await socket.ask('task:join', { taskId: task.id })
    const add = (slug: string, fields: Record<string, string>): Promise<Answer> =>
      administrator.visitor.post(`/admin/${slug}/add/`, fields)

    const message = await add('messages', { roomId: String(roomId), author: 'Owner', content: 'brought along' })
    expect(message.location).toMatch(/^\/admin\/messages\/[0-9a-f-]{36}\/\?did=add$/)
    const posted = await socket.change(`room:${roomId}`, 'message:posted')
    expect(posted).toMatchObject({ message: { content: 'brought along', author: { username: 'owner' } } })
    const comment = await add('comments', { taskId: String(task.id), author: 'owner', content: 'brought along, too' })
    expect(comment.status).toBe(303)
    const said = await socket.change(`task:${task.id}`, 'comment:posted')
    expect(said).toMatchObject({ comment: { content: 'brought along, too', author: { username: 'owner' } } })
    expect(await lastDeed()).toMatchObject({ deed: 'add', model: 'comments', recordTitle: 'owner on Moved in' })
    expect(JSON.stringify(await app.services.db.auditEntry.findMany({}))).not.toContain('brought along')

    const refusals: [Record<string, string>, number, string][] = [
      [{ author: 'nobody_here' }, 400, 'Nobody here has this username.'],
      [{ author: 'outsider' }, 404, ''],
      [{ author: 'viewer' }, 403, ''],
      [{ content: '  ' }, 400, 'say something'],
      [{ roomId: '999999' }, 404, ''],
    ]
    for (const [wrong, status, words] of refusals) {
      const answer = await add('messages', {
        roomId: String(roomId),
        author: 'owner',
        content: '<b>kept</b>',
        ...wrong,
      })
      expect(answer.status, JSON.stringify(wrong)).toBe(status)
      expect(answer.text.toLowerCase()).toContain(words.toLowerCase())
      if (!('content' in wrong)) expect(answer.text).toContain('&lt;b&gt;kept&lt;/b&gt;')
    }
    await cast.owner.visitor.api('POST', `/api/v1/rooms/${roomId}/archive`)
    const late = await add('messages', { roomId: String(roomId), author: 'owner', content: 'too late' })
    expect(late.status).toBe(409)
    expect(late.text).toContain('This room is in the archive.')
    expect(await app.services.db.chatMessage.count({ where: { roomId } })).toBe(1)
  })

  test('a notification that was deleted is added again, live and once, and only for whom something asks', async () => {
    const { roomId, columnIds } = await app.board(cast.owner, [
      [cast.member, 'member'],
      [cast.viewer, 'viewer'],
    ])
    const { visitor } = cast.owner
    const content = '@member look'
    const posted = await visitor.api('POST', `/api/v1/rooms/${roomId}/messages`, { content, clientId: 'again-message' })
    const { message } = posted.json() as { message: { id: string } }
    const made = await visitor.api('POST', `/api/v1/columns/${columnIds[0]}/tasks`, { title: 'For the viewer' })
    const { task } = made.json() as { task: { id: number } }
    await app.services.db.taskAssignee.create({ data: { taskId: task.id, userId: cast.viewer.id } })
    const said = await visitor.api('POST', `/api/v1/tasks/${task.id}/comments`, {
      content: 'News',
      clientId: 'again-comment',
    })
    const { comment } = said.json() as { comment: { id: string } }
    await doDebts(app.services)
    const { db } = app.services
    const ofMessage = { recipientId: cast.member.id, messageId: message.id }
    const before = await db.notification.findFirstOrThrow({ where: ofMessage })
    const add = (recipient: string, about: string): Promise<Answer> =>
      administrator.visitor.post('/admin/notifications/add/', { recipient, about })

    const known = await add('member', message.id)
    expect(known.status).toBe(400)
    expect(known.text).toContain('has a notification of it already')
    expect((await act('notifications', 'delete', before.id)).status).toBe(303)
    const socket = await app.socket(cast.member.visitor)
    await socket.ask('inbox:join', {})
    expect((await add('Member', message.id)).location).toMatch(/^\/admin\/notifications\/[0-9a-f-]{36}\/\?did=add$/)
    const created = await socket.change(`user:${cast.member.id}`, 'notification:created')
    expect(created).toMatchObject({
      notification: { type: 'mention', sender: { username: 'owner' }, messageId: message.id },
    })
    expect(await lastDeed()).toMatchObject({ deed: 'add', model: 'notifications', recordTitle: 'mention for member' })

    await db.notification.deleteMany({ where: { recipientId: cast.viewer.id, commentId: comment.id } })
    expect((await add('viewer', comment.id)).status).toBe(303)
    expect(await lastDeed()).toMatchObject({ recordTitle: 'comment for viewer' })

    const asksNobody = 'no message or comment with this id that asks for this person'
    for (const [recipient, about, words] of [
      ['viewer', message.id, asksNobody],
      ['owner', message.id, asksNobody],
      ['outsider', comment.id, asksNobody],
      ['member', '01a21c9f-9f6d-77cf-bccb-a49dd126a3ad', asksNobody],
      ['member', '7', 'has to be the id of a message or a comment'],
      ['nobody_here', message.id, 'Nobody here has this username.'],
    ] as const) {
      const refused = await add(recipient, about)
      expect(refused.status, `${recipient} ${about}`).toBe(400)
      expect(refused.text.toLowerCase()).toContain(words.toLowerCase())
      expect(refused.text).toContain(`value="${about}"`)
    }
    expect(await db.notification.count({ where: ofMessage })).toBe(1)
  })

  test('somebody is shown as typing where they may write, and nowhere else', async () => {
    const { roomId } = await app.board(cast.owner, [[cast.viewer, 'viewer']])
    const socket = await app.socket(cast.viewer.visitor)
    await socket.ask('room:join', { roomId })
    const add = (person: string): Promise<Answer> =>
      administrator.visitor.post('/admin/typing-statuses/add/', { roomId: String(roomId), person })
    const { location } = await add('owner')
    expect(location).toBe(`/admin/typing-statuses/${roomId}-${cast.owner.id}/?did=add`)
    const { id, username } = cast.owner
    expect(await socket.event('typing:started')).toEqual({ roomId, user: { id, username } })
    expect((await add('owner')).status).toBe(303)
    expect((await add('viewer')).status).toBe(403)
    expect((await add('outsider')).status).toBe(404)
    expect((await add('nobody_here')).status).toBe(400)
    expect(await app.services.db.userTypingStatus.count({ where: { roomId } })).toBe(1)
  })

  test('what somebody wrote meanwhile is not written over', async () => {
    const taskId = Number(cast.places(cast.owner)['taskId'])
    const { db } = app.services
    const { title, description } = await db.task.findUniqueOrThrow({ where: { id: taskId } })
    await cast.member.visitor.api('PATCH', `/api/v1/tasks/${taskId}`, { description: 'Written meanwhile' })
    const begun = { title, titleBefore: title, descriptionBefore: description }
    const late = await administrator.visitor.post(`/admin/tasks/${taskId}/`, { ...begun, description: 'From before' })
    expect(late.status).toBe(409)
    expect(late.text).toContain('From before')
    expect(late.text).toContain('name="descriptionBefore" value="Written meanwhile"')
    expect((await db.task.findUniqueOrThrow({ where: { id: taskId } })).description).toBe('Written meanwhile')
  })

  test('the last one in a private room is not taken out of it', async () => {
    const { room } = (
      await cast.member.visitor.api('POST', `/api/v1/boards/${cast.board.id}/rooms`, { name: 'mine', isPrivate: true })
    ).json() as { room: { id: number } }
    const refused = await act('room-members', 'delete', `${room.id}-${cast.member.id}`)
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('They are the last one in this room')
  })

  test('a board without a reachable owner gets another; many are done at once, and what can’t be done is named', async () => {
    const { id: boardId } = cast.board
    expect((await act('board-members', 'make-owner', `${boardId}-${cast.admin.id}`)).status).toBe(303)
    const owners = await app.services.db.boardMember.findMany({
      where: { boardId, role: 'owner' },
      select: { userId: true },
    })
    expect(owners).toEqual([{ userId: cast.admin.id }])

    const body = new URLSearchParams({ _csrf: await administrator.visitor.token(), action: 'delete' })
    for (const person of [cast.viewer, cast.admin]) body.append('key', `${boardId}-${person.id}`)
    const answer = await administrator.visitor.send('/admin/board-members/act/', {
      method: 'POST',
      body: body.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('was done to 1, and not to these')
    expect(answer.text).toContain('does not fit what it is now')
    const gone = await app.services.db.boardMember.findFirst({
      where: { boardId, userId: cast.viewer.id, leftAt: null },
    })
    expect(gone).toBeNull()
  })

  test('a board is deleted with all that hangs on it, which is shown before', async () => {
    const board = await app.board(cast.member, [[cast.viewer, 'viewer']])
    const question = await administrator.visitor.get(`/admin/boards/act/?action=delete&key=${board.id}`)
    expect(question.text).toMatch(/Columns: 3, deleted too/)
    expect(question.text).toMatch(/Places of people on it: 2, deleted too/)
    expect((await act('boards', 'delete', board.id)).status).toBe(303)
    expect(await app.services.db.board.findUnique({ where: { id: board.id } })).toBeNull()
    expect((await act('boards', 'delete', board.id)).status).toBe(409)
  })

  test('what is gone leads to what was done to it; what never was leads nowhere', async () => {
    const { id } = await app.board(cast.owner)
    expect((await act('boards', 'delete', id)).status).toBe(303)
    const gone = await administrator.visitor.get(`/admin/boards/${id}/`)
    expect(gone.status).toBe(404)
    expect(gone.text).toContain('<h1>Launch</h1>')
    expect(gone.text).toContain(`href="/admin/audit/?record=boards%2F${id}"`)
    const never = await administrator.visitor.get('/admin/boards/999999/')
    expect(never.status).toBe(404)
    expect(never.text).not.toContain('/admin/audit/?')
  })

  test('an action leads back to the list as it was asked for, and a page that is no more to the last one', async () => {
    const { id } = await app.board(cast.owner)
    const from = 'q=launch&sort=-1&page=7'
    const question = await administrator.visitor.get(
      `/admin/boards/act/?${new URLSearchParams({ action: 'delete', key: String(id), from })}`,
    )
    expect(question.text).toContain('href="/admin/boards/?q=launch&amp;sort=-1&amp;page=7">Cancel')
    const { location } = await act('boards', 'delete', id, { from })
    expect(location).toBe(`/admin/boards/?${from}&did=delete&count=1`)
    const list = await administrator.visitor.get(location ?? '')
    expect(list.text).toContain('1 board deleted.')
    const long = await administrator.visitor.get(
      `/admin/users/act/?${new URLSearchParams({ action: 'disable', key: String(cast.member.id), from: `q=${encodeURIComponent('ü'.repeat(200))}` })}`,
    )
    expect(long.status).toBe(200)
    const beyond = await administrator.visitor.get('/admin/boards/?page=99')
    expect(beyond.text).toContain('<th scope="row">')
  })

  test('what is empty stands last in a list, either way round', async () => {
    const board = await app.board(cast.owner)
    const { visitor } = cast.owner
    for (const dueOn of [null, '2026-12-01', '2026-12-24', null]) {
      const title = dueOn ?? 'no day'
      const made = await visitor.api('POST', `/api/v1/columns/${board.columnIds[0]}/tasks`, { title })
      const { task } = made.json() as { task: { id: number } }
      expect((await visitor.api('PATCH', `/api/v1/tasks/${task.id}`, { dueOn })).status).toBe(200)
    }
    const due = async (sort: number): Promise<string[]> => {
      const { text } = await administrator.visitor.get(`/admin/tasks/?board=${board.id}&sort=${sort}`)
      return Array.from(text.matchAll(/<th scope="row"><a[^>]*>([^<]*)/g), ([, title]) => title ?? '')
    }
    expect(await due(5)).toEqual(['2026-12-01', '2026-12-24', 'no day', 'no day'])
    expect(await due(-5)).toEqual(['2026-12-24', '2026-12-01', 'no day', 'no day'])
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
