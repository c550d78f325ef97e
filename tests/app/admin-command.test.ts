import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setup } from '../../scripts/setup.mjs'
import { sweepOutbox } from '../../src/platform/jobs/outbox-sweep.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import { password } from '../support/makers.ts'

const command = fileURLToPath(new URL('../../dist/admin-command.js', import.meta.url))

describe.each(databaseKinds())('npm run admin on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    await setup()
    app = await startApp(kind)
  })
  afterAll(() => app.stop())

  const run = (args: string[], input = ''): { status: number | null; output: string } => {
    const env = { ...process.env, DATABASE_URL: app.databaseUrl, REDIS_URL: '', DATA_DIR: path.dirname(command) }
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { env, input, encoding: 'utf8' })
    return { status, output: stdout + stderr }
  }
  const signInWith = async (username: string, given: string): Promise<number> =>
    (await app.visitor().post('/accounts/login/', { username, password: given })).status

  test('whoever is locked out makes an administrator, who may sign in', async () => {
    const { status, output } = run(['create', 'rescuer'], 'a password of mine\n')
    expect(status, output).toBe(0)
    const visitor = app.visitor()
    expect(
      (await visitor.post('/accounts/login/', { username: 'rescuer', password: 'a password of mine' })).status,
    ).toBe(303)
    expect((await visitor.get('/admin/')).status).toBe(200)
    expect((await visitor.get('/admin/audit/')).text).toContain('command line')
  })

  test('a password that was not given is made, and shown once', async () => {
    const { status, output } = run(['create', 'hasty'])
    expect(status, output).toBe(0)
    const made = /Password: (\S+)/.exec(output)?.[1] ?? ''
    expect(await signInWith('hasty', made)).toBe(303)
  })

  test('an account is promoted, even when it was disabled; a new password ends its sessions', async () => {
    const person = await app.person('former')
    await app.services.db.user.update({ where: { id: person.id }, data: { isDisabled: true } })
    expect(run(['promote', 'Former']).status).toBe(0)
    expect(await signInWith('former', password)).toBe(303)
    expect((await person.visitor.get('/admin/')).status).toBe(200)
    expect(run(['reset-password', 'former'], 'another one of mine\n').status).toBe(0)
    expect((await person.visitor.api('GET', '/api/v1/me')).status).toBe(401)
    expect(await signInWith('former', password)).toBe(400)
    expect(await signInWith('former', 'another one of mine')).toBe(303)
  })

  test('a new password ends what is open, once the schedule’s sweep finds that this is owed', async () => {
    const { db } = app.services
    const person = await app.person('still_here')
    const socket = await app.socket(person.visitor)
    expect(run(['reset-password', 'still_here'], 'yet another one of mine\n').status).toBe(0)
    // As if it had waited for the sweep.
    await db.outboxEntry.updateMany({
      where: { job: 'end-connections', doneAt: null },
      data: { createdAt: new Date(Date.now() - 60_000) },
    })
    await sweepOutbox(app.services)
    await socket.ended()
  })

  test.each([
    [[], 'Usage:'],
    [['create'], 'Usage:'],
    [['create', 'not a name'], 'Usage:'],
    [['destroy', 'former'], 'Usage:'],
    [['promote', 'nobody'], 'There is no account called nobody.'],
    [['reset-password', 'nobody'], 'There is no account called nobody.'],
  ])('%j is refused in words, and nothing is changed', async (args, words) => {
    const before = await app.services.db.user.findMany({ orderBy: { id: 'asc' } })
    const { status, output } = run(args)
    expect(status).toBe(1)
    expect(output).toContain(words)
    expect(await app.services.db.user.findMany({ orderBy: { id: 'asc' } })).toEqual(before)
  })

  test('a name that is taken and a password that is too short are said', () => {
    expect(run(['create', 'rescuer'], 'a password of mine\n').output).toContain('There is an account called rescuer')
    expect(run(['create', 'another'], 'short\n').output).toContain('The password needs 10 characters or more.')
  })
})
