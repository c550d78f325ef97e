import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boardReader } from '../../src/boards/index.ts'
import { roomRows, roomsByBoard } from '../../src/chat/room-rows.queries.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { listenToStatements } from '../support/statements.ts'

describe.each(databaseKinds())('lists of rooms on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let board: TestBoard
  let posts = 0
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    board = await app.board(ana)
  })
  afterAll(() => app.stop())

  const post = async (roomId: number, content: string): Promise<string> => {
    const clientId = `room-rows-test-${(posts += 1)}`
    const answer = await ana.visitor.api('POST', `/api/v1/rooms/${roomId}/messages`, { content, clientId })
    return (answer.json()['message'] as { id: string }).id
  }

  test('the last messages of all rooms are one statement, which reads one row a room', async () => {
    const roomIds = [board.roomId]
    for (const name of ['one', 'two', 'three']) roomIds.push(await app.room(ana, board.id, name))
    for (const roomId of roomIds)
      for (const words of ['first', 'second', `last of ${roomId}`]) await post(roomId, words)
    const { db } = app.services
    const access = await boardReader(app.services, ana, { boardId: board.id })
    for (const read of [
      async () => (await roomRows(db, access)).rooms,
      async () => (await roomsByBoard(db, ana)).flatMap(({ rooms }) => rooms),
    ]) {
      const log = listenToStatements()
      const rooms = await read()
      log.stop()
      expect(rooms.map(({ id, last }) => `${id} ${last?.excerpt}`).toSorted()).toEqual(
        roomIds.map((id) => `${id} last of ${id}`).toSorted(),
      )
      const reading = log.take().filter((statement) => statement.includes('"ChatMessage"'))
      expect(reading).toEqual([expect.stringContaining('SELECT MAX(last."position")')])
    }
  })

  test('a room whose last message was deleted says so', async () => {
    const roomId = await app.room(ana, board.id, 'regretted')
    await post(roomId, 'stays')
    const id = await post(roomId, 'goes')
    await ana.visitor.api('DELETE', `/api/v1/messages/${id}`)
    for (const path of ['/messaging/', `/messaging/board/${board.id}/rooms/`]) {
      const { text } = await ana.visitor.get(path)
      const row = text.split('<li class="room').find((piece) => piece.includes(`id="room-${roomId}"`))
      expect(row, path).toContain('This message was deleted')
      expect(row, path).not.toMatch(/stays|goes/)
    }
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
