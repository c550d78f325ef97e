import type { TestApp } from './app.ts'
import type { TestBoard, TestPerson } from './makers.ts'
import { until } from './until.ts'

/** One board, and somebody of every rank. */
export interface Cast extends Record<Rank, TestPerson> {
  board: TestBoard
  /** A notification of each, by username. */
  notificationIds: Map<string, string>
  /** Fills the places of an address, for a person. `:userId` is a member whom nobody else plays. */
  places(person: TestPerson): Record<string, string | number>
  /** Makes the members what they were: the one whom nobody plays is back on the board, the outsider is not, the label is there. */
  restore(): Promise<void>
}

export const ranks = ['owner', 'admin', 'member', 'viewer', 'outsider'] as const
export type Rank = (typeof ranks)[number]

/** Makes the cast. */
export async function makeCast(app: TestApp): Promise<Cast> {
  const { db } = app.services
  const [owner, admin, member, viewer, outsider, extra] = [
    await app.person('owner'),
    await app.person('admin'),
    await app.person('member'),
    await app.person('viewer'),
    await app.person('outsider'),
    await app.person('extra'),
  ]
  const board = await app.board(owner, [
    [admin, 'admin'],
    [member, 'member'],
    [viewer, 'viewer'],
    [extra, 'member'],
  ])
  const content = '@owner @admin @member @viewer look'
  const mention = { content, clientId: 'mentions-everyone' }
  await extra.visitor.api('POST', `/api/v1/rooms/${board.roomId}/messages`, mention)
  const notifications = await until('four notifications', async () => {
    const found = await db.notification.findMany({ select: { id: true, recipient: { select: { username: true } } } })
    return found.length === 4 && found
  })
  const label = await db.label.create({
    data: { boardId: board.id, name: 'Press', nameKey: 'press', colour: 'plum', version: 1 },
  })
  const notificationIds = new Map(notifications.map(({ id, recipient }) => [recipient.username, id]))
  return {
    owner,
    admin,
    member,
    viewer,
    outsider,
    board,
    notificationIds,
    places: ({ username }) => ({
      boardId: board.id,
      roomId: board.roomId,
      columnId: board.columnIds[0] ?? 0,
      labelId: label.id,
      userId: extra.id,
      id: notificationIds.get(username) ?? notificationIds.get('owner') ?? '',
    }),
    async restore() {
      await db.boardMember.deleteMany({ where: { boardId: board.id, userId: outsider.id } })
      await db.boardMember.update({
        where: { boardId_userId: { boardId: board.id, userId: extra.id } },
        data: { leftAt: null, role: 'member' },
      })
      await db.label.upsert({ where: { id: label.id }, create: label, update: label })
    },
  }
}
