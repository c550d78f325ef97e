import { nextBoardVersion, recordActivity, type BoardManaging } from '../boards/index.ts'
import type { Draft } from '../platform/change.ts'
import type { Tx } from '../platform/db/index.ts'
import { NotFound } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { requireStillManaging } from './board-roles.ts'
import { newToken, tokenHash } from './invitation-token.ts'
import type { InvitationAccess } from './invitations.policy.ts'
import { stillOpen } from './invitations.queries.ts'
import type { GivenRole } from './member-fields.ts'

const dayMs = 24 * 60 * 60 * 1000

/** A fresh invitation. The token is told this once and kept nowhere. */
export interface NewInvitation {
  id: number
  token: string
  role: GivenRole
  expiresAt: Date
}

/** Makes an invitation: whoever has its token may come to the board, with this role, for so many days. */
export async function createInvitation(
  services: Services,
  draft: Draft,
  access: BoardManaging,
  { role, days }: { role: GivenRole; days: number },
): Promise<NewInvitation> {
  const { tx } = draft
  const { boardId, actor } = access
  const version = await nextBoardVersion(tx, boardId)
  await requireStillManaging(tx, access)
  const token = newToken()
  const createdAt = new Date()
  const expiresAt = new Date(createdAt.getTime() + days * dayMs)
  const { id } = await tx.boardInvitation.create({
    data: { boardId, tokenHash: tokenHash(token), role, createdById: actor.id, createdAt, expiresAt },
    select: { id: true },
  })
  await recordActivity(services, draft, access, version, { type: 'invitation:created', role })
  return { id, token, role, expiresAt }
}

/**
 * Makes an invitation's link lead nowhere from now on.
 * @throws {NotFound} when it does so already
 */
export async function revokeInvitation(
  services: Services,
  draft: Draft,
  { invitationId, role, board }: InvitationAccess,
): Promise<void> {
  const { tx } = draft
  const version = await nextBoardVersion(tx, board.boardId)
  await requireStillManaging(tx, board)
  const { count } = await tx.boardInvitation.updateMany({
    where: { id: invitationId, ...stillOpen() },
    data: { revokedAt: new Date() },
  })
  if (count === 0) throw new NotFound('This invitation is not open any more.')
  await recordActivity(services, draft, board, version, { type: 'invitation:revoked', role })
}

/** Who may not invite any more has no links out there: nobody comes in by them, the one who made them least of all. */
export async function revokeInvitationsOf(tx: Tx, boardId: number, userId: number): Promise<void> {
  await tx.boardInvitation.updateMany({
    where: { boardId, createdById: userId, revokedAt: null },
    data: { revokedAt: new Date() },
  })
}
