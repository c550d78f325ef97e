import type { BoardManaging } from '../boards/index.ts'
import type { Person } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/db/index.ts'
import { personFields } from '../users/index.ts'
import type { GivenRole } from './member-fields.ts'
import { tokenHash } from './invitation-token.ts'

/** An invitation in the list of those who manage the board. Its link is not known any more. */
export interface InvitationView {
  id: number
  role: GivenRole
  createdBy: Person
  createdAt: Date
  expiresAt: Date
}

/** What somebody who opens the link is told. */
export interface FoundInvitation extends InvitationView {
  board: { id: number; name: string }
}

const invitationFields = {
  id: true,
  role: true,
  createdAt: true,
  expiresAt: true,
  createdBy: { select: personFields },
} as const

/** Neither revoked nor run out; for `where`. */
export function stillOpen(): { revokedAt: null; expiresAt: { gt: Date } } {
  return { revokedAt: null, expiresAt: { gt: new Date() } }
}

/** The board's open invitations, newest first. */
export async function openInvitations(db: Db, { boardId }: BoardManaging): Promise<InvitationView[]> {
  const rows = await db.boardInvitation.findMany({
    where: { boardId, ...stillOpen() },
    orderBy: { id: 'desc' },
    select: invitationFields,
  })
  return rows.map((row) => ({ ...row, role: row.role as GivenRole }))
}

/** The open invitation that a link's token names; null for one that is unknown, was revoked or has run out. */
export async function findInvitation(db: Db | Tx, token: string): Promise<FoundInvitation | null> {
  const row = await db.boardInvitation.findFirst({
    where: { tokenHash: tokenHash(token), ...stillOpen() },
    select: { ...invitationFields, board: { select: { id: true, name: true } } },
  })
  return row && { ...row, role: row.role as GivenRole }
}
