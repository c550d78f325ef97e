import { findBoardAccess } from '../boards/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { Services } from '../platform/services.ts'

/**
 * Lets a filter by board pass only for those on that board.
 * @throws {NotFound} where the person is not, or not any more
 */
export async function requireOwnBoard(
  { db }: Services,
  actor: Actor,
  { boardId }: { boardId: number | undefined },
): Promise<void> {
  if (boardId !== undefined) await findBoardAccess(db, actor, boardId)
}
