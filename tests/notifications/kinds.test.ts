import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { notifyAdded } from '../../src/notifications/index.ts'
import { change } from '../../src/platform/change.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { doAgain, doDebts } from '../support/outbox.ts'

describe.each(databaseKinds())('what asks for somebody, on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let cy: TestPerson
  let board: TestBoard
  let taskId: number
  beforeAll(async () => {
    app = await startApp(kind, { worker: false })
    ana = await app.person('ana')
    ben = await app.person('ben')
    cy = await app.person('cy')
  })
  afterAll(() => app.stop())
  beforeEach(async () => {
    board = await app.board(ana, [[ben, 'member']])
    const { task } = (await api(ana, 'POST', `/columns/${board.columnIds[0]}/tasks`, { title: 'Press kit' })) as {
      task: { id: number }
    }
    taskId = task.id
    await doDebts(app.services)
    await app.services.db.notification.deleteMany({})
    await app.services.db.outboxEntry.deleteMany({})
  })

  const api = async (who: TestPerson, method: string, path: string, body?: object) => {
    const answer = await who.visitor.api(method, `/api/v1${path}`, body)
    expect(answer.status, answer.text).toBeLessThan(300)
    return answer.json()
  }
  let posts = 0
  const post = (who: TestPerson, content: string, roomId = board.roomId) =>
    api(who, 'POST', `/rooms/${roomId}/messages`, { content, clientId: `kinds-test-${(posts += 1)}` })
  const assign = (...people: TestPerson[]) =>
    api(ana, 'PATCH', `/tasks/${taskId}`, { assigneeIds: people.map(({ id }) => id) })
  const toldTo = async (who: TestPerson) => {
    await doDebts(app.services)
    const { items } = (await api(who, 'GET', '/notifications')) as { items: { type: string }[] }
    return items
  }
  const typesFor = async (who: TestPerson) => (await toldTo(who)).map(({ type }) => type)
  const memberOf = (who: TestPerson) => ({ boardId_userId: { boardId: board.id, userId: who.id } })
  const muteBoard = (who: TestPerson) =>
    app.services.db.boardMember.update({ where: memberOf(who), data: { isMuted: true } })

  /** A private room with these people in it. */
  const privateRoom = async (...people: TestPerson[]) => {
    const id = await app.room(ana, board.id, `private-${board.id}`)
    await app.services.db.chatRoom.update({ where: { id }, data: { isPrivate: true } })
    await app.services.db.chatRoomMember.deleteMany({ where: { roomId: id } })
    await app.services.db.chatRoomMember.createMany({
      data: people.map(({ id: userId }) => ({ roomId: id, userId })),
    })
    return id
  }
  const added = (who: TestPerson, roomId?: number) =>
    change(app.services, async (draft) =>
      draft.enqueue(notifyAdded, {
        userId: who.id,
        boardId: board.id,
        senderId: ana.id,
        version: 7,
        ...(roomId && { roomId }),
      }),
    )

  test('a task given by somebody else is told with its title, its board and who gave it', async () => {
    await assign(ana, ben)
    expect(await toldTo(ben)).toMatchObject([
      {
        type: 'assignment',
        sender: { username: 'ana' },
        task: { id: taskId, title: 'Press kit' },
        board: { name: 'Launch' },
        isRead: false,
        isLost: false,
        excerpt: '',
      },
    ])
    expect(await toldTo(ana)).toEqual([])
  })

  test('who was taken off a task and given it again is told again; who has it is not told for another change of it', async () => {
    await assign(ben)
    await assign(ben, ana)
    expect(await typesFor(ben)).toEqual(['assignment'])
    await assign()
    await assign(ben)
    expect(await typesFor(ben)).toEqual(['assignment', 'assignment'])
  })

  test('who was taken off the task before the job was done is not told', async () => {
    await assign(ben)
    await assign()
    expect(await toldTo(ben)).toEqual([])
  })

  test('a job that is done twice tells once', async () => {
    await assign(ben)
    await api(ana, 'POST', `/boards/${board.id}/members`, { username: 'cy' })
    await doDebts(app.services)
    const entries = await app.services.db.outboxEntry.findMany({ select: { id: true, job: true } })
    expect(entries.map(({ job }) => job)).toEqual(expect.arrayContaining(['notify-assigned', 'notify-added']))
    for (const { id } of entries) await doAgain(app.services, id)
    expect(await typesFor(ben)).toEqual(['assignment'])
    expect(await typesFor(cy)).toEqual(['added_to_board'])
  })

  test('who is put on a board is told; who comes by a link is not', async () => {
    await api(ana, 'POST', `/boards/${board.id}/members`, { username: 'cy' })
    expect(await toldTo(cy)).toMatchObject([
      { type: 'added_to_board', sender: { username: 'ana' }, board: { id: board.id } },
    ])
    await api(ana, 'DELETE', `/boards/${board.id}/members/${cy.id}`)
    await app.services.db.notification.deleteMany({})
    const { invitation } = (await api(ana, 'POST', `/boards/${board.id}/invitations`, {})) as {
      invitation: { link: string }
    }
    await cy.visitor.post(new URL(invitation.link).pathname)
    expect(await app.services.db.boardMember.findUnique({ where: memberOf(cy) })).toMatchObject({ leftAt: null })
    expect(await toldTo(cy)).toEqual([])
  })

  test('who was put on a board and is off it before the job is done is not told', async () => {
    await api(ana, 'POST', `/boards/${board.id}/members`, { username: 'cy' })
    await api(ana, 'DELETE', `/boards/${board.id}/members/${cy.id}`)
    expect(await toldTo(cy)).toEqual([])
  })

  test('who is put into a private room is told, if they are still in it', async () => {
    const roomId = await privateRoom(ana, ben)
    await added(ben, roomId)
    expect(await toldTo(ben)).toMatchObject([{ type: 'added_to_room', room: { id: roomId }, place: 'room' }])
    await app.services.db.notification.deleteMany({})
    await app.services.db.chatRoomMember.updateMany({ where: { userId: ben.id }, data: { leftAt: new Date() } })
    await added(ben, roomId)
    expect(await toldTo(ben)).toEqual([])
  })

  test('a mention in a private room reaches those who are in it', async () => {
    await api(ana, 'POST', `/boards/${board.id}/members`, { username: 'cy' })
    const roomId = await privateRoom(ana, ben)
    await doDebts(app.services)
    await post(ana, '@ben and @cy', roomId)
    expect(await typesFor(ben)).toEqual(['mention'])
    expect(await typesFor(cy)).toEqual(['added_to_board'])
  })

  test('nobody who can’t sign in any more is told', async () => {
    await assign(ben)
    await post(ana, '@ben @room')
    await app.services.db.user.update({ where: { id: ben.id }, data: { isDisabled: true } })
    await doDebts(app.services)
    expect(await app.services.db.notification.count()).toBe(0)
    await app.services.db.user.update({ where: { id: ben.id }, data: { isDisabled: false } })
  })

  test('from a muted board comes nothing but what names the person', async () => {
    await muteBoard(ben)
    await assign(ben)
    await added(ben)
    await post(ana, 'all of you, @room')
    expect(await toldTo(ben)).toEqual([])
    await post(ana, 'you, @ben')
    expect(await typesFor(ben)).toEqual(['mention'])
  })

  test('from a muted room comes nothing but what names the person', async () => {
    const roomId = await privateRoom(ana, ben)
    await app.services.db.chatRoomMember.updateMany({ where: { roomId, userId: ben.id }, data: { isMuted: true } })
    await added(ben, roomId)
    await post(ana, 'all of you, @room', roomId)
    expect(await toldTo(ben)).toEqual([])
    await post(ana, 'you, @ben', roomId)
    expect(await typesFor(ben)).toEqual(['mention'])
  })

  test('an edit tells those whom the message did not name before, and nobody twice', async () => {
    const { message } = (await post(ana, 'look, @ben')) as { message: { id: string } }
    await api(ana, 'POST', `/boards/${board.id}/members`, { username: 'cy' })
    await doDebts(app.services)
    await app.services.db.notification.deleteMany({ where: { recipientId: cy.id } })
    await app.services.db.messageMention.create({ data: { messageId: message.id, userId: cy.id } })
    const [entry] = await app.services.db.outboxEntry.findMany({ where: { job: 'notify-mentioned' } })
    await doAgain(app.services, entry?.id ?? '')
    expect(await typesFor(ben)).toEqual(['mention'])
    expect(await typesFor(cy)).toEqual(['mention'])
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
