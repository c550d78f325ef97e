import { boardCrumb, canManage, findBoard, membersOf, type BoardAccess, type BoardManaging } from '../boards/index.ts'
import { page, type Reply } from '../platform/http/reply.ts'
import type { Services } from '../platform/services.ts'
import { openInvitations } from './invitations.queries.ts'
import type { GivenRole } from './member-fields.ts'

/** What was just done on the page, or not taken. */
export interface MembersFormState {
  values?: Record<string, string>
  errors?: Record<string, string>
  inviteError?: string
  /** A fresh invitation: its link is shown this once. */
  invited?: { link: string; role: GivenRole; expiresAt: Date }
}

/** Draws who is on a board, and for those who manage it the ways in. */
export async function drawMembers(
  { db }: Services,
  access: BoardAccess,
  { values = {}, errors = {}, ...invitation }: MembersFormState = {},
): Promise<Reply> {
  // The version is read before what it counts: a change in between is told live, once more at worst.
  const board = await findBoard(db, access)
  const members = await membersOf(db, access)
  const isManager = canManage(access.role)
  return page('members/members', {
    title: `Members of ${board.name}`,
    pageKind: 'members',
    breadcrumbs: [boardCrumb(board), { name: 'Members' }],
    currentBoardId: board.id,
    locals: {
      board,
      members,
      access: { canManage: isManager },
      invitations: isManager ? await openInvitations(db, access as BoardManaging) : [],
      values,
      errors,
      ...invitation,
    },
  })
}
