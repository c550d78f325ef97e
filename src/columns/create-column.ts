import { lockForEditing, nextBoardVersion, recordActivity, type BoardEditing } from '../boards/index.ts'
import type { Draft } from '../platform/change.ts'
import type { Services } from '../platform/services.ts'
import { columnFields, type ColumnView } from '../tasks/index.ts'
import { announceColumn } from './column-changes.ts'
import { rankAtEnd } from './column-place.ts'

/**
 * Adds a column at the end of a board.
 * @throws {Conflict} when the board is full
 */
export async function createColumn(
  services: Services,
  draft: Draft,
  access: BoardEditing,
  { name }: { name: string },
): Promise<ColumnView> {
  const { boardId } = access
  await lockForEditing(draft.tx, access)
  const version = await nextBoardVersion(draft.tx, boardId)
  const rank = await rankAtEnd(draft.tx, boardId)
  const column = await draft.tx.column.create({ data: { boardId, name, rank, version }, select: columnFields })
  await announceColumn(services, draft, column)
  await recordActivity(services, draft, access, version, { type: 'column:created', name })
  return column
}
