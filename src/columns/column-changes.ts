import type { ReadBoardChanges } from '../boards/index.ts'
import type { Draft } from '../platform/change.ts'
import type { Db, Tx } from '../platform/db/index.ts'
import type { LiveChange, Patch } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'
import { columnFields, columnTallies, countPatches, drawOneColumn, type ColumnView } from '../tasks/index.ts'

/**
 * Tells the board what its columns look like now: each as a whole, with its tasks, or gone. For use in the deed's transaction, after
 * its writes.
 */
export async function announceColumn(services: Services, draft: Draft, column: ColumnView): Promise<void> {
  const { boardId, version } = column
  const patches = await columnPatches(services, draft.tx, column)
  draft.announce(`board:${boardId}`, () => describeColumn(column, version, patches))
}

/** Tells the board of a column's new name or limit: nothing but its header is drawn. */
export async function announceColumnHeader(services: Services, draft: Draft, column: ColumnView): Promise<void> {
  const { id, boardId, version } = column
  const tallies = await columnTallies(draft.tx, boardId)
  const taskCount = tallies.find((tally) => tally.id === id)?.taskCount ?? 0
  draft.announce(`board:${boardId}`, () =>
    describeColumn(column, version, [
      {
        op: 'replace',
        target: `#column-${id}-header`,
        html: services.views.render('boards/_column_header', { column, taskCount }),
      },
      ...countPatches(services, boardId, tallies, []),
    ]),
  )
}

function describeColumn(column: ColumnView, version: number, patches: Patch[]): LiveChange {
  return { type: 'board:changed', version, column, patches }
}

/** Columns that came, went or changed since a version, as they are now. */
export const readColumnChanges: ReadBoardChanges = async (services, boardId, since, limit) => {
  const columns = await services.db.column.findMany({
    where: { boardId, version: { gt: since } },
    orderBy: { version: 'asc' },
    take: limit,
    select: columnFields,
  })
  return Promise.all(
    columns.map(async (column) =>
      describeColumn(column, column.version, await columnPatches(services, services.db, column)),
    ),
  )
}

async function columnPatches(services: Services, db: Db | Tx, { id, boardId }: ColumnView): Promise<Patch[]> {
  const html = await drawOneColumn(services, db, id)
  const patch: Patch =
    html === undefined
      ? { op: 'remove', target: `#column-${id}` }
      : { op: 'append', target: `#board-${boardId}-columns`, html }
  return [patch, ...countPatches(services, boardId, await columnTallies(db, boardId), [])]
}
