import type { BoardRole, Db } from '../../src/platform/db/index.ts'
import type { TestApp } from './app.ts'
import { makeCastRooms, type CastRooms } from './cast-rooms.ts'
import { makeCastTask, type CastTask } from './cast-task.ts'
import type { TestBoard, TestPerson } from './makers.ts'
import { untilDebtsAreDone } from './outbox.ts'
import { until } from './until.ts'

/** One board, and somebody of every rank. */
export interface Cast extends Record<Rank, TestPerson> {
  board: TestBoard
  /** A site administrator, who is on no board. */
  administrator: TestPerson
  /** A notification of each, by username. */
  notificationIds: Map<string, string>
  /** A message of the member. */
  messageId: string
  /** Fills the places of an address, for a person. `:userId` is a member whom nobody else plays, `:token` an open invitation's. */
  places(person: TestPerson): Record<string, string | number>
  /** Makes all what it was: ranks, the tasks, the label, the open invitation. The board too, if it was deleted: it is another then. */
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
  const administrator = await app.administrator('administrator')
  const everyone = { owner, admin, member, viewer, outsider }
  const stage = (): Promise<Stage> => setStage(app, everyone, extra)
  const cast = { ...everyone, administrator, ...(await stage()) }
  return Object.assign(cast, {
    places: ({ username }: TestPerson) => ({
      boardId: cast.board.id,
      roomId: cast.board.roomId,
      columnId: cast.board.columnIds[0] ?? 0,
      labelId: cast.label.id,
      messageId: cast.messageId,
      ...cast.castTask.places,
      ...cast.castRooms.places,
      userId: extra.id,
      id: cast.notificationIds.get(username) ?? cast.notificationIds.get('owner') ?? '',
      ...cast.invitation,
    }),
    async restore() {
      const isThere = await db.board.findUnique({ where: { id: cast.board.id }, select: { id: true } })
      if (!isThere) Object.assign(cast, await stage())
      await restoreMembers(db, cast.board.id, { owner, admin, member, viewer, extra })
      await db.boardMember.deleteMany({ where: { boardId: cast.board.id, userId: outsider.id } })
      await cast.castTask.restore()
      await cast.castRooms.restore()
      await db.chatMessage.update({
        where: { id: cast.messageId },
        data: { content: 'By the member', deletedAt: null },
      })
      await db.label.upsert({ where: { id: cast.label.id }, create: cast.label, update: cast.label })
      await db.boardInvitation.update({ where: { id: cast.invitation.invitationId }, data: { revokedAt: null } })
      await untilDebtsAreDone(app.services)
    },
  })
}

type Stage = Pick<Cast, 'board' | 'notificationIds' | 'messageId'> & {
  castTask: CastTask
  castRooms: CastRooms
  label: Awaited<ReturnType<Db['label']['create']>>
  invitation: { invitationId: number; token: string }
}

/** The board with its members, a mention of each, a label and an invitation. */
async function setStage(
  app: TestApp,
  { owner, admin, member, viewer }: Record<Rank, TestPerson>,
  extra: TestPerson,
): Promise<Stage> {
  const { db } = app.services
  const board = await app.board(owner, [
    [admin, 'admin'],
    [member, 'member'],
    [viewer, 'viewer'],
    [extra, 'member'],
  ])
  const content = '@owner @admin @member @viewer look'
  const mention = { content, clientId: `mentions-everyone-${board.id}` }
  await extra.visitor.api('POST', `/api/v1/rooms/${board.roomId}/messages`, mention)
  const { message } = (
    await member.visitor.api('POST', `/api/v1/rooms/${board.roomId}/messages`, {
      content: 'By the member',
      clientId: `by-the-owner-${board.id}`,
    })
  ).json() as { message: { id: string } }
  const notifications = await until('four notifications', async () => {
    const found = await db.notification.findMany({
      where: { message: { roomId: board.roomId } },
      select: { id: true, recipient: { select: { username: true } } },
    })
    return found.length === 4 && found
  })
  const label = await db.label.create({
    data: { boardId: board.id, name: 'Press', nameKey: 'press', colour: 'plum', version: 1 },
  })
  const castTask = await makeCastTask(db, board, { owner, member })
  const castRooms = await makeCastRooms(db, board, [owner, admin, member, viewer], extra)
  const notificationIds = new Map(notifications.map(({ id, recipient }) => [recipient.username, id]))
  const { invitation } = (await owner.visitor.api('POST', `/api/v1/boards/${board.id}/invitations`, {})).json() as {
    invitation: { id: number; link: string }
  }
  const token = invitation.link.split('/').at(-2) ?? ''
  await untilDebtsAreDone(app.services)
  return {
    board,
    notificationIds,
    messageId: message.id,
    castTask,
    castRooms,
    label,
    invitation: { invitationId: invitation.id, token },
  }
}

async function restoreMembers(db: Db, boardId: number, people: Record<string, TestPerson>): Promise<void> {
  for (const [rank, { id: userId }] of Object.entries(people)) {
    const role = rank === 'extra' ? 'member' : (rank as BoardRole)
    await db.boardMember.update({ where: { boardId_userId: { boardId, userId } }, data: { leftAt: null, role } })
  }
}
