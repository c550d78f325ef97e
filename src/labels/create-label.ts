import { lockForEditing, nextBoardVersion, recordActivity, type BoardEditing } from '../boards/index.ts'
import type { Draft } from '../platform/change.ts'
import type { Tx } from '../platform/db/index.ts'
import { Conflict } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { describeLabel } from './label-changes.ts'
import type { NewLabel } from './label-fields.ts'
import { labelFields, type LabelView } from './labels.queries.ts'
import { nameKeyOf, requireFreeName } from './require-free-name.ts'

/** More than anyone can tell apart. */
const labelsAtMost = 50

/**
 * Makes a label that every task of the board can carry.
 * @throws {Conflict} when the board has a label with this name, or as many labels as a board may have
 */
export async function createLabel(
  services: Services,
  draft: Draft,
  board: BoardEditing,
  { name, colour }: NewLabel,
): Promise<LabelView> {
  const { tx } = draft
  const { boardId } = board
  await lockForEditing(tx, board)
  const version = await nextBoardVersion(tx, boardId)
  await requireFreeName(tx, boardId, name)
  await requireRoom(tx, boardId)
  const label = await tx.label.create({
    data: { boardId, name, nameKey: nameKeyOf(name), colour, version },
    select: labelFields,
  })
  draft.announce(`board:${boardId}`, () => describeLabel(services, version, label))
  await recordActivity(services, draft, board, version, { type: 'label:created', name })
  return label
}

async function requireRoom(tx: Tx, boardId: number): Promise<void> {
  if ((await tx.label.count({ where: { boardId } })) >= labelsAtMost)
    throw new Conflict(`A board has ${labelsAtMost} labels at most. Delete one that is no longer needed.`)
}
