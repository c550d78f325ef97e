import type { Tx } from '../platform/db/index.ts'
import { NotFound } from '../platform/errors.ts'
import { roomIsArchived } from './chat.policy.ts'

/**
 * Takes the room's next version. The row stays locked until the transaction ends, so versions are committed in their order.
 * @returns the version to stamp on what is changed
 * @throws {Conflict} when the room was put away since the door looked, {NotFound} when it was deleted
 */
export function nextRoomVersion(tx: Tx, roomId: number): Promise<number> {
  return raiseVersion(tx, roomId, 1)
}

/** Lets nothing else change in the room until the transaction ends, for verbs that may find nothing to do. Throws the same. */
export async function lockRoom(tx: Tx, roomId: number): Promise<void> {
  await raiseVersion(tx, roomId, 0)
}

async function raiseVersion(tx: Tx, roomId: number, increment: 0 | 1): Promise<number> {
  const [raised] = await tx.$queryRaw<{ version: number }[]>`
    UPDATE "ChatRoom" SET "version" = "version" + ${increment}
    WHERE "id" = ${roomId} AND "archivedAt" IS NULL AND "deletedAt" IS NULL
    RETURNING "version"`
  if (!raised) throw await whyClosed(tx, roomId)
  return raised.version
}

async function whyClosed(tx: Tx, roomId: number): Promise<Error> {
  const archived = await tx.chatRoom.findFirst({ where: { id: roomId, deletedAt: null }, select: { id: true } })
  return archived ? roomIsArchived() : new NotFound()
}
