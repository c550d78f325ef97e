import type { Tx } from '../platform/db/index.ts'
import { Conflict } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import { caseKey } from '../users/index.ts'

/** What of a room decides whether it may be called so. */
export interface NamedRoom {
  boardId: number
  name: string
  isPrivate: boolean
  /** Of a room that is there already, and may have the name. */
  ownId?: number
}

/**
 * Looks whether a name is free among the open rooms of a board. The board has to be locked, so that nobody takes the name in between.
 * A private room may be called anything: were its name kept apart from others, trying names would tell what private rooms there are.
 * @returns the key under which the name is kept
 * @throws {Conflict} when another open room has it
 */
export async function requireFreeRoomName(tx: Tx, { boardId, name, isPrivate, ownId }: NamedRoom): Promise<string> {
  if (isPrivate) return `private:${newId()}`
  const nameKey = caseKey(name)
  const holder = await tx.chatRoom.findUnique({
    where: { boardId_nameKey: { boardId, nameKey } },
    select: { id: true },
  })
  if (holder && holder.id !== ownId)
    throw new Conflict('The name is taken.', { name: 'This name is taken on this board. Try another.' })
  return nameKey
}
