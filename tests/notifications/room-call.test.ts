import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toldAtOnce } from '../../src/notifications/notify.ts'
import { insertMany } from '../../src/platform/db/index.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { doDebts } from '../support/outbox.ts'
import { listenToStatements } from '../support/statements.ts'

const crowdSize = 450

describe.each(databaseKinds())('@room on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let board: TestBoard
  let crowd: number[]
  beforeAll(async () => {
    app = await startApp(kind, { worker: false })
    ana = await app.person('ana')
    ben = await app.person('ben')
    board = await app.board(ana, [[ben, 'member']])
    crowd = await makeCrowd()
  })
  afterAll(() => app.stop())

  const makeCrowd = async () => {
    const { db } = app.services
    const names = Array.from({ length: crowdSize }, (_, number) => `crowd${number}`)
    await db.user.createMany({
      data: names.map((name) => ({ username: name, usernameKey: name, displayName: name, passwordHash: '-' })),
    })
    const where = { usernameKey: { in: names } }
    const people = await db.user.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } })
    const ids = people.map(({ id }) => id)
    const joinedAt = new Date()
    const common = { joinedAt, leftAt: null, isMuted: false }
    await insertMany(
      db,
      'BoardMember',
      ids.map((userId) => ({ ...common, boardId: board.id, userId, role: 'member' as const, version: 1 })),
    )
    const unread = { readVersion: 0, readCount: 0, inboxVersion: 0 }
    await insertMany(
      db,
      'ChatRoomMember',
      ids.map((userId) => ({ ...common, ...unread, roomId: board.roomId, userId })),
    )
    return ids
  }
  let posts = 0
  const call = async (content: string) => {
    const path = `/api/v1/rooms/${board.roomId}/messages`
    const answer = await ana.visitor.api('POST', path, { content, clientId: `room-call-${(posts += 1)}` })
    return (answer.json() as { message: { id: string } }).message.id
  }
  const recipientsOf = async (messageId: string) => {
    const rows = await app.services.db.notification.findMany({ where: { messageId }, select: { recipientId: true } })
    return rows.map(({ recipientId }) => recipientId).toSorted((one, other) => one - other)
  }

  test('tells everyone in the room but its author, once each, in several transactions', async () => {
    const messageId = await call('@room and @ben above all')
    expect(await doDebts(app.services)).toBe(Math.ceil((crowdSize + 2) / toldAtOnce))
    expect(await recipientsOf(messageId)).toEqual([ben.id, ...crowd].toSorted((one, other) => one - other))
  })

  test('takes as many statements for two hundred people as for two', async () => {
    const log = listenToStatements()
    const statementsFor = async (content: string) => {
      const messageId = await call(content)
      const entry = await app.services.db.outboxEntry.findFirstOrThrow({ where: { doneAt: null } })
      expect(entry.payload).toContain(messageId)
      log.take()
      await doDebts(app.services)
      return log.take().length
    }
    const jobs = Math.ceil((crowdSize + 2) / toldAtOnce)
    const [forTwo, forAll] = [await statementsFor('@crowd1 and @crowd2'), await statementsFor('@room')]
    log.stop()
    expect(forAll).toBeLessThanOrEqual((forTwo + 3) * jobs)
  })

  test('leaves out who has left the room, is off the board, or has muted one of them', async () => {
    const { db } = app.services
    const [gone = 0, off = 0, mutedRoom = 0, mutedBoard = 0, disabled = 0] = crowd
    const inRoom = (userId: number) => ({ roomId_userId: { roomId: board.roomId, userId } })
    const onBoard = (userId: number) => ({ boardId_userId: { boardId: board.id, userId } })
    await db.chatRoomMember.update({ where: inRoom(gone), data: { leftAt: new Date() } })
    await db.boardMember.update({ where: onBoard(off), data: { leftAt: new Date() } })
    await db.chatRoomMember.update({ where: inRoom(mutedRoom), data: { isMuted: true } })
    await db.boardMember.update({ where: onBoard(mutedBoard), data: { isMuted: true } })
    await db.user.update({ where: { id: disabled }, data: { isDisabled: true } })
    const messageId = await call('@room')
    await doDebts(app.services)
    expect(await recipientsOf(messageId)).toEqual([ben.id, ...crowd.slice(5)].toSorted((one, other) => one - other))
    const { username } = await db.user.findUniqueOrThrow({ where: { id: mutedRoom } })
    const named = await call(`@room, and @${username} by name`)
    await doDebts(app.services)
    expect(await recipientsOf(named)).toContain(mutedRoom)
  })

  test('each inbox counts its versions without a gap, and its position is its own', async () => {
    const people = await app.services.db.user.findMany({ select: { id: true, inboxVersion: true } })
    for (const { id, inboxVersion } of people.slice(0, 50)) {
      const own = await app.services.db.notification.findMany({
        where: { recipientId: id },
        orderBy: { position: 'asc' },
        select: { position: true },
      })
      expect(own.map(({ position }) => position)).toEqual(own.map((_, place) => place + 1))
      expect(own).toHaveLength(inboxVersion)
    }
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
