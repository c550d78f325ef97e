import * as z from 'zod'
import type { Draft } from '../platform/change.ts'
import { sqlRowLock, type Tx } from '../platform/db/index.ts'
import { strictIntegerId } from '../platform/ids.ts'
import type { OutboxContract } from '../platform/jobs/job.ts'
import { enterRooms } from './room-membership.ts'

const leftRooms = z.object({
  boardId: strictIntegerId,
  /** Who went. */
  userId: strictIntegerId,
  /** The private rooms that they were in. */
  roomIds: z.array(strictIntegerId),
  /** Those of them that nobody was left in, and who was let in for that. */
  heir: z.object({ userId: strictIntegerId, roomIds: z.array(strictIntegerId) }).nullable(),
})

export type LeftRooms = z.output<typeof leftRooms>

/** Somebody went off a board and out of its private rooms: what the chat, which knows how rooms are shown, tells those in them. */
export const roomsLeft: OutboxContract<LeftRooms> = { name: 'rooms-left', input: leftRooms }

/**
 * Takes somebody who goes out of all rooms of the board. A private room that nobody is left in who could open it falls to the board's
 * owner: nobody could ever see it again. The board's row has to be locked.
 */
export async function leaveRooms(
  { tx, enqueue }: Draft,
  { boardId, userId }: { boardId: number; userId: number },
): Promise<void> {
  await lockRooms(tx, boardId, userId)
  const mine = { userId, leftAt: null, room: { boardId } }
  const privates = await tx.chatRoomMember.findMany({
    where: { ...mine, room: { boardId, isPrivate: true, deletedAt: null } },
    orderBy: { roomId: 'asc' },
    select: { roomId: true },
  })
  await tx.chatRoomMember.updateMany({ where: mine, data: { leftAt: new Date() } })
  if (privates.length === 0) return
  const roomIds = privates.map(({ roomId }) => roomId)
  enqueue(roomsLeft, { boardId, userId, roomIds, heir: await letHeirIn(tx, boardId, roomIds) })
}

// Rooms before who is in them, and each in the order of the ids, as whoever posts does.
async function lockRooms(tx: Tx, boardId: number, userId: number): Promise<void> {
  const lock = sqlRowLock(tx)
  // Empty where the transaction is the lock.
  if (lock.sql === '') return
  await tx.$queryRaw`SELECT "id" FROM "ChatRoom" WHERE "boardId" = ${boardId} ORDER BY "id" ${lock}`
  await tx.$queryRaw`
    SELECT "roomId" FROM "ChatRoomMember"
    WHERE "userId" = ${userId} AND "roomId" IN (SELECT "id" FROM "ChatRoom" WHERE "boardId" = ${boardId})
    ORDER BY "roomId" ${lock}`
}

async function letHeirIn(tx: Tx, boardId: number, roomIds: number[]): Promise<LeftRooms['heir']> {
  const empty = await tx.chatRoom.findMany({
    where: { id: { in: roomIds }, members: { none: { leftAt: null, user: { isDisabled: false } } } },
    orderBy: { id: 'asc' },
    select: { id: true },
  })
  if (empty.length === 0) return null
  const heir = await findHeir(tx, boardId)
  const left = empty.map(({ id }) => id)
  await enterRooms(tx, { userId: heir, roomIds: left })
  return { userId: heir, roomIds: left }
}

/** The owner, or, while they can't sign in, an admin who can. */
async function findHeir(tx: Tx, boardId: number): Promise<number> {
  const managers = await tx.boardMember.findMany({
    where: { boardId, leftAt: null, role: { in: ['owner', 'admin'] } },
    orderBy: { joinedAt: 'asc' },
    select: { userId: true, role: true, user: { select: { isDisabled: true } } },
  })
  const owners = managers.filter(({ role }) => role === 'owner')
  const [heir] = [...owners, ...managers].filter(({ user }) => !user.isDisabled).concat(owners)
  if (!heir) throw new Error(`Nobody owns board ${boardId}`)
  return heir.userId
}
