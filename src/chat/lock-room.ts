import { findBoardAccess, lockBoard, requireEditing, type BoardAccess, type BoardEditing } from '../boards/index.ts'
import { sqlRowLock, type Tx } from '../platform/db/index.ts'
import { NotFound } from '../platform/errors.ts'
import type { RoomAccess } from './chat.policy.ts'
import { roomFields, type RoomView } from './rooms.queries.ts'
import type { RoomEditing } from './rooms.policy.ts'

/** A room and how the actor stands to it, as they are for certain until the transaction ends. */
export interface LockedRoom<Board extends BoardAccess = BoardAccess> {
  room: RoomView
  board: Board
  /** Whether the actor is in the room. */
  isMember: boolean
}

/**
 * Lets no other change of the board and its rooms happen until the transaction ends, and looks once more at what the door has seen: a
 * change may have waited behind the one that took the right to it away.
 * @throws {NotFound} when the room is gone, or not for the actor any more
 */
export async function lockSeenRoom(tx: Tx, { roomId, board: { boardId, actor } }: RoomAccess): Promise<LockedRoom> {
  await lockBoard(tx, boardId)
  await lockRow(tx, roomId)
  const board = await findBoardAccess(tx, actor, boardId)
  const found = await tx.chatRoom.findFirst({
    where: { id: roomId, deletedAt: null },
    select: { ...roomFields, members: { where: { userId: actor.id, leftAt: null }, select: { userId: true } } },
  })
  if (!found || (found.isPrivate && found.members.length === 0 && !actor.administers)) throw new NotFound()
  const { members, ...room } = found
  return { room, board, isMember: members.length > 0 }
}

// Whoever posts takes the room's row, and then the author's in it: whoever changes a row of somebody in the room goes the same way.
async function lockRow(tx: Tx, roomId: number): Promise<void> {
  const lock = sqlRowLock(tx)
  // Empty where the transaction is the lock.
  if (lock.sql !== '') await tx.$queryRaw`SELECT "id" FROM "ChatRoom" WHERE "id" = ${roomId} ${lock}`
}

/**
 * The same for those who change the room.
 * @throws {Forbidden} when the actor may only look by now
 */
export async function lockRoomForEditing(tx: Tx, access: RoomEditing): Promise<LockedRoom<BoardEditing>> {
  const locked = await lockSeenRoom(tx, access)
  return { ...locked, board: requireEditing(locked.board) }
}
