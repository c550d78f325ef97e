import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recurringJobs } from '../../src/app/recurring-jobs.ts'
import { schedule } from '../../src/app/schedule.ts'
import { clearEndedInvitations } from '../../src/members/index.ts'
import { clearOldNotifications } from '../../src/notifications/index.ts'
import { insertMany } from '../../src/platform/db/index.ts'
import { newId } from '../../src/platform/ids.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { listenToStatements } from '../support/statements.ts'

const dayMs = 24 * 60 * 60 * 1000

test('everything in the plan says why, and is done by a job', () => {
  expect(Object.keys(recurringJobs).toSorted()).toEqual(Object.keys(schedule).toSorted())
  for (const { why, everyMs } of Object.values(schedule)) {
    expect(why).toMatch(/\w+ \w+/)
    expect(everyMs).toBeGreaterThanOrEqual(1000)
  }
})

describe.each(databaseKinds())('housekeeping on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let board: TestBoard
  beforeAll(async () => {
    app = await startApp(kind, { worker: false, settings: { notificationsKeptDays: 40 } })
    ana = await app.person('ana')
    board = await app.board(ana)
  })
  afterAll(() => app.stop())

  test('of notifications the read ones go that are older than the setting says, however many', async () => {
    const { db } = app.services
    const now = new Date('2026-06-01T12:00:00Z')
    const rows = Array.from({ length: 1_204 }, (_, place) => ({
      id: newId(),
      recipientId: ana.id,
      senderId: null,
      type: 'mention' as const,
      isRead: place !== 0,
      boardId: board.id,
      messageId: null,
      commentId: null,
      taskId: null,
      roomId: null,
      sourceKey: `old:${place}`,
      position: place + 1,
      version: place + 1,
      createdAt: new Date(now.getTime() - (place < 3 ? 39 + place : 41) * dayMs),
    }))
    await insertMany(db, 'Notification', rows)
    await Promise.all([clearOldNotifications(app.services, now), clearOldNotifications(app.services, now)])
    const left = await db.notification.findMany({ orderBy: { position: 'asc' }, select: { sourceKey: true } })
    expect(left.map(({ sourceKey }) => sourceKey)).toEqual(['old:0', 'old:1'])
    await clearOldNotifications(app.services, new Date('2036-06-01T12:00:00Z'))
    expect(await db.notification.findMany({ select: { sourceKey: true } })).toEqual([{ sourceKey: 'old:0' }])
  })

  test('of invitations those go that ended a month ago; their links say the same as before', async () => {
    const { db } = app.services
    const now = new Date()
    const ago = (days: number) => new Date(now.getTime() - days * dayMs)
    const rows = [
      { tokenHash: 'open', expiresAt: ago(-1), revokedAt: null },
      { tokenHash: 'ran out lately', expiresAt: ago(29), revokedAt: null },
      { tokenHash: 'ran out', expiresAt: ago(31), revokedAt: null },
      { tokenHash: 'revoked lately', expiresAt: ago(-1), revokedAt: ago(29) },
      { tokenHash: 'revoked', expiresAt: ago(-1), revokedAt: ago(31) },
    ]
    const common = { boardId: board.id, role: 'member' as const, createdById: ana.id }
    await db.boardInvitation.createMany({ data: rows.map((row) => ({ ...common, ...row })) })
    await clearEndedInvitations(app.services, now)
    const left = await db.boardInvitation.findMany({ orderBy: { id: 'asc' }, select: { tokenHash: true } })
    expect(left.map(({ tokenHash }) => tokenHash)).toEqual(['open', 'ran out lately', 'revoked lately'])
  })

  test('a person’s time zone is kept when a page says another one, by one write', async () => {
    const { db } = app.services
    const kept = async () => (await db.user.findUniqueOrThrow({ where: { id: ana.id } })).timeZone
    const visitOf = (path: string, cookie: string) =>
      ana.visitor.send(path, { headers: { cookie: `${ana.visitor.cookie}; ${cookie}` } })
    const writesOf = async (cookie: string) => {
      const log = listenToStatements()
      for (const path of ['/', '/messaging/notifications/']) await visitOf(path, cookie)
      log.stop()
      return log.take().filter((statement) => statement.includes('UPDATE') && statement.includes('timeZone')).length
    }
    expect(await kept()).toBeNull()
    expect(await writesOf('timezone=Europe%2FBerlin')).toBe(1)
    expect(await kept()).toBe('Europe/Berlin')
    expect(await writesOf('timezone=Europe%2FBerlin')).toBe(0)
    for (const nonsense of ['timezone=Europe%2FNowhere', 'timezone=%00', 'timezone=', 'other=1'])
      expect(await writesOf(nonsense), nonsense).toBe(0)
    expect(await kept()).toBe('Europe/Berlin')
    expect(await writesOf('timezone=Asia%2FTokyo')).toBe(1)
    expect(await kept()).toBe('Asia/Tokyo')
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
