import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { statusesOf } from '../support/visitor.ts'
import { databaseKinds } from '../support/databases.ts'
import { password, signIn } from '../support/makers.ts'

const account = { displayName: 'Ana Lima', username: 'ana', email: 'ana@example.org', password }

describe.each(databaseKinds())('the first run on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await startApp(kind, { webs: 2 })
  })
  afterAll(() => app.stop())

  test('whoever comes first is led to the form that makes the administrator', async () => {
    expect((await app.visitor().get('/accounts/login/')).location).toBe('/accounts/setup/')
    expect((await app.visitor().get('/accounts/register/')).location).toBe('/accounts/setup/')
    expect((await app.visitor().get('/accounts/setup/')).text).toContain('name="displayName"')
  })

  test('two who send it at the same time, to two processes, make one administrator', async () => {
    const visitors = [app.visitor(), app.visitor(), app.visitor().copy(app.urls[1]), app.visitor().copy(app.urls[1])]
    for (const visitor of visitors) await visitor.token()
    const answers = await Promise.all(
      visitors.map((visitor, place) =>
        visitor.post('/accounts/setup/', {
          ...account,
          username: `ana${place}`,
          email: `${place}@example.org`,
          sample: 'on',
        }),
      ),
    )
    expect(statusesOf(answers)).toEqual([303, 404, 404, 404])
    expect(await app.services.db.user.findMany({ select: { isSiteAdmin: true } })).toEqual([{ isSiteAdmin: true }])
    expect(await app.services.db.board.count()).toBe(1)
  })

  test('the form is gone afterwards', async () => {
    expect((await app.visitor().get('/accounts/setup/')).status).toBe(404)
    expect(app.takeErrors()).toEqual([])
  })
})

describe.each(databaseKinds())('accounts on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await startApp(kind)
    await app.person('first')
  })
  afterAll(() => app.stop())

  test('registering signs in', async () => {
    const visitor = app.visitor()
    expect(await visitor.post('/accounts/register/', account)).toMatchObject({ status: 303, location: '/' })
    expect((await visitor.get('/api/v1/me')).json()).toMatchObject({ user: { username: 'ana', isSiteAdmin: false } })
  })

  test('a password is kept as an argon2id hash only', async () => {
    const { passwordHash } = await app.services.db.user.findUniqueOrThrow({ where: { usernameKey: 'ana' } })
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  test.each([
    ['the username', { username: 'ana', email: '' }, 'This name is taken'],
    ['the username in capitals', { username: 'ANA', email: '' }, 'This name is taken'],
    ['the address in capitals', { username: 'other', email: 'Ana@Example.org' }, 'an account with this address'],
  ])('%s of somebody else is refused, and what was typed stays', async (_, fields, sentence) => {
    const answer = await app.visitor().post('/accounts/register/', { ...account, ...fields })
    expect(answer.status).toBe(409)
    expect(answer.text).toContain(sentence)
    expect(answer.text).toContain('value="Ana Lima"')
    expect(answer.text).not.toContain(password)
  })

  test('of many who take one name at the same time, one has it', async () => {
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => app.visitor().post('/accounts/register/', { ...account, username: 'race', email: '' })),
    )
    expect(statusesOf(answers)).toEqual([303, 409, 409, 409])
  })

  test.each(['ana', 'ANA', ' ana ', 'ana@example.org', 'Ana@EXAMPLE.org'])('%j signs in', async (username) => {
    expect((await app.visitor().post('/accounts/login/', { username, password })).status).toBe(303)
  })

  test.each([
    ['a wrong password', 'ana', 'wrong password'],
    ['an unknown name', 'nobody', password],
  ])('%s is answered by one and the same sentence', async (_, username, tried) => {
    const answer = await app.visitor().post('/accounts/login/', { username, password: tried })
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('That name and password do not belong together.')
    expect(answer.text).toContain(`value="${username}"`)
    expect(answer.text).not.toContain(tried)
  })

  test('signing in gives a new session id, and the old one is worth nothing', async () => {
    const visitor = app.visitor()
    await visitor.token()
    const before = visitor.copy()
    await signIn(visitor, 'ana')
    expect(before.cookie).toMatch(/^taskflow-/)
    expect(visitor.cookie).not.toBe(before.cookie)
    expect((await before.get('/api/v1/me')).status).toBe(401)
  })

  test('the session cookie is out of reach of scripts and of other sites', async () => {
    const answer = await app.visitor().get('/accounts/login/')
    expect(answer.headers.getSetCookie()[0]).toMatch(/; HttpOnly; SameSite=Lax$/)
  })

  test('signing out ends the session and its sockets, and no other session', async () => {
    const [here, elsewhere] = [await signIn(app.visitor(), 'ana'), await signIn(app.visitor(), 'ana')]
    const stolen = here.copy()
    const [socket, other] = [await app.socket(here), await app.socket(elsewhere)]
    expect(await here.post('/accounts/logout/')).toMatchObject({ status: 303, location: '/accounts/login/' })
    await socket.ended()
    expect((await stolen.get('/api/v1/me')).status).toBe(401)
    expect(await other.ask('inbox:join', {})).toMatchObject({ ok: true })
  })

  test('somebody disabled is out on the next request and cannot sign in', async () => {
    const eve = await app.person('eve')
    await app.services.db.user.update({ where: { id: eve.id }, data: { isDisabled: true } })
    expect((await eve.visitor.get('/')).location).toBe('/accounts/login/?next=%2F')
    expect((await eve.visitor.get('/api/v1/me')).status).toBe(401)
    await expect(app.socket(eve.visitor)).rejects.toThrow('unauthorized')
    const answer = await app.visitor().post('/accounts/login/', { username: 'eve', password })
    expect(answer.text).toContain('That name and password do not belong together.')
  })

  test('after ten wrong passwords the right one has to wait', async () => {
    await app.person('guessed')
    const attacker = app.visitor()
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect((await attacker.post('/accounts/login/', { username: 'guessed', password: 'x' })).status).toBe(400)
    }
    const answer = await attacker.post('/accounts/login/', { username: 'GUESSED', password })
    expect(answer.status).toBe(429)
    expect(answer.text).toMatch(/Try again in \d+ minutes/)
    expect((await app.visitor().post('/accounts/login/', { username: 'ana', password })).status).toBe(303)
  })

  test.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/\t/evil.example/',
    '/\n/evil.example/',
    '\\\\evil.example',
    'javascript:alert(1)',
    'evil.example',
  ])('next=%j does not lead to another site', async (next) => {
    const visitor = app.visitor()
    const answer = await visitor.post('/accounts/login/', { username: 'ana', password, next })
    expect(answer.status).toBe(303)
    expect(new URL(answer.location ?? '', app.url).origin).toBe(app.url)
    const again = await visitor.get(`/accounts/login/?next=${encodeURIComponent(next)}`)
    expect(new URL(again.location ?? '', app.url).origin).toBe(app.url)
  })

  test('next= leads to where one wanted to go', async () => {
    const asked = await app.visitor().get('/messaging/?a=b')
    expect(asked.location).toBe('/accounts/login/?next=%2Fmessaging%2F%3Fa%3Db')
    const form = await app.visitor().get(asked.location ?? '')
    expect(form.text).toContain('name="next" value="/messaging/?a=b"')
    const answer = await app.visitor().post('/accounts/login/', { username: 'ana', password, next: '/messaging/?a=b' })
    expect(answer.location).toBe('/messaging/?a=b')
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})

describe('an installation that is closed', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await startApp('sqlite', { settings: { registrationOpen: false } })
    await app.person('first')
  })
  afterAll(() => app.stop())

  test('REGISTRATION_OPEN=false: nobody makes an account for themselves', async () => {
    expect((await app.visitor().get('/accounts/register/')).status).toBe(403)
    expect((await app.visitor().post('/accounts/register/', account)).status).toBe(403)
    expect((await app.visitor().get('/accounts/login/')).text).not.toContain('/accounts/register/')
    expect(await app.services.db.user.count()).toBe(1)
  })

  test('a hundred people behind one address can sign in', async () => {
    const visitor = app.visitor()
    await visitor.token()
    for (let count = 0; count < 101; count += 1) await signIn(visitor, 'first')
  })
})
