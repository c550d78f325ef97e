import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertMany, isUniqueViolation, openDatabase, warmUp, type Db } from '../../../src/platform/db/index.ts'
import { newId } from '../../../src/platform/ids.ts'
import { databaseKinds, testDatabase, type TestDatabase } from '../../support/databases.ts'
import { createBoard, createRoom, createUser, messageRow } from './rows.ts'

describe.each(databaseKinds())('values on %s', (kind) => {
  let database: TestDatabase
  let db: Db
  beforeAll(async () => {
    database = await testDatabase(kind)
    db = await openDatabase(database.url)
  })
  afterAll(async () => {
    await db.$disconnect()
    await database.drop()
  })

  const moments = [
    '1969-12-31T23:59:59.999Z',
    '2024-02-29T12:00:00.000Z',
    '2026-07-01T00:00:00.001Z',
    '9999-12-31T23:59:59.999Z',
  ]

  test.each(moments)('the moment %s comes back to the millisecond', async (text) => {
    const { id } = await db.outboxEntry.create({ data: { id: newId(), job: 'a', payload: '', createdAt: text } })
    const row = await db.outboxEntry.findUniqueOrThrow({ where: { id } })
    expect(row.createdAt.toISOString()).toBe(text)
  })

  test('moments are compared and ordered by time, written in whichever way', async () => {
    const job = newId()
    const later = moments
      .toReversed()
      .map((text) => ({ id: newId(), job, payload: text, createdAt: new Date(text), doneAt: null, failedAt: null }))
    await insertMany(db, 'OutboxEntry', later.slice(0, 2))
    await db.outboxEntry.createMany({ data: later.slice(2) })
    const rows = await db.outboxEntry.findMany({ where: { job }, orderBy: { createdAt: 'asc' } })
    expect(rows.map((row) => row.payload)).toEqual(moments)
    for (const text of moments) {
      expect(await db.outboxEntry.count({ where: { job, createdAt: new Date(text) } })).toBe(1)
    }
    expect(await db.outboxEntry.count({ where: { job, createdAt: { lt: moments[2] ?? '' } } })).toBe(2)
  })

  test('warming up changes nothing', async () => {
    const before = await db.board.findMany()
    await warmUp(db)
    expect(await db.board.findMany()).toEqual(before)
  })

  test('the default of a creation time is now', async () => {
    const before = Date.now()
    const { createdAt } = await createBoard(db)
    expect(createdAt.getTime()).toBeGreaterThanOrEqual(before)
    expect(createdAt.getTime()).toBeLessThanOrEqual(Date.now())
  })

  test('true, false, null, text of every script and enums come back as they were', async () => {
    const { id } = await createUser(db)
    const given = { isDisabled: true, isSiteAdmin: false, email: null, displayName: 'Zoë 👩‍🚀 "quoted" \\ \n شكرا' }
    await db.user.update({ where: { id }, data: given })
    expect(await db.user.findUniqueOrThrow({ where: { id } })).toMatchObject(given)
    const board = await createBoard(db)
    await db.boardMember.create({ data: { boardId: board.id, userId: id, role: 'viewer', version: 1 } })
    expect(await db.boardMember.findFirst({ where: { role: 'viewer', userId: id } })).toMatchObject({ leftAt: null })
  })

  test('raw queries give the same values as Prisma’s own', async () => {
    const user = await createUser(db)
    const [row] = await db.$queryRaw<Record<string, unknown>[]>`
      SELECT "id", "username", "isDisabled", "email", "createdAt" FROM "User" WHERE "id" = ${user.id}`
    const { id, username, isDisabled, email, createdAt } = user
    expect(row).toEqual({ id, username, isDisabled, email, createdAt })
  })

  test('whole numbers beyond 2^53 come back whole', async () => {
    const [row] = await db.$queryRaw<{ big: bigint }[]>`SELECT CAST(9007199254740993 AS BIGINT) AS "big"`
    expect(row?.big).toBe(9007199254740993n)
  })

  test('many rows go in by one statement as createMany would write them', async () => {
    const room = await createRoom(db)
    const [one, two] = [
      messageRow(room, 1),
      { ...messageRow(room, 2), content: "It's a 'quote', 💬 and \ud83d half a pair" },
    ]
    expect(await insertMany(db, 'ChatMessage', [one, two])).toBe(2)
    await db.chatMessage.createMany({ data: messageRow(room, 3) })
    const rows = await db.chatMessage.findMany({ where: { roomId: room.id }, orderBy: { position: 'asc' } })
    expect(rows.slice(0, 2)).toEqual([one, { ...two, content: "It's a 'quote', 💬 and \ufffd half a pair" }])
    expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(rows[2] ?? {}))
  })

  test('many rows go in together or not at all, unless duplicates may be left out', async () => {
    const room = await createRoom(db)
    const first = messageRow(room, 1)
    await insertMany(db, 'ChatMessage', [first])
    const again = [first, messageRow(room, 2)]
    const error: unknown = await insertMany(db, 'ChatMessage', again).catch((caught: unknown) => caught)
    expect(isUniqueViolation(error)).toBe(true)
    expect(await db.chatMessage.count({ where: { roomId: room.id } })).toBe(1)
    expect(await insertMany(db, 'ChatMessage', again, { skipDuplicates: true })).toBe(1)
  })

  test('booleans, enums and empty values go in by one statement, inside a transaction', async () => {
    const [recipient, sender, board] = [await createUser(db), await createUser(db), await createBoard(db)]
    const row = {
      id: newId(),
      recipientId: recipient.id,
      senderId: sender.id,
      type: 'mention' as const,
      isRead: true,
      boardId: board.id,
      messageId: null,
      commentId: null,
      taskId: null,
      roomId: null,
      sourceKey: 'test',
      position: 1,
      version: 1,
      createdAt: new Date(),
    }
    await db.$transaction((tx) => insertMany(tx, 'Notification', [row]))
    expect(
      await db.notification.findFirst({ where: { isRead: true, type: 'mention', recipientId: recipient.id } }),
    ).toEqual(row)
  })

  test('rows of different shapes are refused, and no rows are no statement', async () => {
    const room = await createRoom(db)
    const { createdAt: _, ...short } = messageRow(room, 1)
    const rows = [messageRow(room, 2), short as ReturnType<typeof messageRow>]
    await expect(insertMany(db, 'ChatMessage', rows)).rejects.toThrow('same columns')
    expect(await insertMany(db, 'ChatMessage', [])).toBe(0)
  })
})
