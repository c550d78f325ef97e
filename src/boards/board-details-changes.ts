import type { LiveChange } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'
import type { ReadBoardChanges } from './board-changes.ts'
import type { BoardView } from './boards.queries.ts'

/** A board's name and description, told to wherever its name stands. */
export function describeBoard({ views }: Services, board: BoardView): LiveChange {
  return {
    type: 'board:changed',
    version: board.version,
    board,
    patches: [
      { op: 'replace', target: `[data-board-name="${board.id}"]`, html: views.render('boards/_name', { board }) },
    ],
  }
}

/** The board itself, if its name or description changed since a version: the history of its deeds knows. */
export const readBoardDetailsChanges: ReadBoardChanges = async (services, boardId, since) => {
  const [last] = await services.db.activity.findMany({
    where: { boardId, version: { gt: since }, type: { in: ['board:renamed', 'board:described'] } },
    orderBy: { version: 'desc' },
    take: 1,
    select: { version: true, board: { select: { id: true, name: true, description: true } } },
  })
  return last ? [describeBoard(services, { ...last.board, version: last.version })] : []
}
