import type { Tx } from '../platform/db/index.ts'
import { Conflict } from '../platform/errors.ts'

/** By this, names of labels are the same. */
export function nameKeyOf(name: string): string {
  return name.toLowerCase()
}

/**
 * Looks whether a name is free on its board. The board has to be locked, so that nobody takes the name in between.
 * @param ownId the label that may have the name already
 * @throws {Conflict} when another label has it
 */
export async function requireFreeName(tx: Tx, boardId: number, name: string, ownId?: number): Promise<void> {
  const nameKey = nameKeyOf(name)
  const holder = await tx.label.findUnique({ where: { boardId_nameKey: { boardId, nameKey } }, select: { id: true } })
  if (holder && holder.id !== ownId)
    throw new Conflict('The name is taken.', { name: `This board already has a label called “${name}”.` })
}
