import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boardReader, boardsWithRooms } from '../../src/boards/index.ts'
import { commitPosts, roomReader } from '../../src/chat/index.ts'
import type { RoomAccess } from '../../src/chat/chat.policy.ts'
import { markRoomRead } from '../../src/chat/mark-room-read.ts'
import { messagesAfter, messagesBefore, messagesSince } from '../../src/chat/messages.queries.ts'
import { roomRows, roomsByBoard } from '../../src/chat/room-rows.queries.ts'
import { readUnread } from '../../src/chat/unread.queries.ts'
import { startApp, type TestApp } from '../support/app.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { listenToStatements, type StatementLog } from '../support/statements.ts'

// Postgres plans by statistics, which a database of a test does not have; the indexes are the same there.
describe('what is asked of rooms with many messages, on sqlite', () => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let board: TestBoard
  let access: RoomAccess
  let log: StatementLog
  beforeAll(async () => {
    app = await startApp('sqlite', { worker: false })
    ana = await app.person('ana')
    ben = await app.person('ben')
    board = await app.board(ana, [[ben, 'member']])
    const rooms = [board.roomId, await app.room(ana, board.id, 'second')]
    const names = { usernameKeys: [], mentionsRoom: false }
    const posts = rooms.flatMap((roomId) =>
      Array.from({ length: 60 }, () => ({ roomId, author: ana, content: 'x', clientId: randomUUID(), names })),
    )
    await commitPosts(app.services, posts)
    access = await roomReader(app.services, ben, { roomId: board.roomId })
    log = listenToStatements()
  })
  afterAll(async () => {
    log.stop()
    await app.stop()
  })

  /** How the database goes about each statement of a deed that touches rooms or messages. */
  const plansOf = async (deed: () => Promise<unknown>): Promise<string[]> => {
    log.take()
    await deed()
    const statements = log.take().filter((sql) => /"?(ChatRoom|ChatMessage)/.test(sql))
    // As many rows as there are: what is wanted of each of several rooms was not asked for so.
    expect(
      statements.filter((sql) => /FROM `main`\.`ChatMessage` WHERE `main`\.`ChatMessage`\.`roomId` IN/.test(sql)),
    ).toEqual([])
    const steps: string[] = []
    for (const sql of statements) {
      const values = Array.from(sql.matchAll(/\?/g), () => null)
      const plan = await app.services.db.$queryRawUnsafe<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, ...values)
      steps.push(...plan.map(({ detail }) => detail))
    }
    return steps
  }

  test.each<[string, () => Promise<unknown>]>([
    ['the counts of the sidebar', () => boardsWithRooms(app.services.db, ben)],
    ['the newest page of a history', () => messagesBefore(app.services.db, access, undefined, 50)],
    ['an older page of a history', () => messagesBefore(app.services.db, access, 30, 50)],
    ['a newer page of a history', () => messagesAfter(app.services.db, access, 30, 50)],
    ['what a page missed', () => messagesSince(app.services.db, board.roomId, 30, 50)],
    ['the first unread message', () => readUnread(app.services.db, access)],
    ['a read mark', () => markRoomRead(app.services, access, { version: 40 })],
    ['the last messages of all one’s rooms', () => roomsByBoard(app.services.db, ben)],
    [
      'the last messages of a board’s rooms',
      async () => roomRows(app.services.db, await boardReader(app.services, ben, { boardId: board.id })),
    ],
  ])('%s: found by indexes, and no table of messages is read through', async (_, deed) => {
    const steps = await plansOf(deed)
    expect(steps.filter((step) => /^SEARCH .+ USING .*(INDEX|PRIMARY KEY)/.test(step))).not.toEqual([])
    // A list of ids or rows that the statement was given, and what it has gathered itself, are read through.
    const scans = steps.filter(
      (step) => step.startsWith('SCAN ') && !/^SCAN (json_each|given|mentioned|CONSTANT|\(join)/.test(step),
    )
    expect(scans).toEqual([])
    expect(steps.filter((step) => step.includes('TEMP B-TREE') && /message/i.test(step))).toEqual([])
  })
})
