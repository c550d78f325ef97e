import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deleteMessage } from '../../src/chat/delete-message.ts'
import { editMessage } from '../../src/chat/edit-message.ts'
import { messageDeleter, messageEditor } from '../../src/chat/messages.policy.ts'
import { lockRoom } from '../../src/chat/room-version.ts'
import { change } from '../../src/platform/change.ts'
import type { Tx } from '../../src/platform/db/index.ts'
import type { Conflict } from '../../src/platform/errors.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { until } from '../support/until.ts'
import { statusesOf } from '../support/visitor.ts'

interface Told {
  message: { id: string; content: string; version: number; mentions: { id: number }[]; editedAt: string | null }
  error: { code: string; fields?: Record<string, string> }
}

describe.each(databaseKinds())('changing messages on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let cy: TestPerson
  let dora: TestPerson
  let board: TestBoard
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    ben = await app.person('ben')
    cy = await app.person('cy')
    dora = await app.person('dora')
    board = await app.board(ana, [
      [ben, 'member'],
      [cy, 'viewer'],
    ])
  })
  afterAll(() => app.stop())

  const post = async (who: TestPerson, content: string, roomId = board.roomId) => {
    const body = { content, clientId: randomUUID() }
    return ((await who.visitor.api('POST', `/api/v1/rooms/${roomId}/messages`, body)).json() as unknown as Told).message
  }
  const edit = async (who: TestPerson, id: string, body: object) => {
    const answer = await who.visitor.api('PATCH', `/api/v1/messages/${id}`, body)
    return { status: answer.status, ...(answer.json() as unknown as Told) }
  }
  const remove = (who: TestPerson, id: string) => who.visitor.api('DELETE', `/api/v1/messages/${id}`)
  const rowOf = (id: string) =>
    app.services.db.chatMessage.findUniqueOrThrow({ where: { id }, include: { mentions: true } })
  const toldOf = async (id: string) =>
    (await app.services.db.notification.findMany({ where: { messageId: id } })).map(({ recipientId }) => recipientId)
  const debtsDone = () =>
    until(
      'all debts are done',
      async () => (await app.services.db.outboxEntry.count({ where: { doneAt: null } })) === 0,
    )

  describe('an edit', () => {
    test('keeps the message’s place, takes the room’s next version, and is told to the room once', async () => {
      const { id, version } = await post(ben, 'first')
      await post(ana, 'second')
      const socket = await app.socket(ana.visitor)
      await socket.ask('room:join', { roomId: board.roomId })
      const { status, message } = await edit(ben, id, { content: ' mended\r\nnow ' })
      expect(status).toBe(200)
      expect(message).toMatchObject({ id, content: 'mended\nnow', version: version + 2, editedAt: expect.any(String) })
      expect(await rowOf(id)).toMatchObject({ position: version, version: version + 2 })
      await socket.change(`room:${board.roomId}`, 'message:edited')
      await post(ana, 'third')
      await socket.change(`room:${board.roomId}`, 'message:posted')
      expect(socket.changes(`room:${board.roomId}`).map(({ type }) => type)).toEqual([
        'message:edited',
        'message:posted',
      ])
    })

    test('that changes nothing takes no version and leaves no mark', async () => {
      const { id, version } = await post(ben, 'as it is')
      expect(await edit(ben, id, { content: 'as it is' })).toMatchObject({
        status: 200,
        message: { version, editedAt: null },
      })
    })

    test('is for the author alone: not for the owner, not for a viewer, and outsiders learn nothing', async () => {
      const { id } = await post(ben, 'of Ben')
      for (const [who, status] of [
        [ana, 403],
        [cy, 403],
        [dora, 404],
      ] as const)
        expect((await edit(who, id, { content: 'x' })).status).toBe(status)
      expect((await ben.visitor.api('PATCH', `/api/v1/messages/${randomUUID()}`, { content: 'x' })).status).toBe(404)
      expect((await rowOf(id)).content).toBe('of Ben')
    })

    test('of what was changed since it began is refused; without a version it is taken', async () => {
      const { id, version } = await post(ben, 'one')
      await edit(ben, id, { content: 'two', version })
      const late = await edit(ben, id, { content: 'three', version })
      expect(late).toMatchObject({ status: 409, error: { code: 'conflict', fields: { content: expect.any(String) } } })
      expect((await rowOf(id)).content).toBe('two')
      expect((await edit(ben, id, { content: 'two', version })).status).toBe(200)
      expect((await edit(ben, id, { content: 'four' })).status).toBe(200)
    })

    test('by several at once from the same version: one is taken', async () => {
      const { id, version } = await post(ben, 'race')
      await ben.visitor.token()
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, place) =>
          ben.visitor.api('PATCH', `/api/v1/messages/${id}`, { content: `race ${place}`, version }),
        ),
      )
      expect(statusesOf(answers)).toEqual([200, ...Array.from({ length: 7 }, () => 409)])
    })

    test.each(['', '   ', '\u200b', 'x'.repeat(8001), 'x'.repeat(10_000)])(
      'to %j is refused at the field',
      async (content) => {
        const { id } = await post(ben, 'words')
        expect(await edit(ben, id, { content })).toMatchObject({
          status: 400,
          error: { fields: { content: expect.any(String) } },
        })
      },
    )

    test('in an archived room is refused, and so is a deletion', async () => {
      const roomId = await app.room(ana, board.id, `archived ${kind}`)
      const { id } = await post(ben, 'put away', roomId)
      await app.services.db.chatRoom.update({ where: { id: roomId }, data: { archivedAt: new Date() } })
      expect((await edit(ben, id, { content: 'x' })).status).toBe(409)
      expect((await remove(ben, id)).status).toBe(409)
      expect((await remove(ana, id)).status).toBe(409)
      expect((await rowOf(id)).content).toBe('put away')
    })

    test('by who is a viewer by now, or has left the board, is refused', async () => {
      const { id } = await post(ben, 'before')
      const where = { boardId_userId: { boardId: board.id, userId: ben.id } }
      for (const [data, status] of [
        [{ role: 'viewer' as const }, 403],
        [{ leftAt: new Date() }, 404],
      ] as const) {
        await app.services.db.boardMember.update({ where, data })
        expect((await edit(ben, id, { content: 'x' })).status).toBe(status)
        expect((await remove(ben, id)).status).toBe(status)
        await app.services.db.boardMember.update({ where, data: { role: 'member', leftAt: null } })
      }
    })
  })

  test('an edit and a deletion that waited while the right to them was taken away are refused as the door refuses', async () => {
    const roomId = await app.room(ana, board.id, `waiting ${kind}`)
    const { services } = app
    const { db } = services
    const [mine, other] = [await post(ben, 'mine', roomId), await post(ana, 'hers', roomId)]
    const rank = { boardId_userId: { boardId: board.id, userId: ben.id } }
    const place = { roomId_userId: { roomId, userId: ben.id } }
    const refusals = async (id: string, take: (tx: Tx) => Promise<unknown>) => {
      const [editing, deleting] = [
        id === mine.id ? await messageEditor(services, ben, { messageId: id }) : null,
        await messageDeleter(services, ben, { messageId: id }),
      ]
      let deeds: Promise<PromiseSettledResult<unknown>[]> | undefined
      await change(services, async ({ tx }) => {
        await lockRoom(tx, roomId)
        const edits = editing
          ? [change(services, (draft) => editMessage(services, draft, editing, { content: 'late' }))]
          : []
        deeds = Promise.allSettled([...edits, change(services, (draft) => deleteMessage(services, draft, deleting))])
        await take(tx)
      })
      return ((await deeds) ?? []).map((deed) => (deed.status === 'rejected' ? (deed.reason as Conflict).code : 'done'))
    }
    const asViewer = { role: 'viewer', leftAt: null } as const
    expect(await refusals(mine.id, (tx) => tx.boardMember.update({ where: rank, data: asViewer }))).toEqual([
      'forbidden',
      'forbidden',
    ])
    await db.boardMember.update({ where: rank, data: { role: 'admin' } })
    const asMember = { role: 'member' } as const
    expect(await refusals(other.id, (tx) => tx.boardMember.update({ where: rank, data: asMember }))).toEqual([
      'forbidden',
    ])
    await db.chatRoom.update({ where: { id: roomId }, data: { isPrivate: true } })
    const gone = { leftAt: new Date() }
    expect(await refusals(mine.id, (tx) => tx.chatRoomMember.update({ where: place, data: gone }))).toEqual([
      'not_found',
      'not_found',
    ])
    await db.chatRoom.update({ where: { id: roomId }, data: { isPrivate: false } })
    expect(await refusals(mine.id, (tx) => tx.boardMember.update({ where: rank, data: gone }))).toEqual([
      'not_found',
      'not_found',
    ])
    await db.boardMember.update({ where: rank, data: { leftAt: null } })
    expect([(await rowOf(mine.id)).content, (await rowOf(other.id)).content]).toEqual(['mine', 'hers'])
  })

  describe('who is mentioned by an edit', () => {
    test('is told; who was mentioned before is not told again', async () => {
      const { id } = await post(ana, 'hello @ben')
      await debtsDone()
      await edit(ana, id, { content: 'hello @ben and @cy' })
      await debtsDone()
      expect((await rowOf(id)).mentions.map(({ userId }) => userId).toSorted((a, b) => a - b)).toEqual([ben.id, cy.id])
      expect((await toldOf(id)).toSorted((a, b) => a - b)).toEqual([ben.id, cy.id])
    })

    test('in a private room is one of those who are in it', async () => {
      const roomId = await app.room(ana, board.id, `private ${kind}`)
      const { db } = app.services
      await db.chatRoom.update({ where: { id: roomId }, data: { isPrivate: true } })
      await db.chatRoomMember.updateMany({ where: { roomId, userId: cy.id }, data: { leftAt: new Date() } })
      const { id } = await post(ana, 'hello', roomId)
      const { message } = await edit(ana, id, { content: 'hello @cy and @ben' })
      expect(message.mentions.map((person) => person.id)).toEqual([ben.id])
      await debtsDone()
      expect((await rowOf(id)).mentions.map(({ userId }) => userId)).toEqual([ben.id])
      expect(await toldOf(id)).toEqual([ben.id])
    })

    test('and no longer, and once more, is told once', async () => {
      const { id } = await post(ana, 'hello @ben')
      await debtsDone()
      for (const content of ['hello', 'hello again @ben', 'hi', 'hi @ben']) {
        await edit(ana, id, { content })
        await debtsDone()
      }
      expect(await toldOf(id)).toEqual([ben.id])
      expect((await rowOf(id)).mentions.map(({ userId }) => userId)).toEqual([ben.id])
    })

    test('for the first time is told', async () => {
      const { id } = await post(ana, 'hello `@ben`')
      await debtsDone()
      expect(await toldOf(id)).toEqual([])
      await edit(ana, id, { content: 'hello @ben' })
      await debtsDone()
      expect(await toldOf(id)).toEqual([ben.id])
    })
  })

  describe('a deletion', () => {
    test('takes what was said and who was called, keeps the line, and is told', async () => {
      const { id, version } = await post(ben, 'a secret for @ana')
      await debtsDone()
      const socket = await app.socket(ana.visitor)
      await socket.ask('room:join', { roomId: board.roomId })
      const answer = await remove(ben, id)
      expect(answer.status).toBe(200)
      expect(answer.json()).toMatchObject({
        message: { id, version: version + 1, content: '', mentions: [], deletedAt: expect.any(String) },
      })
      expect(await rowOf(id)).toMatchObject({
        content: '',
        position: version,
        deletedAt: expect.any(Date),
        mentions: [],
      })
      const change = await socket.change(`room:${board.roomId}`, 'message:deleted')
      expect(JSON.stringify(change)).not.toContain('secret')
      expect(JSON.stringify(change)).toContain('This message was deleted')
      for (const path of [
        `/messaging/room/${board.roomId}/`,
        `/api/v1/rooms/${board.roomId}/messages`,
        '/messaging/',
        `/api/v1/messages/${id}`,
        '/messaging/notifications/',
      ])
        expect((await ana.visitor.get(path)).text, path).not.toContain('secret')
    })

    test('is for the author, the owner and admins', async () => {
      const { id } = await post(ana, 'of Ana')
      expect((await remove(ben, id)).status).toBe(403)
      expect((await remove(cy, id)).status).toBe(403)
      expect((await remove(dora, id)).status).toBe(404)
      const other = await post(ben, 'of Ben')
      expect((await remove(ana, other.id)).status).toBe(200)
    })

    test('ends all that can be done: a second one and an edit are refused', async () => {
      const { id } = await post(ben, 'once')
      await ben.visitor.token()
      const answers = await Promise.all(Array.from({ length: 4 }, () => remove(ben, id)))
      expect(statusesOf(answers)).toEqual([200, 409, 409, 409])
      expect((await edit(ben, id, { content: 'again' })).status).toBe(409)
      expect((await ben.visitor.get(`/messaging/messages/${id}/edit/`)).status).toBe(409)
    })

    test('before the mentioned were told leaves nobody told', async () => {
      const away = await startApp(kind, { worker: false })
      const [one, two] = [await away.person('one'), await away.person('two')]
      const { roomId } = await away.board(one, [[two, 'member']])
      const body = { content: '@two', clientId: randomUUID() }
      const answer = await one.visitor.api('POST', `/api/v1/rooms/${roomId}/messages`, body)
      const { id } = (answer.json() as unknown as Told).message
      await one.visitor.api('DELETE', `/api/v1/messages/${id}`)
      expect(await away.services.db.messageMention.count({ where: { messageId: id } })).toBe(0)
      await away.stop()
    })
  })

  test('without a script: the pages lead from the message to its form and back', async () => {
    const { id } = await post(ben, 'by <form>')
    const place = `/messaging/room/${board.roomId}/?message=${id}`
    expect((await ben.visitor.get(place)).text).toContain(`href="/messaging/messages/${id}/edit/"`)
    expect((await cy.visitor.get(place)).text).not.toContain('/edit/"')
    const form = await ben.visitor.get(`/messaging/messages/${id}/edit/`)
    expect(form.text).toContain('by &lt;form&gt;</textarea>')
    const refused = await ben.visitor.post(`/messaging/messages/${id}/edit/`, { content: ' ' })
    expect(refused.status).toBe(400)
    expect(refused.text).toContain('Say something')
    const saved = await ben.visitor.post(`/messaging/messages/${id}/edit/`, { content: 'changed' })
    expect(saved).toMatchObject({ status: 303, location: `${place}#message-${id}` })
    expect((await ben.visitor.get(place)).text).toContain('(edited)')
    expect((await ben.visitor.get(`/messaging/messages/${id}/delete/`)).text).toContain('changed')
    expect((await ben.visitor.post(`/messaging/messages/${id}/delete/`)).status).toBe(303)
    expect((await ben.visitor.get(place)).text).toContain('This message was deleted')
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
