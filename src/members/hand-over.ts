import { nextBoardVersion, recordActivity, type BoardOwning } from '../boards/index.ts'
import type { Draft } from '../platform/change.ts'
import type { BoardRole, Tx } from '../platform/db/index.ts'
import { Forbidden, Invalid } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { roleOf } from './board-roles.ts'
import { announceMember } from './member-changes.ts'

/**
 * Makes another member the board's owner; who owned it stays, as an admin.
 * @throws {Invalid} when the person is not on the board, can't sign in, or owns it already
 */
export async function handOver(
  services: Services,
  draft: Draft,
  access: BoardOwning,
  { userId }: { userId: number },
): Promise<void> {
  const { tx } = draft
  const { boardId, actor } = access
  const version = await nextBoardVersion(tx, boardId)
  // The door looked before the board was locked: of two hand-overs at once one is first, and there is one owner.
  const owner = await ownerOf(tx, boardId)
  if (owner.userId !== actor.id && !actor.administers) throw new Forbidden('Only the owner of this board may do that.')
  await requireSuccessor(tx, access, owner.userId, userId)
  await giveRole(services, draft, { boardId, userId: owner.userId, version, role: 'admin' })
  const person = await giveRole(services, draft, { boardId, userId, version, role: 'owner' })
  await recordActivity(services, draft, access, version, { type: 'board:handed-over', person })
}

function ownerOf(tx: Tx, boardId: number): Promise<{ userId: number }> {
  return tx.boardMember.findFirstOrThrow({ where: { boardId, role: 'owner', leftAt: null }, select: { userId: true } })
}

async function requireSuccessor(
  tx: Tx,
  { boardId, actor }: BoardOwning,
  ownerId: number,
  userId: number,
): Promise<void> {
  const refuse = (words: string): Invalid => new Invalid('The board was not handed over.', { userId: words })
  if (userId === ownerId)
    throw refuse(userId === actor.id ? 'Is you: you own this board already.' : 'Owns this board already.')
  const role = await roleOf(tx, boardId, userId)
  const user = await tx.user.findUnique({ where: { id: userId }, select: { isDisabled: true } })
  if (role === null || !user) throw refuse('Is not on this board.')
  if (user.isDisabled) throw refuse('Has no access to TaskFlow any more.')
}

async function giveRole(
  services: Services,
  draft: Draft,
  { boardId, userId, ...stamp }: { boardId: number; userId: number; version: number; role: BoardRole },
): Promise<string> {
  await draft.tx.boardMember.update({ where: { boardId_userId: { boardId, userId } }, data: stamp })
  draft.afterCommit(() => services.accessChanges.changed(userId))
  const { displayName } = await announceMember(services, draft, { boardId, userId, version: stamp.version })
  return displayName
}
