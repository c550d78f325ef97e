import { isMissingRow, type Tx } from '../platform/db/index.ts'
import { NotFound } from '../platform/errors.ts'

/**
 * Takes the board's next version. The row stays locked until the transaction ends, so versions are committed in their order.
 * @returns the version to stamp on what is changed
 * @throws {NotFound} when the board was deleted since the door looked
 */
export function nextBoardVersion(tx: Tx, boardId: number): Promise<number> {
  return raiseVersion(tx, boardId, 1)
}

/**
 * Lets no other change of the board happen until the transaction ends, without making one: for verbs that may find nothing to do.
 * @throws {NotFound} when the board was deleted since the door looked
 */
export async function lockBoard(tx: Tx, boardId: number): Promise<void> {
  await raiseVersion(tx, boardId, 0)
}

async function raiseVersion(tx: Tx, boardId: number, increment: 0 | 1): Promise<number> {
  try {
    const { version } = await tx.board.update({
      where: { id: boardId },
      data: { version: { increment } },
      select: { version: true },
    })
    return version
  } catch (error) {
    throw isMissingRow(error) ? new NotFound() : error
  }
}
