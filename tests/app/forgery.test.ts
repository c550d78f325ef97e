import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { someKey } from '../support/admin-records.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { makeCast, type Cast } from '../support/cast.ts'
import { databaseKinds } from '../support/databases.ts'
import { everything, fill, isApi, nameOf, unsafeRoutes } from '../support/routes.ts'
import { connectSocket } from '../support/socket.ts'

const formType = { 'content-type': 'application/x-www-form-urlencoded' }
const fields = {
  name: 'Forged',
  title: 'Forged',
  content: 'Forged',
  clientId: 'forged-1',
  username: 'forged',
  role: 'admin',
}
const body = new URLSearchParams({
  ...fields,
  displayName: 'Forged',
  password: 'long enough for a password',
}).toString()
const table = unsafeRoutes.map((route) => [nameOf(route), route] as const)

describe.each(databaseKinds())('forged requests on %s', (kind) => {
  let app: TestApp
  let cast: Cast
  beforeAll(async () => {
    app = await startApp(kind)
    cast = await makeCast(app)
  })
  afterAll(() => app.stop())

  /** What somebody wrote is changed by them alone: who may do it all is the one who is asked. */
  const senderOf = ({ path }: { path: string }) => {
    if (path.startsWith('/admin/')) return cast.administrator
    return /:(comment|message)Id/.test(path) ? cast.member : cast.owner
  }

  test.each(table)('%s without the token of the session changes nothing', async (_, route) => {
    const before = await everything(app.services.db)
    const { visitor } = senderOf(route)
    const path = fill(route.path, { ...cast.places(senderOf(route)), ...(await someKey(app.services.db, route.path)) })
    for (const token of ['', '&_csrf=', '&_csrf=wrong']) {
      const answer = await visitor.send(path, {
        method: route.method.toUpperCase(),
        body: body + token,
        headers: formType,
      })
      expect(answer.status).toBe(403)
      if (isApi(route)) expect(answer.json()).toMatchObject({ error: { code: 'forbidden' } })
      else expect(answer.text).toContain('Nothing was changed; send it once more.')
    }
    expect(await everything(app.services.db)).toEqual(before)
    expect((await visitor.get('/api/v1/me')).status).toBe(200)
  })

  test.each(table)('%s from a page of another site changes nothing, whatever it carries', async (_, route) => {
    const before = await everything(app.services.db)
    const { visitor } = senderOf(route)
    const path = fill(route.path, { ...cast.places(senderOf(route)), ...(await someKey(app.services.db, route.path)) })
    const token = await visitor.token()
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]
    for (const headers of foreign) {
      const answer = await visitor.send(path, {
        method: route.method.toUpperCase(),
        body: `${body}&_csrf=${encodeURIComponent(token)}`,
        headers: { ...formType, ...headers },
      })
      expect(answer.status).toBe(403)
    }
    expect(await everything(app.services.db)).toEqual(before)
  })

  test('the token of another session is none', async () => {
    const token = await cast.member.visitor.token()
    const answer = await cast.owner.visitor.post('/boards/create/', { name: 'Forged', _csrf: token })
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('value="Forged"')
  })

  test('a form that was open for too long is drawn again with what was typed', async () => {
    const { roomId } = cast.board
    const answer = await cast.member.visitor.post(`/messaging/room/${roomId}/`, { ...fields, _csrf: 'old' })
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('>Forged</textarea>')
    const token = /name="_csrf" value="([^"]+)"/.exec(answer.text)?.[1] ?? ''
    const again = await cast.member.visitor.post(`/messaging/room/${roomId}/`, { ...fields, _csrf: token })
    expect(again.status).toBe(303)
  })

  test('a page of another site cannot open a socket', async () => {
    await expect(connectSocket(cast.member.visitor, { origin: 'https://evil.example' })).rejects.toThrow()
    await expect(connectSocket(cast.member.visitor, { 'sec-fetch-site': 'cross-site' })).rejects.toThrow()
    const own = await connectSocket(cast.member.visitor, { origin: app.url })
    own.close()
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
