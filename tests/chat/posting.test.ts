import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'

describe.each(databaseKinds())('posting on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await startApp(kind)
  })
  afterAll(() => app.stop())

  test('a message posted over a socket reaches the others in the room', async () => {
    const ana = await app.person('ana')
    const ben = await app.person('ben')
    const { roomId } = await app.board(ana, [[ben, 'member']])
    const [sender, reader] = [await app.socket(ana.visitor), await app.socket(ben.visitor)]
    await reader.ask('room:join', { roomId })
    const ack = await sender.ask('message:post', { roomId, content: 'hello', clientId: 'client-0001' })
    expect(ack).toMatchObject({ ok: true, message: { content: 'hello' } })
    expect(await reader.change(`room:${roomId}`, 'message:posted')).toMatchObject({ message: { content: 'hello' } })
    expect(app.takeErrors()).toEqual([])
  })
})
