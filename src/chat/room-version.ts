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
  if (!raised) throw (await whyClosed(tx, [roomId])).get(roomId) ?? new NotFound()
  return raised.version
}

/** Why nothing can be written into these rooms: they are in the archive, or gone. */
export async function whyClosed(tx: Tx, roomIds: number[]): Promise<Map<number, Error>> {
  if (roomIds.length === 0) return new Map()
  const rooms = await tx.chatRoom.findMany({ where: { id: { in: roomIds }, deletedAt: null }, select: { id: true } })
  const archived = new Set(rooms.map(({ id }) => id))
  return new Map(roomIds.map((id) => [id, archived.has(id) ? roomIsArchived() : new NotFound()]))
}
