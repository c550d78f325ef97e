import { lockForEditing, nextBoardVersion, recordActivity, type Deed } from '../boards/index.ts'
import type { Draft } from '../platform/change.ts'
import type { Tx } from '../platform/db/index.ts'
import { Conflict } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { columnFields, type ColumnAccess, type ColumnView } from '../tasks/index.ts'
import { announceColumn, announceColumnHeader } from './column-changes.ts'
import type { ColumnChanges } from './column-fields.ts'
import { rankBehind } from './column-place.ts'

/** Changes a column's name, its limit, and whether what lies in it is done. What is missing stays as it is. */
export async function changeColumn(
  services: Services,
  draft: Draft,
  { columnId, board }: ColumnAccess,
  changes: ColumnChanges,
): Promise<ColumnView> {
  const { tx } = draft
  await lockForEditing(tx, board)
  const before = await tx.column.findUniqueOrThrow({ where: { id: columnId }, select: columnFields })
  const deeds = deedsOf(before, changes)
  if (deeds.length === 0) return before
  const version = await nextBoardVersion(tx, board.boardId)
  const { name = before.name, wipLimit = before.wipLimit, isDone = before.isDone } = changes
  const data = { name, wipLimit, isDone, version }
  const column = await tx.column.update({ where: { id: columnId }, data, select: columnFields })
  if (isDone !== before.isDone) {
    await finishTasks(tx, columnId, isDone, version)
    await announceColumn(services, draft, column)
  } else await announceColumnHeader(services, draft, column)
  for (const deed of deeds) await recordActivity(services, draft, board, version, deed)
  return column
}

function deedsOf(before: ColumnView, { name, wipLimit, isDone }: ColumnChanges): Deed[] {
  const deeds: Deed[] = []
  const nameNow = name ?? before.name
  if (nameNow !== before.name) deeds.push({ type: 'column:renamed', before: before.name, after: nameNow })
  if (wipLimit !== undefined && wipLimit !== before.wipLimit)
    deeds.push({ type: 'column:limited', name: nameNow, limit: wipLimit })
  if (isDone !== undefined && isDone !== before.isDone)
    deeds.push({ type: isDone ? 'column:marked-done' : 'column:marked-open', name: nameNow })
  return deeds
}

// The tasks in the archive too: they are finished when they come back.
async function finishTasks(tx: Tx, columnId: number, isDone: boolean, version: number): Promise<void> {
  const finishedAt = isDone ? new Date() : null
  await tx.task.updateMany({ where: { columnId, deletedAt: null }, data: { finishedAt, version } })
}

/**
 * Puts a column behind another, or first. Putting it where it is changes nothing.
 * @throws {Invalid} when the other is no column of the board
 * @throws {Conflict} when the column is in the archive
 */
export async function moveColumn(
  services: Services,
  draft: Draft,
  { columnId, board }: ColumnAccess,
  { afterColumnId }: { afterColumnId: number | null },
): Promise<ColumnView> {
  const { tx } = draft
  await lockForEditing(tx, board)
  const before = await tx.column.findUniqueOrThrow({
    where: { id: columnId },
    select: { ...columnFields, archivedAt: true },
  })
  if (before.archivedAt) throw new Conflict('That column is in the archive. Restore it first.')
  const rank = await rankBehind(tx, before, afterColumnId)
  if (rank === null) return before
  const version = await nextBoardVersion(tx, board.boardId)
  const column = await tx.column.update({ where: { id: columnId }, data: { rank, version }, select: columnFields })
  await announceColumn(services, draft, column)
  await recordActivity(services, draft, board, version, { type: 'column:moved', name: column.name })
  return column
}
