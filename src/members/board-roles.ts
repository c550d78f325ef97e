import { canManage, type BoardManaging } from '../boards/index.ts'
import type { BoardRole, Tx } from '../platform/db/index.ts'
import { Forbidden, NotFound } from '../platform/errors.ts'

/** What a person is on a board in this transaction; null when not on it. Certain only once the board is locked. */
export async function roleOf(tx: Tx, boardId: number, userId: number): Promise<BoardRole | null> {
  const member = await tx.boardMember.findUnique({
    where: { boardId_userId: { boardId, userId } },
    select: { role: true, leftAt: true },
  })
  return member && !member.leftAt ? member.role : null
}

/**
 * Looks once more, now that the board is locked: the door looked before, and who lost the right meanwhile must not use it.
 * @throws {NotFound} when the actor is not on the board any more
 * @throws {Forbidden} when the actor is neither owner nor admin any more
 */
export async function requireStillManaging(tx: Tx, { boardId, actor }: BoardManaging): Promise<void> {
  if (actor.administers) return
  const role = await roleOf(tx, boardId, actor.id)
  if (role === null) throw new NotFound()
  if (!canManage(role)) throw new Forbidden('Only the owner and admins of this board may do that.')
}
