import { findBoardAccess, requireEditing, type BoardEditing } from '../boards/index.ts'
import type { Door } from '../platform/door.ts'
import { NotFound, Unauthorized } from '../platform/errors.ts'

declare const passed: unique symbol

/** Proof of the right to put tasks into a column. */
export interface ColumnAccess {
  readonly [passed]: true
  readonly columnId: number
  readonly board: BoardEditing
}

/** Members of the column's board who are more than viewers. */
export const columnEditor: Door<{ columnId: number }, ColumnAccess> = async (services, actor, { columnId }) => {
  if (!actor) throw new Unauthorized()
  const column = await services.db.column.findUnique({ where: { id: columnId }, select: { boardId: true } })
  if (!column) throw new NotFound()
  const board = requireEditing(await findBoardAccess(services.db, actor, column.boardId))
  return { columnId, board } as ColumnAccess
}
