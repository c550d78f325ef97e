import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commitPosts } from '../../src/chat/index.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestPerson } from '../support/makers.ts'

describe.each(databaseKinds())('the history of a room on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let roomId: number
  const total = 320

  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    const board = await app.board(ana)
    roomId = board.roomId
    const posts = Array.from({ length: total }, (_, count) => ({
      roomId,
      author: ana,
      content: `message ${count + 1}`,
      clientId: `history-${count}`,
      names: { usernameKeys: [], mentionsRoom: false },
    }))
    await commitPosts(app.services, posts)
  })
  afterAll(() => app.stop())

  const everyPosition = Array.from({ length: total }, (_, count) => count + 1)
  const positionsIn = (html: string): number[] =>
    Array.from(html.matchAll(/data-message-id="[^"]*"[^>]*? data-position="(\d+)"/g), (match) => Number(match[1]))

  test.each(['before', 'after'])('page by page with %s, every message comes once', async (direction) => {
    for (const limit of [7, 50, 100]) {
      const found: number[] = []
      let cursor: number | null = direction === 'before' ? total + 1 : 0
      while (cursor !== null) {
        const answer = await ana.visitor.get(`/api/v1/rooms/${roomId}/messages?${direction}=${cursor}&limit=${limit}`)
        const { items, nextCursor } = answer.json() as { items: { version: number }[]; nextCursor: number | null }
        expect(items.length).toBeLessThanOrEqual(limit)
        const versions = items.map(({ version }) => version)
        if (direction === 'before') found.unshift(...versions)
        else found.push(...versions)
        cursor = nextCursor
      }
      expect(found).toEqual(everyPosition)
    }
  })

  test('the links on the page lead through all of it, upwards and down again', async () => {
    const found: number[] = []
    let up = (await ana.visitor.get(`/messaging/room/${roomId}/`)).text
    for (;;) {
      found.unshift(...positionsIn(up))
      const href = /class="older" data-older href="([^"]+)"/.exec(up)?.[1]
      if (href === undefined) break
      up = (await ana.visitor.get(href)).text
    }
    expect(found).toEqual(everyPosition)
    const down: number[] = positionsIn(up)
    for (let html = up; ;) {
      const href = /class="newer" data-newer href="([^"]+)"/.exec(html)?.[1]
      if (href === undefined) break
      html = (await ana.visitor.get(href)).text
      down.push(...positionsIn(html))
    }
    expect(down).toEqual(everyPosition)
  })

  test('what the browser fetches goes on where the page ends', async () => {
    const fragment = (await ana.visitor.get(`/messaging/room/${roomId}/messages/?before=51`)).text
    expect(positionsIn(fragment)).toEqual(everyPosition.slice(0, 50))
    expect(fragment).toMatch(/data-older-before="" data-newer-after="50"/)
  })

  test('a link to a message shows it among its neighbours', async () => {
    const message = await app.services.db.chatMessage.findFirstOrThrow({ where: { roomId, position: 100 } })
    const page = await ana.visitor.get(`/messaging/room/${roomId}/?message=${message.id}`)
    expect(positionsIn(page.text)).toEqual(everyPosition.slice(74, 124))
  })

  test('catching up from any version gives what came after it, and after too long says to reload', async () => {
    const socket = await app.socket(ana.visitor)
    for (const since of [total, total - 1, total - 299, total - 300]) {
      const ack = await socket.ask('room:join', { roomId, since })
      expect(ack.reload).toBeUndefined()
      expect(ack.version).toBe(total)
      expect(ack.changes?.map(({ version }) => version)).toEqual(everyPosition.slice(since))
    }
    expect(await socket.ask('room:join', { roomId, since: total - 301 })).toMatchObject({
      ok: true,
      version: total,
      changes: [],
      reload: true,
    })
    expect(await socket.ask('room:join', { roomId })).toMatchObject({ ok: true, version: total, changes: [] })
    expect(await socket.ask('room:join', { roomId, since: total + 7 })).toMatchObject({
      ok: true,
      version: total,
      changes: [],
    })
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
