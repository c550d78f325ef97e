import { lockForEditing, nextBoardVersion, recordActivity } from '../boards/index.ts'
import type { Draft } from '../platform/change.ts'
import type { Services } from '../platform/services.ts'
import { describeDeletedLabel } from './label-changes.ts'
import type { LabelEditing } from './labels.policy.ts'
import { getLabel } from './labels.queries.ts'

/** Deletes a label for good. The tasks that carried it stay, without it. */
export async function deleteLabel(
  services: Services,
  draft: Draft,
  { labelId, board }: LabelEditing,
): Promise<{ id: number }> {
  const { tx } = draft
  const { boardId } = board
  await lockForEditing(tx, board)
  const version = await nextBoardVersion(tx, boardId)
  const { name } = await getLabel(tx, labelId)
  await tx.task.updateMany({ where: { labels: { some: { labelId } } }, data: { version } })
  await tx.label.delete({ where: { id: labelId } })
  draft.announce(`board:${boardId}`, () => describeDeletedLabel(version, { id: labelId }))
  await recordActivity(services, draft, board, version, { type: 'label:deleted', name })
  return { id: labelId }
}
