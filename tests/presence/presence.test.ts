import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import type { TestSocket } from '../support/socket.ts'
import { until } from '../support/until.ts'

describe.each(databaseKinds())('who is here, in two web processes on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let board: TestBoard
  let onlooker: TestSocket
  beforeAll(async () => {
    app = await startApp(kind, { webs: 2, worker: false })
    ana = await app.person('ana')
    ben = await app.person('ben')
    board = await app.board(ana, [[ben, 'viewer']])
    onlooker = await app.socket(ana.visitor)
    await onlooker.ask('board:join', { boardId: board.id })
  })
  afterAll(() => app.stop())

  const socketOf = (person: TestPerson, web: number) => app.socket(person.visitor.copy(app.urls[web]))
  const listed = async () => (await onlooker.ask('presence:list', { boardId: board.id }))['people']
  const untilListed = (people: object[]) =>
    until(JSON.stringify(people), async () => JSON.stringify(await listed()) === JSON.stringify(people))
  const told = () => onlooker.payloads('presence:changed').filter((payload) => 'ben' === nameOf(payload))

  test('two tabs at two processes are one person: active in one of them is active; a change is told once', async () => {
    const here = { id: ana.id, status: 'active' }
    await untilListed([here])
    const [one, other] = [await socketOf(ben, 0), await socketOf(ben, 1)]
    await untilListed([here, { id: ben.id, status: 'active' }])
    expect(await one.ask('presence:set', { status: 'away' })).toEqual({ ok: true })
    expect(await other.ask('presence:set', { status: 'away' })).toEqual({ ok: true })
    await untilListed([here, { id: ben.id, status: 'away' }])
    await other.ask('presence:set', { status: 'active' })
    await untilListed([here, { id: ben.id, status: 'active' }])
    await until('all is told', () => told().length === 3)

    // Reloaded: a socket goes and another comes, at the other process.
    other.close()
    const again = await socketOf(ben, 0)
    one.close()
    again.close()
    await untilListed([here])
    await until('the end is told', () => told().length === 4)
    const user = { id: ben.id, username: 'ben' }
    expect(told()).toEqual(['active', 'away', 'active', 'offline'].map((status) => ({ user, status })))
  })

  test('an outsider learns of nobody, and nobody tells anything but active and away', async () => {
    const cy = await socketOf(await app.person('cy'), 0)
    const refused = { ok: false, error: { code: 'not_found' } }
    expect(await cy.ask('presence:list', { boardId: board.id })).toMatchObject(refused)
    expect(await cy.ask('presence:set', { status: 'offline' })).toMatchObject({ error: { code: 'invalid' } })
  })

  test('saying it again and again is refused, and told to nobody', async () => {
    const restless = await socketOf(ben, 1)
    await until('he is here', () => told().length === 5)
    const answers = []
    for (let round = 0; round < 61; round += 1) answers.push(await restless.ask('presence:set', { status: 'active' }))
    expect(answers.at(-1)).toMatchObject({ ok: false, error: { code: 'rate_limited' } })
    expect(told()).toHaveLength(5)
  })

  test('while Redis is away nobody is known to be here, and nothing fails; after it everybody is, by itself', async () => {
    await app.redis.kill()
    await until('nobody is known', async () => JSON.stringify(await listed()) === '[]')
    expect(await onlooker.ask('presence:set', { status: 'active' })).toEqual({ ok: true })
    await app.redis.startAgain()
    // Their sockets are dropped, and count for a while as those of people on their way back.
    await onlooker.ended()
    expect(app.takeErrors()).toEqual([])
  })
})

function nameOf(payload: unknown): string {
  return (payload as { user: { username: string } }).user.username
}
