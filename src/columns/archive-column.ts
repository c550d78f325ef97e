import { lockForEditing, nextBoardVersion, recordActivity } from '../boards/index.ts'
import type { Draft } from '../platform/change.ts'
import { Conflict } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { columnFields, type ColumnAccess, type ColumnView } from '../tasks/index.ts'
import { announceColumn } from './column-changes.ts'

/** Takes a column off the board, with its tasks. All of it keeps its place for when it is restored. */
export function archiveColumn(services: Services, draft: Draft, access: ColumnAccess): Promise<ColumnView> {
  return setArchived(services, draft, access, new Date())
}

/** Puts a column back where it was, with its tasks. */
export function restoreColumn(services: Services, draft: Draft, access: ColumnAccess): Promise<ColumnView> {
  return setArchived(services, draft, access, null)
}

async function setArchived(
  services: Services,
  draft: Draft,
  { columnId, board }: ColumnAccess,
  archivedAt: Date | null,
): Promise<ColumnView> {
  const { tx } = draft
  await lockForEditing(tx, board)
  const { archivedAt: archivedBefore, ...before } = await tx.column.findUniqueOrThrow({
    where: { id: columnId },
    select: { ...columnFields, archivedAt: true },
  })
  if ((archivedBefore === null) === (archivedAt === null)) return before
  const version = await nextBoardVersion(tx, board.boardId)
  const data = { archivedAt, version }
  const column = await tx.column.update({ where: { id: columnId }, data, select: columnFields })
  await announceColumn(services, draft, column)
  const type = archivedAt ? 'column:archived' : 'column:restored'
  await recordActivity(services, draft, board, version, { type, name: column.name })
  return column
}

/**
 * Deletes a column for good; its row stays, so that pages that were away learn of it.
 * @throws {Conflict} when it is not in the archive, or a task is in it: no task goes with its column
 */
export async function deleteColumn(services: Services, draft: Draft, { columnId, board }: ColumnAccess): Promise<void> {
  const { tx } = draft
  await lockForEditing(tx, board)
  const before = await tx.column.findUniqueOrThrow({
    where: { id: columnId },
    select: { name: true, archivedAt: true, _count: { select: { tasks: { where: { deletedAt: null } } } } },
  })
  if (!before.archivedAt)
    throw new Conflict('Only what is in the archive can be deleted for good. Archive the column first.')
  if (before._count.tasks > 0)
    throw new Conflict('There are tasks in that column. Restore it first, then move or archive them.')
  const version = await nextBoardVersion(tx, board.boardId)
  const data = { deletedAt: new Date(), version }
  const column = await tx.column.update({ where: { id: columnId }, data, select: columnFields })
  await announceColumn(services, draft, column)
  await recordActivity(services, draft, board, version, { type: 'column:deleted', name: before.name })
}
