import * as z from 'zod'
import { boardManager, boardOwner } from '../../boards/index.ts'
import { addMember, changeRole, givenRole, handOver, newMember, removeMember } from '../../members/index.ts'
import type { Prisma } from '../../platform/db/index.ts'
import { integerId } from '../../platform/ids.ts'
import { boardField, onBoard } from '../board-field.ts'
import { adminModel, asTable, type Field } from '../model.ts'
import { pairKey } from '../record-key.ts'
import { column, linkTo, linkToUser, optionsOf } from '../shown.ts'

const select = {
  boardId: true,
  userId: true,
  role: true,
  joinedAt: true,
  board: { select: { name: true } },
  user: { select: { id: true, username: true } },
} as const

type Row = Prisma.BoardMemberGetPayload<{ select: typeof select }>

const roleField: Field = { name: 'role', label: 'Role', kind: 'select', options: optionsOf(givenRole.options) }
const addedMember = newMember.extend({ boardId: integerId })
const roleForm = z.object({ role: givenRole })

export const boardMembers = adminModel<Row, z.output<typeof roleForm>, z.output<typeof addedMember>>({
  slug: 'board-members',
  one: 'board member',
  many: 'Board members',
  group: 'People',
  hint: 'Who is on which board, and what they may do there.',
  table: (db) => asTable(db.boardMember),
  key: pairKey('boardId', 'userId'),
  select,
  where: { leftAt: null },
  titleOf: ({ user, board }) => `${user.username} on ${board.name}`,
  columns: [
    column('Person', ({ user }) => user.username, 'user.usernameKey'),
    column('Board', ({ boardId, board }) => linkTo('boards', boardId, board.name), 'board.name'),
    column('Role', ({ role }) => role),
    column('Came', ({ joinedAt }) => joinedAt, 'joinedAt'),
    column('Account', ({ user }) => linkToUser(user)),
  ],
  order: [{ board: { name: 'asc' } }, { joinedAt: 'asc' }],
  search: ['user.username', 'user.displayName', 'board.name'],
  filters: [
    {
      name: 'role',
      label: 'Role',
      options: optionsOf(['owner', ...givenRole.options]).map((option) => ({
        ...option,
        where: { role: option.value },
      })),
    },
  ],
  related: [onBoard, { name: 'user', where: (userId: number) => ({ userId }) }],
  form: {
    fields: [roleField],
    schema: roleForm,
    valuesOf: ({ role }) => ({ role }),
    suits: ({ role }) => role !== 'owner',
    save: async ({ services, draft, administrator }, { boardId, userId }, { role }) =>
      changeRole(services, draft, await boardManager(services, administrator, { boardId }), { userId, role }),
  },
  addition: {
    fields: [boardField, { name: 'username', label: 'Username', kind: 'text' }, roleField],
    schema: addedMember,
    async create({ services, draft, administrator }, { boardId, ...member }) {
      const access = await boardManager(services, administrator, { boardId })
      const { userId } = await addMember(services, draft, access, member)
      return { key: `${boardId}-${userId}`, title: `${member.username} on board ${boardId}` }
    },
  },
  actions: [
    {
      name: 'make-owner',
      label: 'Make owner',
      done: 'made owners',
      explanation: 'The board is theirs. Who owned it stays on it, as an admin.',
      suits: ({ role }) => role !== 'owner',
      run: async ({ services, draft, administrator }, { boardId, userId }) =>
        handOver(services, draft, await boardOwner(services, administrator, { boardId }), { userId }),
    },
    {
      name: 'delete',
      label: 'Take off the board',
      done: 'taken off',
      suits: ({ role }) => role !== 'owner',
      explanation: 'They lose the board, its rooms and what they were to do on it. What they wrote stays.',
      isDangerous: true,
      hangs: async (db, { boardId, userId }) => [
        {
          what: 'tasks that they were to do',
          count: await db.taskAssignee.count({ where: { userId, task: { boardId, deletedAt: null } } }),
          fate: 'stays',
        },
      ],
      run: async ({ services, draft, administrator }, { boardId, userId }) =>
        removeMember(services, draft, await boardManager(services, administrator, { boardId }), userId),
    },
  ],
})
