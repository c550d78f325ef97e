import type { Tx } from '../platform/db/index.ts'
import { Conflict } from '../platform/errors.ts'
import { caseKey } from '../users/index.ts'

/**
 * Looks whether a name is free on its board. The board has to be locked, so that nobody takes the name in between.
 * @param ownId the room that may have the name already
 * @returns the key under which the name is kept
 * @throws {Conflict} when another room has it; not saying which, as it may be a private one that the actor knows nothing of
 */
export async function requireFreeRoomName(tx: Tx, boardId: number, name: string, ownId?: number): Promise<string> {
  const nameKey = caseKey(name)
  const holder = await tx.chatRoom.findUnique({
    where: { boardId_nameKey: { boardId, nameKey } },
    select: { id: true },
  })
  if (holder && holder.id !== ownId)
    throw new Conflict('The name is taken.', { name: 'This name is taken on this board. Try another.' })
  return nameKey
}
