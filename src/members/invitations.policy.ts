import { boardManager, type BoardManaging } from '../boards/index.ts'
import type { Door } from '../platform/door.ts'
import { NotFound, Unauthorized } from '../platform/errors.ts'
import type { GivenRole } from './member-fields.ts'

declare const passed: unique symbol

/** Proof of the right to revoke an invitation. */
export interface InvitationAccess {
  readonly [passed]: true
  readonly invitationId: number
  readonly role: GivenRole
  readonly board: BoardManaging
}

/** The owner and the admins of the invitation's board. */
export const invitationManager: Door<{ invitationId: number }, InvitationAccess> = async (
  services,
  actor,
  { invitationId },
) => {
  if (!actor) throw new Unauthorized()
  const invitation = await services.db.boardInvitation.findUnique({
    where: { id: invitationId },
    select: { boardId: true, role: true },
  })
  if (!invitation) throw new NotFound()
  const board = await boardManager(services, actor, { boardId: invitation.boardId })
  return { invitationId, role: invitation.role, board } as InvitationAccess
}
