import { lockForEditing, nextBoardVersion, recordActivity } from '../boards/index.ts'
import type { Draft } from '../platform/change.ts'
import type { Services } from '../platform/services.ts'
import { describeLabel } from './label-changes.ts'
import type { LabelChanges } from './label-fields.ts'
import type { LabelEditing } from './labels.policy.ts'
import { getLabel, type LabelView } from './labels.queries.ts'
import { nameKeyOf, requireFreeName } from './require-free-name.ts'

/**
 * Gives a label another name or colour, on all tasks that carry it.
 * @throws {Conflict} when another label of the board has the name
 */
export async function changeLabel(
  services: Services,
  draft: Draft,
  { labelId, board }: LabelEditing,
  changes: LabelChanges,
): Promise<LabelView> {
  const { tx } = draft
  const { boardId } = board
  await lockForEditing(tx, board)
  const before = await getLabel(tx, labelId)
  const { name = before.name, colour = before.colour } = changes
  const label = { id: labelId, name, colour }
  if (name === before.name && colour === before.colour) return before
  await requireFreeName(tx, boardId, name, labelId)
  const version = await nextBoardVersion(tx, boardId)
  await tx.label.update({ where: { id: labelId }, data: { name, nameKey: nameKeyOf(name), colour, version } })
  await tx.task.updateMany({ where: { labels: { some: { labelId } } }, data: { version } })
  draft.announce(`board:${boardId}`, () => describeLabel(services, version, label))
  await recordActivity(services, draft, board, version, { type: 'label:changed', before: before.name, after: name })
  return label
}
