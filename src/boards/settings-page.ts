import { page, type Reply } from '../platform/http/reply.ts'
import type { Services } from '../platform/services.ts'
import { boardCrumb } from './board-crumb.ts'
import { canManage, type BoardAccess } from './boards.policy.ts'
import { findBoard } from './boards.queries.ts'
import { membersOf } from './members.queries.ts'

/** What was wrong with one of the page's forms, and what was typed into the first one. */
export interface SettingsFormState {
  values?: Record<string, string>
  errors?: Record<string, string>
  /** Why the board was not deleted, handed over or left. */
  deleteError?: string | undefined
  handOverError?: string | undefined
  leaveError?: string | undefined
}

/** Draws a board's settings: its name and description, the ways to all about it, and the ways out of it. */
export async function drawSettings(
  { db }: Services,
  access: BoardAccess,
  { values, errors = {}, ...refused }: SettingsFormState = {},
): Promise<Reply> {
  const board = await findBoard(db, access)
  const isOwner = access.role === 'owner'
  const members = await membersOf(db, access)
  return page('boards/settings', {
    title: `Settings of ${board.name}`,
    pageKind: 'settings',
    breadcrumbs: [boardCrumb(board), { name: 'Settings' }],
    currentBoardId: board.id,
    locals: {
      board,
      owner: members.find(({ role }) => role === 'owner')?.person,
      others: members.filter(({ role }) => role !== 'owner').map(({ person }) => person),
      access: { canManage: canManage(access.role), isOwner },
      values: values ?? { name: board.name, description: board.description },
      errors,
      ...refused,
    },
  })
}
