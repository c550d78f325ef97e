import { grantBoardAccess, lockBoard, nextBoardVersion, recordActivity } from '../boards/index.ts'
import { notificationsChanged } from '../notifications/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { Draft } from '../platform/change.ts'
import type { Db, Tx } from '../platform/db/index.ts'
import { NotFound } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { findInvitation, type FoundInvitation } from './invitations.queries.ts'
import { announceMember } from './member-changes.ts'
import { putOnBoard } from './members.ts'

/**
 * The invitation that a link's token names, for this person.
 * @throws {NotFound} in the same words whatever the reason: a link tells nothing to whom it does not let in
 */
export async function readInvitation(db: Db | Tx, actor: Actor, token: string): Promise<Invited> {
  const invitation = await findInvitation(db, token)
  if (!invitation) throw linkIsDead()
  const member = await db.boardMember.findUnique({
    where: { boardId_userId: { boardId: invitation.board.id, userId: actor.id } },
    select: { leftAt: true },
  })
  // Who was removed does not come back by a link that they had before.
  if (member?.leftAt && member.leftAt >= invitation.createdAt) throw linkIsDead()
  return { ...invitation, isMember: member !== null && member.leftAt === null }
}

/** An invitation, and whether the person is on its board already. */
export interface Invited extends FoundInvitation {
  isMember: boolean
}

function linkIsDead(): NotFound {
  return new NotFound('This invitation link no longer works. Ask whoever sent it to you for a new one.')
}

/**
 * Lets somebody in by an invitation's token. Who is on the board already stays what they are there.
 * @throws {NotFound} when the link no longer works for them
 */
export async function joinBoard(
  services: Services,
  draft: Draft,
  actor: Actor,
  token: string,
): Promise<{ boardId: number }> {
  const { tx } = draft
  const { id: boardId } = (await readInvitation(tx, actor, token)).board
  await lockBoard(tx, boardId)
  // Read again under the lock: it may have been revoked meanwhile, or the person may have come by another tab.
  const { role, isMember } = await readInvitation(tx, actor, token)
  if (isMember) return { boardId }
  const version = await nextBoardVersion(tx, boardId)
  await putOnBoard(tx, { boardId, userId: actor.id, role, version })
  await announceMember(services, draft, { boardId, userId: actor.id, version })
  draft.enqueue(notificationsChanged, { about: { boardId, recipientId: actor.id } })
  const access = grantBoardAccess(actor, boardId, role)
  await recordActivity(services, draft, access, version, { type: 'member:joined', person: actor.displayName, role })
  return { boardId }
}
