import type { Tx } from '../platform/db/index.ts'

/**
 * Takes the board's next version. The row stays locked until the transaction ends, so versions are committed in their order.
 * @returns the version to stamp on what is changed
 */
export async function nextBoardVersion(tx: Tx, boardId: number): Promise<number> {
  const { version } = await tx.board.update({
    where: { id: boardId },
    data: { version: { increment: 1 } },
    select: { version: true },
  })
  return version
}

/** Lets no other change of the board happen until the transaction ends, without making one: for verbs that may find nothing to do. */
export async function lockBoard(tx: Tx, boardId: number): Promise<void> {
  await tx.board.update({ where: { id: boardId }, data: { version: { increment: 0 } }, select: { id: true } })
}
