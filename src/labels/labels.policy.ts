import { findBoardAccess, requireEditing, type BoardEditing } from '../boards/index.ts'
import type { Door } from '../platform/door.ts'
import { NotFound, Unauthorized } from '../platform/errors.ts'

declare const passed: unique symbol

/** Proof of the right to change a label. Made by the door below and nowhere else. */
export interface LabelEditing {
  readonly [passed]: true
  readonly labelId: number
  readonly board: BoardEditing
}

/** Members of the label's board who are more than viewers. */
export const labelEditor: Door<{ labelId: number }, LabelEditing> = async (services, actor, { labelId }) => {
  if (!actor) throw new Unauthorized()
  const label = await services.db.label.findUnique({ where: { id: labelId }, select: { boardId: true } })
  if (!label) throw new NotFound()
  const board = requireEditing(await findBoardAccess(services.db, actor, label.boardId))
  return { labelId, board } as LabelEditing
}
