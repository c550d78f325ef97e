import type { Draft } from '../platform/change.ts'
import type { Services } from '../platform/services.ts'
import { recordActivity } from './activity.ts'
import { describeBoard } from './board-details-changes.ts'
import { lockForManaging } from './board-lock.ts'
import { nextBoardVersion } from './board-version.ts'
import type { BoardManaging } from './boards.policy.ts'
import { findBoard, type BoardView } from './boards.queries.ts'
import { tellSidebars } from './tell-sidebars.ts'

/** Changes a board's name and description; what is missing stays as it is. */
export async function changeBoard(
  services: Services,
  draft: Draft,
  access: BoardManaging,
  wanted: { name?: string | undefined; description?: string | undefined },
): Promise<BoardView> {
  const { tx } = draft
  const { boardId } = access
  await lockForManaging(tx, access)
  const before = await findBoard(tx, access)
  const { name = before.name, description = before.description } = wanted
  if (name === before.name && description === before.description) return before
  const version = await nextBoardVersion(tx, boardId)
  await tx.board.update({ where: { id: boardId }, data: { name, description } })
  const board = { id: boardId, name, description, version }
  draft.announce(`board:${boardId}`, () => describeBoard(services, board))
  if (name !== before.name) {
    await recordActivity(services, draft, access, version, { type: 'board:renamed', before: before.name, after: name })
    await tellSidebars(services, draft, boardId)
  }
  if (description !== before.description)
    await recordActivity(services, draft, access, version, { type: 'board:described' })
  return board
}
