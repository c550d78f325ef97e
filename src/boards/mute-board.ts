import type { Tx } from '../platform/db/index.ts'
import type { BoardAccess } from './boards.policy.ts'

/**
 * Writes down whether somebody wants to hear of a board only when they are called by name. The chat tells them what that means for
 * its rooms. @returns whether it was otherwise before
 */
export async function setBoardMuted(tx: Tx, { boardId, actor }: BoardAccess, isMuted: boolean): Promise<boolean> {
  const { count } = await tx.boardMember.updateMany({
    where: { boardId, userId: actor.id, leftAt: null, isMuted: !isMuted },
    data: { isMuted },
  })
  return count > 0
}
