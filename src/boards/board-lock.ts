import type { BoardRole, Tx } from '../platform/db/index.ts'
import { lockBoard } from './board-version.ts'
import {
  grantBoardAccess,
  requireEditing,
  requireManaging,
  type BoardEditing,
  type BoardManaging,
} from './boards.policy.ts'

/**
 * Lets no other change of the board happen until the transaction ends, and looks at the actor's rank once more: a change may have
 * waited behind the one that took it away.
 * @throws {NotFound} when the board is gone, or the actor from it
 * @throws {Forbidden} when the actor may only look by now
 */
export async function lockForEditing(tx: Tx, { boardId, actor }: BoardEditing): Promise<void> {
  await lockBoard(tx, boardId)
  requireEditing(grantBoardAccess(actor, boardId, await roleNow(tx, boardId, actor.id)))
}

/** The same for what only the owner and admins may do. */
export async function lockForManaging(tx: Tx, { boardId, actor }: BoardManaging): Promise<void> {
  await lockBoard(tx, boardId)
  requireManaging(grantBoardAccess(actor, boardId, await roleNow(tx, boardId, actor.id)))
}

async function roleNow(tx: Tx, boardId: number, userId: number): Promise<BoardRole | null> {
  const member = await tx.boardMember.findFirst({ where: { boardId, userId, leftAt: null }, select: { role: true } })
  return member?.role ?? null
}
