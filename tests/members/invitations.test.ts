import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tokenHash } from '../../src/members/invitation-token.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import { password, type TestBoard, type TestPerson } from '../support/makers.ts'
import { statusesOf, type Answer } from '../support/visitor.ts'

const deadLink = 'This invitation link no longer works.'
const dayMs = 24 * 60 * 60 * 1000

describe.each(databaseKinds())('invitations by link on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let cy: TestPerson
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    ben = await app.person('ben')
    cy = await app.person('cy')
  })
  afterAll(() => app.stop())

  interface Invitation {
    id: number
    link: string
    /** The link's path on the site. */
    path: string
    role: string
    expiresAt: string
  }
  const invite = async (who: TestPerson, board: TestBoard, body: object = {}): Promise<Invitation> => {
    const answer = await who.visitor.api('POST', `/api/v1/boards/${board.id}/invitations`, body)
    expect(answer.status, answer.text).toBe(201)
    const { invitation } = answer.json() as { invitation: Invitation }
    return { ...invitation, path: new URL(invitation.link).pathname }
  }
  const roleOn = async (board: TestBoard, { id: userId }: TestPerson) => {
    const member = await app.services.db.boardMember.findFirst({ where: { boardId: board.id, userId, leftAt: null } })
    return member?.role ?? null
  }
  const expectDead = (answer: Answer) => {
    expect(answer.status).toBe(404)
    const main = /<main.*<\/main>/s.exec(answer.text)?.[0]
    expect(main).toContain(deadLink)
    expect(main).not.toContain('Launch')
  }

  test('a link says who invites to what, and lets in whoever takes it, with its role', async () => {
    const board = await app.board(ana)
    const { link, path, expiresAt, role } = await invite(ana, board, { role: 'viewer', days: 30 })
    expect(link).toMatch(new RegExp(`^${app.url}/join/[A-Za-z0-9_-]{43}/$`))
    expect(role).toBe('viewer')
    expect(Math.abs(new Date(expiresAt).getTime() - Date.now() - 30 * dayMs)).toBeLessThan(60_000)
    const page = await ben.visitor.get(path)
    expect(page.status).toBe(200)
    for (const words of ['Join Launch', '<b>Ana</b> invites you', 'a viewer']) expect(page.text).toContain(words)
    expect(await roleOn(board, ben)).toBe(null)
    expect(await ben.visitor.post(path)).toMatchObject({ status: 303, location: `/boards/${board.id}/` })
    expect(await roleOn(board, ben)).toBe('viewer')
    expect((await ben.visitor.get(path)).location).toBe(`/boards/${board.id}/`)
    expect((await cy.visitor.post(path)).location).toBe(`/boards/${board.id}/`)
    const last = await app.services.db.activity.findFirst({
      where: { boardId: board.id },
      orderBy: { version: 'desc' },
    })
    expect(last).toMatchObject({ type: 'member:joined', actorId: cy.id })
  })

  test('only the token’s hash is kept, and the link is shown in the answer to the form alone', async () => {
    const board = await app.board(ana)
    const shown = await ana.visitor.post(`/boards/${board.id}/invitations/`, { role: 'member', days: '1' })
    expect(shown.status).toBe(200)
    const [, token = ''] = /value="http:[^"]*\/join\/([\w-]{43})\/" readonly/.exec(shown.text) ?? []
    const row = await app.services.db.boardInvitation.findFirstOrThrow({ where: { boardId: board.id } })
    expect(row.tokenHash).toBe(tokenHash(token))
    expect(JSON.stringify(row)).not.toContain(token)
    const later = await ana.visitor.get(`/boards/${board.id}/members/`)
    expect(later.text).toContain('For a member')
    expect(later.text).not.toContain('/join/')
    expect((await ana.visitor.get(`/api/v1/boards/${board.id}/invitations`)).text).not.toMatch(/token|join/)
  })

  test('viewers and members see no invitations', async () => {
    const board = await app.board(ana, [[ben, 'member']])
    await invite(ana, board, { role: 'admin' })
    expect((await ben.visitor.get(`/boards/${board.id}/members/`)).text).not.toContain('For an admin')
  })

  test.each([
    [{ days: 5 }, 'days', 'Is 1, 7 or 30'],
    [{ days: [7] }, 'days', 'Is 1, 7 or 30'],
    [{ days: '' }, 'days', 'Is 1, 7 or 30'],
    [{ role: 'owner' }, 'role', 'Is admin, member or viewer'],
  ])('an invitation with %j is not made', async (body, field, words) => {
    const board = await app.board(ana)
    const answer = await ana.visitor.api('POST', `/api/v1/boards/${board.id}/invitations`, body)
    expect(answer.status).toBe(400)
    expect(answer.json()).toMatchObject({ error: { fields: { [field]: words } } })
    const form = await ana.visitor.post(`/boards/${board.id}/invitations/`, { [field]: String(Object.values(body)[0]) })
    expect(form.text.includes(words)).toBe(form.status === 400)
    if (field === 'role') expect(await app.services.db.boardInvitation.count({ where: { boardId: board.id } })).toBe(0)
  })

  test.each(['x', 'x'.repeat(43), '%00', 'x'.repeat(4000), '..%2F..'])(
    'a token that is none (%s): the same words',
    async (token) => {
      expectDead(await ben.visitor.get(`/join/${token}/`))
      expectDead(await ben.visitor.post(`/join/${token}/`))
    },
  )

  test('a link that has run out, was revoked, or whose board is gone: the same words', async () => {
    const [board, other] = [await app.board(ana), await app.board(ana)]
    const [expired, revoked, gone] = [await invite(ana, board), await invite(ana, board), await invite(ana, other)]
    await app.services.db.boardInvitation.update({
      where: { id: expired.id },
      data: { expiresAt: new Date(Date.now() - 1) },
    })
    await ana.visitor.post(`/invitations/${revoked.id}/revoke/`)
    expect((await ana.visitor.api('DELETE', `/api/v1/boards/${other.id}`)).status).toBe(200)
    for (const { path } of [expired, revoked, gone]) {
      expectDead(await ben.visitor.get(path))
      expectDead(await ben.visitor.post(path))
    }
    expect(await roleOn(board, ben)).toBe(null)
    expect((await ana.visitor.api('DELETE', `/api/v1/invitations/${revoked.id}`)).status).toBe(404)
    expect((await ana.visitor.get(`/api/v1/boards/${board.id}/invitations`)).json()).toMatchObject({ items: [] })
  })

  test('a link changes nobody’s role', async () => {
    const board = await app.board(ana, [
      [ben, 'admin'],
      [cy, 'viewer'],
    ])
    const { path } = await invite(ana, board, { role: 'member' })
    for (const { visitor } of [ana, ben, cy]) expect((await visitor.post(path)).location).toBe(`/boards/${board.id}/`)
    expect([await roleOn(board, ana), await roleOn(board, ben), await roleOn(board, cy)]).toEqual([
      'owner',
      'admin',
      'viewer',
    ])
  })

  test('the same person several times at once, and another one: each joins once', async () => {
    const board = await app.board(ana)
    const { path } = await invite(ana, board)
    await Promise.all([ben.visitor.token(), cy.visitor.token()])
    const answers = await Promise.all([ben, ben, ben, cy, cy].map(({ visitor }) => visitor.post(path)))
    expect(statusesOf(answers)).toEqual([303, 303, 303, 303, 303])
    const { version } = await app.services.db.board.findUniqueOrThrow({ where: { id: board.id } })
    // The board, the invitation, and two who came.
    expect(version).toBe(4)
    expect(await app.services.db.activity.count({ where: { boardId: board.id, type: 'member:joined' } })).toBe(2)
  })

  test('who was removed does not come back by an old link, but by a new one', async () => {
    const board = await app.board(ana)
    const old = await invite(ana, board, { role: 'member' })
    await ben.visitor.post(old.path)
    await ana.visitor.api('DELETE', `/api/v1/boards/${board.id}/members/${ben.id}`)
    expectDead(await ben.visitor.get(old.path))
    expectDead(await ben.visitor.post(old.path))
    expect((await cy.visitor.post(old.path)).status).toBe(303)
    expect((await ben.visitor.post((await invite(ana, board)).path)).status).toBe(303)
    expect(await roleOn(board, ben)).toBe('member')
  })

  test.each([
    ['is removed', (path: string) => ana.visitor.api('DELETE', path)],
    ['is no admin any more', (path: string) => ana.visitor.api('PATCH', path, { role: 'member' })],
    ['has left', (path: string) => ben.visitor.api('POST', path.replace(/members\/.*/, 'leave'))],
  ])('the links of an admin who %s lead nowhere', async (_, happen) => {
    const board = await app.board(ana, [[ben, 'admin']])
    const { path } = await invite(ben, board, { role: 'admin' })
    expect((await happen(`/api/v1/boards/${board.id}/members/${ben.id}`)).status).toBe(200)
    expectDead(await cy.visitor.post(path))
    expect(await roleOn(board, cy)).toBe(null)
  })

  test('a stranger comes back to the link by signing in or by making an account', async () => {
    const board = await app.board(ana)
    const { path } = await invite(ana, board)
    const stranger = app.visitor()
    const sent = await stranger.get(path)
    const next = `?next=${encodeURIComponent(path)}`
    expect(sent.location).toBe(`/accounts/login/${next}`)
    const login = await stranger.get(sent.location ?? '')
    expect(login.text).toContain(`href="/accounts/register/${next}"`)
    const register = await stranger.get(`/accounts/register/${next}`)
    expect(register.text).toContain(`name="next" value="${path}"`)
    expect(register.text).toContain(`href="/accounts/login/${next}"`)
    const account = { displayName: 'Dee', username: 'dee', password, next: path }
    const mistaken = await stranger.post('/accounts/register/', { ...account, password: 'short' })
    expect(mistaken.text).toContain(`name="next" value="${path}"`)
    expect((await stranger.post('/accounts/register/', account)).location).toBe(path)
    expect((await stranger.post(path)).location).toBe(`/boards/${board.id}/`)
    const again = app.visitor()
    expect((await again.post('/accounts/login/', { username: 'dee', password, next: path })).location).toBe(path)
  })

  test.each(['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)'])(
    'registering leads to no other site (%s)',
    async (next) => {
      const visitor = app.visitor()
      const username = `eve${Math.random().toString(36).slice(2)}`
      const answer = await visitor.post('/accounts/register/', { displayName: 'Eve', username, password, next })
      expect(answer.location).toBe('/')
    },
  )

  test('the link is told to no other site, and not to those who try too many', async () => {
    const board = await app.board(ana)
    const { path } = await invite(ana, board)
    const page = await ben.visitor.get(path)
    expect(page.headers.get('referrer-policy')).toMatch(/^(no-referrer|same-origin)$/)
    expect(page.headers.get('cache-control')).toBe('no-store')
    const dan = await app.person(`dan${Math.random().toString(36).slice(2)}`)
    const answers = await Promise.all(
      Array.from({ length: 80 }, (_, place) => dan.visitor.get(`/join/guess-${place}/`)),
    )
    expect(new Set(statusesOf(answers))).toEqual(new Set([404, 429]))
    expect((await dan.visitor.get(path)).status).toBe(429)
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
