import { generateKeyBetween } from 'fractional-indexing'
import type { Tx } from '../platform/db/index.ts'
import { Conflict, Invalid } from '../platform/errors.ts'
import { shown } from '../tasks/index.ts'

/** What a board may hold; beyond it nobody finds anything. */
const columnsAtMost = 100

/**
 * A rank behind the last column, those in the archive included.
 * @throws {Conflict} when the board is full
 */
export async function rankAtEnd(tx: Tx, boardId: number): Promise<string> {
  const count = await tx.column.count({ where: { boardId, deletedAt: null } })
  if (count >= columnsAtMost)
    throw new Conflict(`A board holds ${columnsAtMost} columns at most.`, {
      name: `There are ${columnsAtMost} columns already.`,
    })
  const last = await tx.column.findFirst({ where: { boardId }, orderBy: { rank: 'desc' }, select: { rank: true } })
  return generateKeyBetween(last?.rank ?? null, null)
}

/**
 * A rank right behind another column, or first.
 * @returns null when the column stands there already
 * @throws {Invalid} when the other is no column of the board
 */
export async function rankBehind(
  tx: Tx,
  column: { id: number; boardId: number; rank: string },
  afterColumnId: number | null,
): Promise<string | null> {
  const { boardId } = column
  const after = afterColumnId === null ? null : await findShown(tx, boardId, afterColumnId)
  if (after?.id === column.id || (await shownBefore(tx, column))?.id === after?.id) return null
  const next = await tx.column.findFirst({
    where: { boardId, id: { not: column.id }, ...(after && { rank: { gt: after.rank } }) },
    orderBy: { rank: 'asc' },
    select: { rank: true },
  })
  return generateKeyBetween(after?.rank ?? null, next?.rank ?? null)
}

async function findShown(tx: Tx, boardId: number, id: number): Promise<{ id: number; rank: string }> {
  const column = await tx.column.findFirst({ where: { id, boardId, ...shown }, select: { id: true, rank: true } })
  if (!column)
    throw new Invalid('There is no such column on this board.', { afterColumnId: 'Is no column of this board.' })
  return column
}

async function shownBefore(tx: Tx, { id, boardId, rank }: { id: number; boardId: number; rank: string }) {
  return tx.column.findFirst({
    where: { boardId, ...shown, id: { not: id }, rank: { lt: rank } },
    orderBy: { rank: 'desc' },
    select: { id: true },
  })
}
