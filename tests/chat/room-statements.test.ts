import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { listenToStatements } from '../support/statements.ts'
import { until } from '../support/until.ts'

/** Statements without how many values they have, sorted: those of one moment come in any order. */
function shapesOf(statements: string[]): string[] {
  return statements
    .map((sql) => sql.replaceAll(/\(\s*(?:NULL|\?|\$\d+)(?:,\s*(?:\?|\$\d+))*\s*\)|\$\d+/g, '(…)'))
    .toSorted()
}

describe.each(databaseKinds())('statements about many rooms on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let cleo: TestPerson
  let board: TestBoard
  let rooms = 0
  beforeAll(async () => {
    // A worker would ask the database beside it, whenever its jobs come.
    app = await startApp(kind, { worker: false })
    ana = await app.person('ana')
    ben = await app.person('ben')
    cleo = await app.person('cleo')
  })
  beforeEach(async () => {
    board = await app.board(ana, [
      [ben, 'member'],
      [cleo, 'member'],
    ])
  })
  afterAll(() => app.stop())

  const api = (who: TestPerson, method: string, path: string, body?: object) =>
    who.visitor.api(method, `/api/v1${path}`, body)
  const make = async (name: string): Promise<number> => {
    const answer = await api(ana, 'POST', `/boards/${board.id}/rooms`, { name })
    expect(answer.status, answer.text).toBe(201)
    return (answer.json()['room'] as { id: number }).id
  }

  test('restoring a room is as many statements for thirty people as for three', async () => {
    const restoring = async (): Promise<string[]> => {
      const id = await make(`old ${(rooms += 1)}`)
      await api(ana, 'POST', `/rooms/${id}/archive`)
      const log = listenToStatements()
      expect((await api(ana, 'POST', `/rooms/${id}/restore`)).status).toBe(200)
      log.stop()
      return shapesOf(log.take())
    }
    const forFew = await restoring()
    const { db } = app.services
    for (let count = 0; count < 27; count += 1) {
      const username = `crowd${kind}${count}`
      const names = { username, usernameKey: username, displayName: username, passwordHash: '' }
      await db.user.create({
        data: { ...names, memberships: { create: { boardId: board.id, role: 'member', version: 1 } } },
      })
    }
    expect(await restoring()).toEqual(forFew)
    const stamped = await db.chatRoomMember.count({ where: { room: { boardId: board.id }, inboxVersion: { gt: 0 } } })
    expect(stamped).toBe(3 + 30)
  })

  test('catching up with thirty rooms is as many statements as with three', async () => {
    const muteAll = async (isMuted: boolean) => api(cleo, 'POST', `/boards/${board.id}/mute`, { isMuted })
    const catchUp = async (expected: number): Promise<string[][]> => {
      const socket = await app.socket(cleo.visitor)
      const { version: since = 0 } = await socket.ask('inbox:join', {})
      await muteAll(true)
      await muteAll(false)
      const asked: string[][] = []
      for (const join of [
        () => socket.ask('inbox:join', { since }),
        () => socket.ask('board:join', { boardId: board.id, since: 1 }),
      ]) {
        const log = listenToStatements()
        const { changes = [] } = await join()
        log.stop()
        expect(changes.filter(({ room }) => room !== undefined)).toHaveLength(expected)
        asked.push(shapesOf(log.take()).filter((shape) => /ChatRoom|Notification|BoardMember/.test(shape)))
      }
      return asked
    }
    // That somebody is here is told when the database was asked for their boards: a while after they came.
    const onlooker = await app.socket(ana.visitor)
    await onlooker.ask('board:join', { boardId: board.id })
    await app.socket(cleo.visitor)
    await until('Cleo is known to be here', () =>
      onlooker.payloads('presence:changed').find((told) => (told as { user: { id: number } }).user.id === cleo.id),
    )
    for (let count = 0; count < 2; count += 1) await make(`few ${count}`)
    await app.services.db.chatRoom.update({ where: { id: board.roomId }, data: { boardVersion: 2 } })
    const forFew = await catchUp(3)
    for (let count = 0; count < 27; count += 1) await make(`many ${count}`)
    expect(await catchUp(30)).toEqual(forFew)
  })
})
