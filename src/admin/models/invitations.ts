import { invitationManager, revokeInvitation } from '../../members/index.ts'
import type { Prisma } from '../../platform/db/index.ts'
import { onBoard } from '../board-field.ts'
import { adminModel, asTable } from '../model.ts'
import { numberKey } from '../record-key.ts'
import { column, linkTo, linkToUser } from '../shown.ts'

const select = {
  id: true,
  role: true,
  createdAt: true,
  expiresAt: true,
  board: { select: { id: true, name: true } },
  createdBy: { select: { id: true, username: true } },
} as const

type Row = Prisma.BoardInvitationGetPayload<{ select: typeof select }>

export const invitations = adminModel<Row>({
  slug: 'invitations',
  one: 'invitation',
  many: 'Invitations',
  group: 'People',
  hint: 'Links by which people may come to a board. They are made on the board; here they can be revoked.',
  table: (db) => asTable(db.boardInvitation),
  key: numberKey,
  select,
  where: { revokedAt: null },
  titleOf: ({ role, board }) => `${role} on ${board.name}`,
  columns: [
    column('Board', ({ board }) => board.name, 'board.name'),
    column('Role', ({ role }) => role),
    column('By', ({ createdBy }) => linkToUser(createdBy)),
    column('Made', ({ createdAt }) => createdAt, 'createdAt'),
    column('Ends', ({ expiresAt }) => expiresAt, 'expiresAt'),
    column('Its board', ({ board }) => linkTo('boards', board.id, board.name)),
  ],
  order: [{ id: 'desc' }],
  search: ['board.name', 'createdBy.username'],
  related: [onBoard],
  actions: [
    {
      name: 'delete',
      label: 'Revoke',
      done: 'revoked',
      suits: ({ expiresAt }) => expiresAt > new Date(),
      explanation: 'The link leads nowhere any more. Who came by it stays.',
      isDangerous: true,
      run: async ({ services, draft, administrator }, { id }) =>
        revokeInvitation(services, draft, await invitationManager(services, administrator, { invitationId: id })),
    },
  ],
})
