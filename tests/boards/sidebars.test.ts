import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import type { TestSocket } from '../support/socket.ts'
import { until } from '../support/until.ts'

interface Places {
  boards: { boardId: number; name: string }[]
  rooms: { roomId: number; name: string }[]
}

describe.each(databaseKinds())('what stands in sidebars, on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let olaf: TestPerson
  let board: TestBoard
  let bens: TestSocket
  let olafs: TestSocket
  let tests = 0
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
  })
  beforeEach(async () => {
    tests += 1
    ben = await app.person(`ben${tests}`)
    olaf = await app.person(`olaf${tests}`)
    board = await app.board(ana, [[ben, 'member']])
    bens = await app.socket(ben.visitor)
    olafs = await app.socket(olaf.visitor)
  })
  afterAll(() => app.stop())

  const api = async (who: TestPerson, method: string, path: string, body?: object) => {
    const answer = await who.visitor.api(method, `/api/v1${path}`, body)
    expect(answer.status, answer.text).toBeLessThan(300)
    return answer.json()
  }
  const make = async (name: string) =>
    ((await api(ana, 'POST', `/boards/${board.id}/rooms`, { name }))['room'] as { id: number }).id
  const places = async (socket: TestSocket): Promise<[boards: string[], rooms: string[]]> => {
    const { boards, rooms } = (await socket.ask('unread:list', {})) as unknown as Places
    return [boards.map(({ name }) => name), rooms.map(({ name }) => name)]
  }
  /** What Ben is told to look at anew by a deed, and sees then. Somebody who is not on the board hears nothing. */
  const after = async (deed: () => Promise<unknown>): Promise<[boards: string[], rooms: string[]]> => {
    const told = bens.payloads('boards:changed').length
    await deed()
    await until('word that the sidebar is another', () => bens.payloads('boards:changed').length > told)
    expect(olafs.payloads('boards:changed')).toEqual([])
    return places(bens)
  }

  test('an open room that is made, renamed, archived, restored or deleted is told to everyone on the board', async () => {
    let roomId = 0
    expect(await after(async () => (roomId = await make('news')))).toEqual([['Launch'], ['general', 'news']])
    const rename = () => api(ana, 'PATCH', `/rooms/${roomId}`, { name: 'old-news' })
    expect(await after(rename)).toEqual([['Launch'], ['general', 'old-news']])
    const archive = () => api(ana, 'POST', `/rooms/${roomId}/archive`)
    expect(await after(archive)).toEqual([['Launch'], ['general']])
    expect(await after(() => api(ana, 'POST', `/rooms/${roomId}/restore`))).toEqual([
      ['Launch'],
      ['general', 'old-news'],
    ])
    await after(archive)
    expect(await after(() => api(ana, 'DELETE', `/rooms/${roomId}`))).toEqual([['Launch'], ['general']])
  })

  test('a board that is renamed or deleted is told to everyone on it', async () => {
    expect(await after(() => api(ana, 'PATCH', `/boards/${board.id}`, { name: 'Landing' }))).toEqual([
      ['Landing'],
      ['general'],
    ])
    expect(await after(() => api(ana, 'DELETE', `/boards/${board.id}`))).toEqual([[], []])
  })

  test('whoever comes to a board or goes is told on all of their pages, and so is who makes one', async () => {
    expect(await after(() => api(ben, 'POST', '/boards', { name: 'Ben’s own' }))).toEqual([
      ['Ben’s own', 'Launch'],
      ['general', 'general'],
    ])
    expect(await after(() => api(ana, 'DELETE', `/boards/${board.id}/members/${ben.id}`))).toEqual([
      ['Ben’s own'],
      ['general'],
    ])
    const add = () => api(ana, 'POST', `/boards/${board.id}/members`, { username: ben.username })
    expect((await after(add))[0]).toEqual(['Ben’s own', 'Launch'])
  })

  test('of a private room nobody is told who is not in it', async () => {
    const { room } = await api(ana, 'POST', `/boards/${board.id}/rooms`, { name: 'secret', isPrivate: true })
    await api(ana, 'PATCH', `/rooms/${(room as { id: number }).id}`, { name: 'more secret' })
    // What comes after it is there: the other would have been, too.
    await after(() => make('news'))
    expect(bens.payloads('boards:changed')).toHaveLength(1)
  })
})
